import { mappingOf } from '../../model/mapping.ts'
import type { Source, SourcePage } from '../../model/source.ts'
import type { PartedOrder } from '../../streams/orderParts/stream.ts'
import { lookUpInLots } from '../vendor/lookup.ts'
import type { StatusMap } from '../vendor/statuses.ts'
import { vendorName } from './client.ts'
import { LocationZones } from './locationZones.ts'
import { orderParser } from './normalise.ts'
import { pageSchema } from './page.ts'
import { recordOf } from './records.ts'
import { merchantSource, type MerchantSourceOptions } from './source.ts'
import { rereadDaily, timedReading } from './timedReading.ts'
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

/** The days for which orders are read again: those that a till took offline are told to arrive up to three days late. */
const lateDays = 4

/** The most orders that one request may name. */
const mostIds = 100

export interface OrderSourceOptions extends MerchantSourceOptions {
  /** Canonical statuses for words of the vendor that came later. */
  readonly statusMap: StatusMap
  /** The pipeline of the merchant's refunds, among the inputs of its orders. */
  readonly refunds: string
}

/** The orders of one merchant, of all its locations. */
export function createOrderSource(options: OrderSourceOptions): Source<PartedOrder> {
  const { call, now } = options
  const zones = new LocationZones(call, now)
  const withZones = async <Page extends SourcePage>(page: Page): Promise<Page> => {
    const { records, calls } = await zones.beside(page.records)
    return { ...page, records, usage: { ...page.usage, calls: page.usage.calls + calls } }
  }
  return {
    ...merchantSource(options, 'orders'),
    ...timedReading(options, listing, withZones),
    mapping: mappingOf(options.statusMap),
    recent: rereadDaily(call, lateDays),
    lookup: async (sourceIds) => {
      const { found, usage, ...lookup } = await lookUpInLots(vendorName, sourceIds, mostIds, now, async (ids) => {
        const answer = await call({
          method: 'POST',
          path: '/v2/orders/batch-retrieve',
          body: { order_ids: ids },
          data: pageSchema('orders'),
        })
        return { ...answer, found: answer.data.rows.map((row) => recordOf(row, answer.askedAt)) }
      })
      const { records, calls } = await zones.beside(found)
      return { ...lookup, found: records, usage: { ...usage, calls: usage.calls + calls } }
    },
    parse: orderParser(options),
  }
}
