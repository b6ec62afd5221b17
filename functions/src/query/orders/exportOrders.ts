import type { ExportOrdersRequest, ExportOrdersResponse } from '../../contract/api.ts'
import { TimeZone } from '../../contract/timeZone.ts'
import { compileOrderFilter, defaultSort, orderOfSort } from '../../engine/orders/orderQuery.ts'
import { orderRowOf } from '../../engine/orders/orderRow.ts'
import type { Firestore } from '../../lib/firestore/firestore.ts'
import { piecesOf } from '../filePieces.ts'
import { rowPages } from '../rowPages.ts'
import type { CacheReader } from '../store/reader.ts'
import { itemLines, type ReadItems } from './itemLines.ts'
import { orderFile } from './orderFile.ts'
import { itemReader } from './readItems.ts'

/**
 * Every order of a parsed request as the pieces of one file, from one committed version of the cache; returns how many lines
 * it has, how fresh they are and what was read for them. `shopZone` is the time zone of a request that names none.
 */
export async function* exportOrders(
  db: Firestore,
  reader: CacheReader,
  request: ExportOrdersRequest,
  shopZone: string,
): AsyncGenerator<string, ExportOrdersResponse> {
  const { stream } = reader
  const { filter = {}, sort = defaultSort, rows: lines = 'orders', timeZone } = request
  const file = orderFile(stream, request, new TimeZone(timeZone ?? shopZone))
  const [compiled, order] = [compileOrderFilter(stream, filter), orderOfSort(stream, sort)]
  const { view, readTime } = await reader.viewInTime()
  const pages = rowPages(view, compiled, order, orderRowOf(stream))
  let documents = 0
  const readItems = itemReader(db, stream.name, readTime)
  const counted: ReadItems = (ids) => {
    documents += ids.length
    return readItems(ids)
  }
  const { rows, end } = yield* piecesOf(lines === 'items' ? itemLines(pages, counted) : pages, file)
  return { rows, ...end, firestoreReads: end.firestoreReads + documents }
}
