import { z } from 'zod'

import type { Order } from '../../contract/order.ts'
import { mappingOf } from '../../model/mapping.ts'
import type { Source } from '../../model/source.ts'
import { idOf } from '../vendor/fields.ts'
import { lookUpInLots } from '../vendor/lookup.ts'
import type { StatusMap } from '../vendor/statuses.ts'
import { orderParser } from './normalise.ts'
import { recordOf, type Listing } from './search.ts'
import { orderedReading, rereadDaily, shopSource, type ShopSourceOptions } from './source.ts'

const listing: Listing = {
  path: '/order/202309/orders/search',
  rows: 'orders',
  idField: 'id',
  largestPage: 100,
  upperEnd: { suffix: 'lt', below: 0 },
  sorts: true,
}

/** The most orders that one request for details may name. */
const detailIds = 50

/**
 * The days for which orders are read again: an order's time of update is told to be the one of its last change of status, so edits of an
 * address or a note would not move it. They are made while an order is under way.
 */
const recentDays = 30

/** The schema of an answer of details; without its list an answer proves nothing absent. */
const detailSchema = z.object({
  orders: z.array(z.record(z.string(), z.unknown()).refine((row) => idOf(row.id) !== null, 'has no id')),
})

export interface OrderSourceOptions extends ShopSourceOptions {
  /** Canonical statuses for words of the vendor that came later. */
  readonly statusMap: StatusMap
  /** The pipeline of the shop's returns, among the inputs of its orders. */
  readonly returns: string
}

/** The orders of one TikTok Shop. */
export function createOrderSource(options: OrderSourceOptions): Source<Order> {
  const { call, now } = options
  return {
    ...shopSource(options, 'orders'),
    ...orderedReading<Order>(options, listing),
    mapping: mappingOf(options.statusMap),
    recent: rereadDaily(options, listing, recentDays),
    lookup: (sourceIds) =>
      lookUpInLots('TikTok Shop', sourceIds, detailIds, now, async (ids) => {
        const query = { ids: ids.join(',') }
        const answer = await call({ method: 'GET', path: '/order/202507/orders', query, data: detailSchema })
        return { ...answer, found: answer.data.orders.map((row) => recordOf(row, listing, answer.askedAt)) }
      }),
    parse: orderParser(options),
  }
}
