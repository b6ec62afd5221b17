import type { ExportFormat, ExportOrdersRequest, ExportOrdersResponse, OrderRow } from '../../contract/api.ts'
import { TimeZone } from '../../contract/timeZone.ts'
import { compileOrderFilter, defaultSort, orderOfSort } from '../../engine/orders/orderQuery.ts'
import { orderRowOf } from '../../engine/orders/orderRow.ts'
import { ndjson, piecesOf, type FileFormat } from '../filePieces.ts'
import { rowPages } from '../rowPages.ts'
import type { CacheReader } from '../store/reader.ts'
import { csvHeader, csvLine } from './orderCsv.ts'

export const orderFormats: Readonly<Record<ExportFormat, FileFormat<OrderRow>>> = {
  csv: { header: csvHeader, line: csvLine },
  ndjson,
}

/**
 * Every order of a parsed request as the pieces of one file, from one committed version of the cache; returns how many rows
 * it has and how fresh they are. `shopZone` is the time zone of a request that names none.
 */
export async function* exportOrders(
  reader: CacheReader,
  { filter = {}, sort = defaultSort, format, timeZone }: ExportOrdersRequest,
  shopZone: string,
): AsyncGenerator<string, ExportOrdersResponse> {
  const { stream } = reader
  const pages = rowPages(reader, compileOrderFilter(stream, filter), orderOfSort(stream, sort), orderRowOf(stream))
  const { rows, end } = yield* piecesOf(pages, orderFormats[format], new TimeZone(timeZone ?? shopZone))
  return { rows, ...end }
}
