import { existsSync, readFileSync } from 'node:fs'

import { parseSettingsFile, noSettingsFile, type SettingsFile } from '../../functions/src/settingsFile.ts'

/** The text and the settings of a settings file. */
export interface SettingsText {
  /** The text of the file; empty where there is none. */
  readonly text: string
  readonly file: SettingsFile
  /** The file's path as people are shown it, from the project's root. */
  readonly shown: string
}

/** Reads a settings file. Throws a SettingError where its settings cannot be used. */
export function readSettingsText(path: string, shown: string, mayBeAbsent: boolean): SettingsText {
  if (mayBeAbsent && !existsSync(path)) return { text: '', file: noSettingsFile, shown }
  const text = readFileSync(path, 'utf8')
  return { text, file: parseSettingsFile(text, shown), shown }
}
