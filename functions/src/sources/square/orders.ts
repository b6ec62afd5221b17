import type { Order } from '../../contract/order.ts'
import type { Source } from '../../model/source.ts'
import { lookUpInLots } from '../vendor/lookup.ts'
import type { StatusMap } from '../vendor/statuses.ts'
import { vendorName } from './client.ts'
import { orderParser } from './normalise.ts'
import { pageSchema } from './page.ts'
import { recordOf } from './records.ts'
import { merchantSource, type MerchantSourceOptions } from './source.ts'
import { timedReading } from './timedReading.ts'
import type { TimedListing } from './timedSearch.ts'

const listing: TimedListing = {
  rows: 'orders',
  // The vendor gives a thousand; orders are large, and an answer has to fit the client's limit.
  largestPage: 250,
  isByLocation: true,
  callOf: ({ field, from, to, location, cursor, size }) => ({
    method: 'POST',
    path: '/v2/orders/search',
    body: {
      location_ids: [location],
      limit: size,
      ...(cursor !== null && { cursor }),
      query: {
        filter: { date_time_filter: { [field]: { ...(from !== null && { start_at: from }), end_at: to } } },
        // The field has to be the one that is filtered by. A misspelt order is no order, without a word.
        sort: { sort_field: field === 'updated_at' ? 'UPDATED_AT' : 'CREATED_AT', sort_order: 'ASC' },
      },
    },
  }),
}

/** The most orders that one request may name. */
const mostIds = 100

export interface OrderSourceOptions extends MerchantSourceOptions {
  /** Canonical statuses for words of the vendor that came later. */
  readonly statusMap: StatusMap
  /** The pipeline of the merchant's refunds, among the inputs of its orders. */
  readonly refunds: string
}

/** The orders of one merchant, of all its locations. */
export function createOrderSource(options: OrderSourceOptions): Source<Order> {
  const { call, now } = options
  return {
    ...merchantSource(options, 'orders'),
    ...timedReading(options, listing),
    lookup: (sourceIds) =>
      lookUpInLots(vendorName, sourceIds, mostIds, now, async (ids) => {
        const answer = await call({
          method: 'POST',
          path: '/v2/orders/batch-retrieve',
          body: { order_ids: ids },
          data: pageSchema('orders'),
        })
        return { ...answer, found: answer.data.rows.map((row) => recordOf(row, answer.askedAt)) }
      }),
    parse: orderParser(options),
  }
}
