import type { Source, SourceRecord, ParsedRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { Return } from '../../streams/returns/schema.ts'
import { currencyOf, isObject, memberOf, textOf } from '../vendor/fields.ts'
import { lookUpInLots } from '../vendor/lookup.ts'
import { amountOf, isoOfSeconds } from './fields.ts'
import { pageSchema, recordOf, type Listing } from './search.ts'
import { orderedReading, shopSource, type ShopSourceOptions } from './source.ts'

const listing: Listing = {
  path: '/return_refund/202309/returns/search',
  rows: 'return_orders',
  idField: 'return_id',
  largestPage: 50,
  upperEnd: { suffix: 'lt', below: 0 },
  sorts: true,
}

/** Statuses with which the buyer has the money back. The vendor's docs call another one (`…_SUCCESS`) "will be refunded". */
const refundedStatuses: readonly string[] = ['RETURN_OR_REFUND_REQUEST_COMPLETE', 'REPLACEMENT_REQUEST_REFUND_SUCCESS']

/** The returns of one TikTok Shop: they alone say what was refunded. */
export function createReturnSource(options: ShopSourceOptions): Source<Return> {
  const { call, now } = options
  const data = pageSchema(listing)
  return {
    ...shopSource(options, 'returns'),
    ...orderedReading<Return>(options, listing),
    lookup: (sourceIds) =>
      lookUpInLots('TikTok Shop', sourceIds, listing.largestPage, now, async (ids) => {
        const query = { page_size: String(listing.largestPage) }
        const answer = await call({ method: 'POST', path: listing.path, query, body: { return_ids: ids }, data })
        return { ...answer, found: answer.data.rows.map((row) => recordOf(row, listing, answer.askedAt)) }
      }),
    parse: parseReturn,
  }
}

/** Only a missing order, status or creation time puts a return into quarantine. */
function parseReturn({ sourceId, raw }: SourceRecord): ParsedRecord<Return> {
  if (!isObject(raw)) return { ok: false, reason: 'it is no object' }
  const [orderId, status] = [textOf(raw.order_id), textOf(raw.return_status)]
  const createdAt = isoOfSeconds(raw.create_time)
  if (orderId === undefined || status === undefined || createdAt === null) {
    const missing = { order_id: orderId, return_status: status, create_time: createdAt ?? undefined }
    const names = Object.entries(missing).filter(([, value]) => value === undefined)
    return { ok: false, reason: names.map(([name]) => `${name}: is missing or cannot be read`).join('; ') }
  }
  const currency = currencyOf(memberOf(raw.refund_amount, 'currency'))
  const record: Return = {
    id: recordIdOf('tiktokShop', sourceId),
    source: 'tiktokShop',
    sourceId,
    orderId,
    status,
    isRefunded: refundedStatuses.includes(status),
    type: textOf(raw.return_type) ?? null,
    reason: textOf(raw.return_reason_text) ?? textOf(raw.return_reason) ?? null,
    currency,
    refundTotal: currency === null ? null : amountOf(memberOf(raw.refund_amount, 'refund_total'), currency),
    createdAt,
    updatedAt: isoOfSeconds(raw.update_time) ?? createdAt,
  }
  return { ok: true, record, payload: raw }
}
