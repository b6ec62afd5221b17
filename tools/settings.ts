import { functionsEnv } from '../cli/functionsEnv.ts'
import { SettingError } from '../functions/src/lib/errors.ts'
import { readConfig } from '../functions/src/config.ts'

/**
 * Reads the settings as the functions will, and throws an error that names the param and its file where one cannot be used:
 * at a deploy and a start, so that no shop hears of it from a function.
 */
export function checkSettings(project: string | undefined, folder?: string): void {
  const env = functionsEnv(project, folder)
  try {
    readConfig(Object.fromEntries([...env].map(([name, { value }]) => [name, value])))
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    throw new Error(`${env.get(error.param)?.file ?? 'functions/.env'}: ${error.message}.`, { cause: error })
  }
}
