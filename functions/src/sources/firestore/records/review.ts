import type { Marks, SourceNotice } from '../../../model/source.ts'
import { unreadKind } from '../../../model/unread.ts'
import { valueReader } from '../fields.ts'
import type { WatchedField } from '../review.ts'
import { settingOf, type RecordSourceConfig } from './config.ts'
import type { ReadDocument } from './parser.ts'

/*
 * Values of declared columns that are there and cannot be read. The record is copied without them, which nobody may have to find out by
 * chance: each leaves a mark in an enumeration, and the number of marks is told (invariant 14).
 */

const mark = 'unread value: '

/** The marks of a document, by what was read of it. */
export function unreadMarks({ unread, isCurrencyUnread }: ReadDocument): string[] {
  return [...(isCurrencyUnread ? ['currencyField'] : []), ...unread.map((name) => `columns.${name}`)].map(
    (setting) => `${mark}${setting}`,
  )
}

/** What the marks of `seen` documents say; null where all was read. */
export function unreadNotice(config: RecordSourceConfig, marks: Marks, seen: number): SourceNotice | null {
  const told = Object.entries(marks)
    .filter(([name]) => name.startsWith(mark))
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} of ${seen} (${settingOf(config, name.slice(mark.length))})`)
  if (told.length === 0) return null
  return {
    kind: unreadKind,
    message:
      `Values of ${config.name} cannot be read, and the records are copied without them: ${told.join(', ')}. ` +
      'Correct the path, kind or currency there, deploy, and start a full resync.',
  }
}

/** The fields of the declared columns: an alert names those that no document has. */
export function watchedColumns(config: RecordSourceConfig): WatchedField[] {
  return config.settings.columns.flatMap(({ name, path: { default: _default, ...places } }) => {
    const [path = places.join?.paths[0]] = places.paths
    if (path === undefined) return []
    const read = valueReader(places)
    return [{ path, setting: settingOf(config, `columns.${name}`), isIn: (data) => read(data) !== undefined }]
  })
}
