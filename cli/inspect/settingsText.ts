import { existsSync, readFileSync } from 'node:fs'

import { parseSettingsFile, noSettingsFile, type SettingsFile } from '../../functions/src/settingsFile.ts'

/** A settings file as it stands. */
export interface SettingsText {
  /** Empty where there is no file. */
  readonly text: string
  readonly file: SettingsFile
  /** As the project's documents name it. */
  readonly shown: string
}

/** Reads a settings file. Throws a SettingError where it says what cannot be. */
export function readSettingsText(path: string, shown: string, mayBeAbsent: boolean): SettingsText {
  if (mayBeAbsent && !existsSync(path)) return { text: '', file: noSettingsFile, shown }
  const text = readFileSync(path, 'utf8')
  return { text, file: parseSettingsFile(text, shown), shown }
}
