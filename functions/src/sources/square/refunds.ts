import type { ParsedRecord, Source, SourcePage, SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { Refund } from '../../streams/refunds/schema.ts'
import { isObject, memberOf, textOf } from '../vendor/fields.ts'
import { lookUpOneByOne } from './byId.ts'
import { tradeListing } from './listedTrade.ts'
import { moneyOf } from './money.ts'
import { faultsIn } from './normalise.ts'
import { isoOfTime } from './records.ts'
import { withPaidOrders } from './refundedOrders.ts'
import { merchantSource, type MerchantSourceOptions } from './source.ts'
import { timedReading } from './timedReading.ts'

const path = '/v2/refunds'
const listing = tradeListing(path, 'refunds', false)

/** The status with which the money has gone back. A pending refund may still be rejected, or fail. */
const refundedStatus = 'COMPLETED'

/** The refunds of one merchant: they alone say what an order gave back. */
export function createRefundSource(options: MerchantSourceOptions): Source<Refund> {
  const { call, now } = options
  const enriched = async <Page extends SourcePage>(page: Page): Promise<Page> => {
    const { records, calls } = await withPaidOrders(call, now, page.records)
    return { ...page, records, usage: { ...page.usage, calls: page.usage.calls + calls } }
  }
  return {
    ...merchantSource(options, 'refunds'),
    ...timedReading(options, listing, enriched),
    lookup: async (sourceIds) => {
      const { found, usage, ...lookup } = await lookUpOneByOne(call, now, path, 'refund', sourceIds)
      const { records, calls } = await withPaidOrders(call, now, found)
      return { ...lookup, found: records, usage: { ...usage, calls: usage.calls + calls } }
    },
    parse: parseRefund,
  }
}

/** Only a missing status, creation time or amount puts a refund into quarantine. */
function parseRefund({ sourceId, raw }: SourceRecord): ParsedRecord<Refund> {
  const [refund, paidOrderId] = [memberOf(raw, 'refund'), memberOf(raw, 'paidOrderId')]
  if (!isObject(refund)) return { ok: false, reason: 'it is no object' }
  const [status, createdAt] = [textOf(refund.status), isoOfTime(refund.created_at)]
  const money = moneyOf(refund.amount_money)
  if (status === undefined || createdAt === null || money === null) {
    return { ok: false, reason: faultsIn({ status: status ?? null, created_at: createdAt, amount_money: money }) }
  }
  const record: Refund = {
    id: recordIdOf('square', sourceId),
    source: 'square',
    sourceId,
    orderId: textOf(paidOrderId) ?? null,
    paymentId: textOf(refund.payment_id) ?? null,
    locationId: textOf(refund.location_id) ?? null,
    status,
    isRefunded: status === refundedStatus,
    reason: textOf(refund.reason) ?? null,
    currency: money.currency,
    amount: money.amount,
    createdAt,
    updatedAt: isoOfTime(refund.updated_at) ?? createdAt,
  }
  return { ok: true, record, payload: refund }
}
