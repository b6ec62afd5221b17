import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { projectRoot } from '../../cli/paths.ts'
import { settingsFileParam } from '../../functions/src/settingsFile.ts'

/** The folder that the emulator takes the functions from, beside that of the deployed ones. */
export const localFunctionsFolder = 'functions.local'

/** Settings and secrets of the functions on this machine, beside those in functions/.env and its like. */
export interface LocalSettings {
  readonly params: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
}

export const noSettings: LocalSettings = { params: {}, secrets: {} }

/** firebase-tools adds the defaults of all params here: it has to be a file of this folder's own. */
const paramsFile = '.env.local'
const secretsFile = '.secret.local'

/**
 * Makes the folder anew: it leads to the built functions and to the settings of `functions/`, and has `settings` beside them.
 * Nothing is written into `functions/`, whose files may hold somebody's own params and secrets. Returns the folder's path.
 */
export function stageFunctions(
  settings: LocalSettings,
  from = join(projectRoot, 'functions'),
  folder = join(projectRoot, localFunctionsFolder),
): string {
  // Removes links, and nothing that they lead to.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const settingsFiles = readdirSync(from).filter((name) => name.startsWith('.env') || /^tidemark\b.*\.json$/.test(name))
  const linked = ['lib', 'node_modules', 'package.json', ...settingsFiles].filter((name) => name !== paramsFile)
  for (const name of linked) symlinkSync(join(from, name), join(folder, name))
  writeSettings(settings, from, folder)
  return folder
}

/** Replaces the settings beside those of `functions/`; the emulator takes them when it loads the functions again. */
export function writeSettings(
  { params, secrets }: LocalSettings,
  from = join(projectRoot, 'functions'),
  folder = join(projectRoot, localFunctionsFolder),
): void {
  // Of a name that is there twice the later line counts.
  writeFileSync(
    join(folder, paramsFile),
    textOf(join(from, paramsFile)) + linesOf({ ...params, ...settingsFileHere() }),
  )
  rmSync(join(folder, secretsFile), { force: true })
  if (Object.keys(secrets).length > 0) writeFileSync(join(folder, secretsFile), linesOf(secrets), { mode: 0o600 })
  else if (existsSync(join(from, secretsFile))) symlinkSync(join(from, secretsFile), join(folder, secretsFile))
}

/** The param of the settings file, if the environment names one, so that a trial needs no file changed. */
function settingsFileHere(): Record<string, string> {
  const named = process.env[settingsFileParam]
  return named === undefined ? {} : { [settingsFileParam]: named }
}

function textOf(file: string): string {
  return existsSync(file) ? `${readFileSync(file, 'utf8').trimEnd()}\n` : ''
}

function linesOf(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}
