import type { ExportOrdersResponse } from '../../contract/api.ts'
import type { ExportRecordsRequest, RecordRow } from '../../contract/records.ts'
import { TimeZone } from '../../contract/timeZone.ts'
import { columnOf, compileRecordFilter, orderOfRecords } from '../../engine/records/query.ts'
import { recordAt } from '../../engine/records/row.ts'
import type { Stream } from '../../model/stream.ts'
import { csvStyle } from '../csv.ts'
import { csvOf, ndjsonOf, type FileColumn } from '../fileColumns.ts'
import { piecesOf } from '../filePieces.ts'
import { rowPages } from '../rowPages.ts'
import type { CacheReader } from '../store/reader.ts'

/**
 * Every record of a parsed request as the pieces of one file, from one committed version of the cache; returns how many there
 * are and how fresh they are. `shopZone` is the time zone of a request that names none. Throws an InvalidInputError for a column
 * that there is not.
 */
export async function* exportRecords(
  reader: CacheReader,
  { filter = {}, sort, format, columns, timeZone, ...options }: Omit<ExportRecordsRequest, 'stream'>,
  shopZone: string,
): AsyncGenerator<string, ExportOrdersResponse> {
  const { stream } = reader
  const chosen = columnsOf(stream, columns)
  const pages = rowPages(
    await reader.view(),
    compileRecordFilter(stream, filter),
    orderOfRecords(stream, sort),
    recordAt(stream),
  )
  const style = csvStyle(new TimeZone(timeZone ?? shopZone), options)
  const { rows, end } = yield* piecesOf(pages, format === 'csv' ? csvOf(chosen, style) : ndjsonOf(chosen))
  return { rows, ...end }
}

function columnsOf(stream: Stream, names?: readonly string[]): FileColumn<RecordRow>[] {
  const exported = stream.columns.filter((column) => !column.hidden && column.exported !== false)
  return (names ?? ['id', 'createdAt', ...exported.map(({ name }) => name)]).map((name, i) => {
    const { kind } = columnOf(stream, name, `columns.${i}`)
    const money = stream.columns.find((column) => column.name === name)?.money
    return {
      name,
      kind: money ? 'amount' : kind === 'time' ? 'time' : 'text',
      of: (record) => record[name],
      ...(money && { currencyOf: (record: RecordRow) => String(record[money.currency] ?? '') }),
    }
  })
}
