import type { ExportOrdersResponse } from '../../contract/api.ts'
import { majorUnits } from '../../contract/money.ts'
import type { ColumnKind, ExportRecordsRequest, RecordRow } from '../../contract/records.ts'
import { TimeZone } from '../../contract/timeZone.ts'
import { columnOf, compileRecordFilter, orderOfRecords } from '../../engine/records/query.ts'
import { recordAt } from '../../engine/records/row.ts'
import type { Stream } from '../../model/stream.ts'
import { csvHeaderOf, csvLineOf, csvText, csvTime, timeName } from '../csv.ts'
import { ndjson, piecesOf, type FileFormat } from '../filePieces.ts'
import { rowPages } from '../rowPages.ts'
import type { CacheReader } from '../store/reader.ts'

/** A column of the file: which currency its amounts are in stands in the column that `currency` names. */
interface FileColumn {
  readonly name: string
  readonly kind: ColumnKind
  readonly currency: string | null
}

/**
 * Every record of a parsed request as the pieces of one file, from one committed version of the cache; returns how many there
 * are and how fresh they are. `shopZone` is the time zone of a request that names none. Throws an InvalidInputError for a column
 * that there is not.
 */
export async function* exportRecords(
  reader: CacheReader,
  { filter = {}, sort, format, columns, timeZone }: Omit<ExportRecordsRequest, 'stream'>,
  shopZone: string,
): AsyncGenerator<string, ExportOrdersResponse> {
  const { stream } = reader
  const chosen = columnsOf(stream, columns)
  const pages = rowPages(reader, compileRecordFilter(stream, filter), orderOfRecords(stream, sort), recordAt(stream))
  const file = format === 'csv' ? csv(chosen) : some(chosen)
  const { rows, end } = yield* piecesOf(pages, file, new TimeZone(timeZone ?? shopZone))
  return { rows, ...end }
}

function columnsOf(stream: Stream, names?: readonly string[]): FileColumn[] {
  const exported = stream.columns.filter((column) => !column.hidden && column.exported !== false)
  return (names ?? ['id', 'createdAt', ...exported.map(({ name }) => name)]).map((name, i) => {
    const { kind } = columnOf(stream, name, `columns.${i}`)
    const money = stream.columns.find((column) => column.name === name)?.money
    return { name, kind, currency: money?.currency ?? null }
  })
}

function some(columns: readonly FileColumn[]): FileFormat<RecordRow> {
  return {
    ...ndjson,
    line: (record, zone) => ndjson.line(Object.fromEntries(columns.map(({ name }) => [name, record[name]])), zone),
  }
}

function csv(columns: readonly FileColumn[]): FileFormat<RecordRow> {
  return {
    header: (zone) => csvHeaderOf(columns.map(({ name, kind }) => (kind === 'time' ? timeName(name, zone) : name))),
    line: (record, zone) => csvLineOf(columns.map((column) => cellOf(record, column, zone))),
  }
}

function cellOf(record: RecordRow, { name, kind, currency }: FileColumn, zone: TimeZone): string {
  const value = record[name]
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' && currency !== null) return majorUnits(value, String(record[currency] ?? ''))
  if (typeof value === 'string') return kind === 'time' ? csvTime(value, zone) : csvText(value)
  return String(value)
}
