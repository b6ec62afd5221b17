import { readFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'

import { z } from 'zod'

import { isLocalProject } from '../cli/firebaseProject.ts'
import { projectRoot } from '../cli/paths.ts'
import { functionsEnv, functionsFolder } from '../cli/functionsEnv.ts'
import { readConfig } from '../functions/src/config.ts'
import { SettingError } from '../functions/src/lib/errors.ts'
import { readSettingsFile, settingsFileParam, type SettingsFile } from '../functions/src/settingsFile.ts'

/**
 * Reads the settings as the functions will, and throws an error that names the param and its file where one cannot be used:
 * at a deploy and a start, so that no shop hears of it from a function. Returns what the settings file says.
 */
export function checkSettings(project: string | undefined, folder: string = functionsFolder): SettingsFile {
  const env = functionsEnv(project, folder)
  const texts = Object.fromEntries([...env].map(([name, { value }]) => [name, value]))
  try {
    const isDeployed = project === undefined || !isLocalProject(project)
    if (isDeployed) assertUploaded(texts[settingsFileParam] ?? '', folder)
    const file = readSettingsFile(texts, folder)
    readConfig(texts, file)
    if (isDeployed) assertSameDatabase(file)
    return file
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    const place = env.get(error.param)?.file
    throw new Error(`${place === undefined ? '' : `${place}: `}${error.message}.`, { cause: error })
  }
}

const firebaseSchema = z.object({ firestore: z.object({ database: z.string().default('(default)') }) })

/** Throws a SettingError where a deploy would give rules and indexes to another database. */
function assertSameDatabase({ database }: SettingsFile): void {
  const { firestore } = firebaseSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'firebase.json'), 'utf8')))
  if (firestore.database === database) return
  throw new SettingError(
    'database',
    `is "${database}" in functions/tidemark.json, while firebase.json deploys rules and indexes to "${firestore.database}": ` +
      `write "firestore": { "database": "${database}", ... } into firebase.json`,
  )
}

/** Throws a SettingError for a settings file that a deploy leaves behind. */
function assertUploaded(name: string, folder: string): void {
  if (name.trim() === '' || resolve(folder, name).startsWith(folder + sep)) return
  throw new SettingError(
    settingsFileParam,
    'names a file outside of functions/, which is all that a deploy uploads: move it there',
  )
}
