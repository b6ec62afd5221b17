import { readConfig, type Config } from '../functions/src/config.ts'
import { Firestore } from '../functions/src/lib/firestore/firestore.ts'
import { readSettingsFile, settingsFileParam, type SettingsFile } from '../functions/src/settingsFile.ts'
import { functionsEnv, functionsFolder } from './functionsEnv.ts'

/**
 * The texts of the params as a deploy of this folder would set them, or as the emulators do for a local project. For the settings file
 * the environment goes before, so that a trial needs no file changed.
 */
export function deployedParams(
  project: string | undefined,
  folder: string = functionsFolder,
): Readonly<Record<string, string>> {
  const written = [...functionsEnv(project, folder)].map(([name, { value }]) => [name, value] as const)
  const named = process.env[settingsFileParam]
  return { ...Object.fromEntries(written), ...(named !== undefined && { [settingsFileParam]: named }) }
}

/** The settings file that a deploy for a project would take. Throws a SettingError where it cannot be used. */
export function deployedSettingsFile(project: string | undefined): SettingsFile {
  return readSettingsFile(deployedParams(project), functionsFolder)
}

/** The settings, of the files and the params, that a deploy for a project would take. Throws a SettingError where they cannot be used. */
export function deployedConfig(project: string | undefined): Config {
  return readConfig(deployedParams(project), deployedSettingsFile(project))
}

/** The project's database that the settings name, or the same of the emulator at FIRESTORE_EMULATOR_HOST. */
export function openFirestore(
  projectId: string,
  databaseId: string = deployedSettingsFile(projectId).database,
): Firestore {
  // The client would look for a cloud machine around it, and complain that there is none.
  if (process.env.FIRESTORE_EMULATOR_HOST) process.env.METADATA_SERVER_DETECTION ??= 'none'
  return new Firestore({ projectId, databaseId, ignoreUndefinedProperties: true })
}
