import type { ColumnKind, RecordRow } from '../../contract/records.ts'
import type { Stream } from '../../model/stream.ts'
import { cellsOf, numberAt, type AnyColumn, type Columns } from '../encoding/columns.ts'
import { textAt } from '../encoding/texts.ts'

/** Makes of a block's rows what crosses the wire: the id, the key time, and each column that is shown. */
export function recordAt(stream: Stream): (columns: Columns, row: number) => RecordRow {
  const shown = stream.columns.filter(({ hidden }) => !hidden)
  return ({ byName }, row) => ({
    id: textAt(byName.id, row) ?? '',
    createdAt: isoAt(byName.createdAt, row) ?? '',
    ...Object.fromEntries(shown.map(({ name, kind }) => [name, valueAt(byName[name], kind, row)])),
  })
}

/** The value of a row in a column, as it crosses the wire. */
export function valueAt(column: AnyColumn | undefined, kind: ColumnKind, row: number): RecordRow[string] {
  if (column === undefined) return null
  return kind === 'time' && column instanceof Float64Array ? isoAt(column, row) : cellsOf(column)(row)
}

function isoAt(column: Float64Array, row: number): string | null {
  const at = numberAt(column, row)
  return at === null ? null : new Date(at).toISOString()
}
