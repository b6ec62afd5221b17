import type { Filter, ListOrdersRequest, ListOrdersResponse } from '../../../functions/src/contract/api.ts'
import { listOrders } from '../../../functions/src/engine/orders/listOrders.ts'
import type { CacheReader } from '../../../functions/src/query/store/reader.ts'
import type { MemoryStore } from '../memoryReader.ts'
import { type OrderRow as Row, row } from '../rows.ts'

export const begin = Date.UTC(2026, 0, 1)
export const day = 86_400_000
export const iso = (ms: number): string => new Date(ms).toISOString()

/** One order a day; totals and change times rise with them, and the status changes from one to the next. */
export function rowsOf(count: number, fields: (i: number) => Partial<Row> = () => ({})): Row[] {
  return Array.from({ length: count }, (_, i) =>
    row({
      id: `firestore:${String(i).padStart(6, '0')}`,
      createdAt: begin + i * day,
      updatedAt: begin + i * day + 1_000,
      total: i,
      status: i % 3 === 0 ? 'pending' : 'completed',
      ...fields(i),
    }),
  )
}

export const ask = (
  store: MemoryStore,
  reader: CacheReader,
  request: ListOrdersRequest = {},
): Promise<ListOrdersResponse> => listOrders(reader, request, store.clock)

/** A filter of days `from` to `to` (exclusive) that only the rows themselves can answer. */
export const within = (from: number, to: number): Filter => ({
  search: 'firestore',
  createdFrom: iso(begin + from * day),
  createdTo: iso(begin + to * day),
})

/** A request for all orders that only the rows themselves can answer. */
export const everything: ListOrdersRequest = { filter: { search: 'firestore' } }
