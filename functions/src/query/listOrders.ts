import type { Clock } from '../lib/clock.ts'
import type { ListOrdersRequest, ListOrdersResponse } from '../model/api.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { compileFilter } from './filter.ts'
import { findPage } from './find.ts'
import { orderRowAt } from './orderRow.ts'
import { defaultSort } from './sort.ts'
import type { CacheReader } from './view.ts'

const defaultLimit = 50

/**
 * Answers a parsed request from one committed version of the cache. Throws an InvalidInputError (`cursor`), or a
 * ResourceExhaustedError where it would take more rows than an instance may hold.
 */
export async function listOrders(
  reader: CacheReader,
  request: ListOrdersRequest,
  clock: Pick<Clock, 'now'>,
): Promise<ListOrdersResponse> {
  const startedMs = clock.now()
  const { filter = {}, sort = defaultSort, limit = defaultLimit, cursor, facets: withFacets = false } = request
  const after = cursor === undefined ? null : decodeCursor(cursor, filter, sort)
  const view = await reader.view()
  // One more than the page tells whether another follows.
  const wanted = { sort, count: limit + 1, after }
  const { rows, total, facets } = await findPage(view, compileFilter(filter), wanted, withFacets)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    orders: shown.map(({ block, row }) => orderRowAt(block.columns, row)),
    total,
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last, filter, sort) : null,
    ...(facets !== null && { facets }),
    ...view.freshness,
    meta: {
      firestoreReads: view.firestoreReads,
      segmentsRead: view.segmentsRead,
      ms: Math.round(clock.now() - startedMs),
    },
  }
}
