import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { cacheOf } from '../../functions/src/cache/paths.ts'
import { deployedConfig, deployedSettingsFile } from '../deployedSettings.ts'
import { projectRoot } from '../paths.ts'
import { readIndexFile, type FieldOverride } from './file.ts'
import { missingOverrides } from './merge.ts'
import { needsOf, type Needs } from './needs.ts'

export const indexFilePath = join(projectRoot, 'firestore.indexes.json')

/** The needs of the settings that a deploy would have; throws a SettingError where those cannot be used. */
export function deployedNeeds(project: string | undefined): Needs & { readonly closed: readonly string[] } {
  const file = deployedSettingsFile(project)
  const rules = readFileSync(join(projectRoot, 'firestore.rules'), 'utf8')
  const caches = Object.keys(file.streams).map((name) => cacheOf(`firestore.${name}`).documents)
  return {
    ...needsOf(deployedConfig(project), file),
    // Whether a rule lets somebody in is for people to read; that none names a cache is certain.
    closed: caches.filter((cache) => !rules.includes(`/${cache}/`)),
  }
}

/** The entries that firestore.indexes.json misses for the settings that a deploy would have. */
export function missingIndexes(project: string | undefined): readonly FieldOverride[] {
  return missingOverrides(readIndexFile(indexFilePath), deployedNeeds(project))
}
