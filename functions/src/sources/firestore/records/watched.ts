import { valueReader } from '../fields.ts'
import type { WatchedField } from '../review.ts'
import { settingOf, type RecordSourceConfig } from './config.ts'

/** The fields of the declared columns: an alert names those that no document has. */
export function watchedColumns(config: RecordSourceConfig): WatchedField[] {
  return config.settings.columns.flatMap(({ name, path: { default: _default, ...places } }) => {
    const [path = places.join?.paths[0]] = places.paths
    if (path === undefined) return []
    const read = valueReader(places)
    return [{ path, setting: settingOf(config, `columns.${name}`), isIn: (data) => read(data) !== undefined }]
  })
}
