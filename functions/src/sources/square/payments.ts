import type { ParsedRecord, Source, SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { Payment } from '../../streams/payments/schema.ts'
import { isObject, memberOf, objectsIn, textOf } from '../vendor/fields.ts'
import { lookUpOneByOne } from './byId.ts'
import { tradeListing } from './listedTrade.ts'
import { Amounts, moneyOf } from './money.ts'
import { faultsIn } from './normalise.ts'
import { isoOfTime } from './records.ts'
import { merchantSource, type MerchantSourceOptions } from './source.ts'
import { rereadDaily, timedReading } from './timedReading.ts'

const path = '/v2/payments'
/** Without a location the vendor lists the main one alone. */
const listing = tradeListing(path, 'payments', true)

/** The days for which payments are read again: those that a till took offline are told to arrive up to three days late. */
const lateDays = 4

/** The payments of one merchant, of all its locations. */
export function createPaymentSource(options: MerchantSourceOptions): Source<Payment> {
  const { call, now } = options
  return {
    ...merchantSource(options, 'payments'),
    ...timedReading(options, listing),
    recent: rereadDaily(call, lateDays),
    lookup: (sourceIds) => lookUpOneByOne(call, now, path, 'payment', sourceIds),
    parse: parsePayment,
  }
}

/** A missing status, creation time or amount puts a payment into quarantine, and so does an amount that cannot be read exactly. */
function parsePayment({ sourceId, raw }: SourceRecord): ParsedRecord<Payment> {
  if (!isObject(raw)) return { ok: false, reason: 'it is no object' }
  const [status, createdAt, amount] = [textOf(raw.status), isoOfTime(raw.created_at), moneyOf(raw.amount_money)]
  if (status === undefined || createdAt === null || amount === null) {
    return { ok: false, reason: faultsIn({ status: status ?? null, created_at: createdAt, amount_money: amount }) }
  }
  const amounts = new Amounts(amount.currency)
  const tip = amounts.of('tip_money', raw.tip_money)
  const fees = objectsIn(raw.processing_fee).map(({ amount_money }, i) =>
    amounts.of(`processing_fee.${i}.amount_money`, amount_money),
  )
  const record: Payment = {
    id: recordIdOf('square', sourceId),
    source: 'square',
    sourceId,
    orderId: textOf(raw.order_id) ?? null,
    locationId: textOf(raw.location_id) ?? null,
    customerId: textOf(raw.customer_id) ?? null,
    status,
    method: textOf(raw.source_type) ?? null,
    cardBrand: textOf(memberOf(memberOf(raw.card_details, 'card'), 'card_brand')) ?? null,
    receiptNumber: textOf(raw.receipt_number) ?? null,
    currency: amount.currency,
    amount: amount.amount,
    tip,
    total: raw.total_money == null ? amount.amount + tip : amounts.of('total_money', raw.total_money),
    refunded: amounts.of('refunded_money', raw.refunded_money),
    fee: fees.reduce((sum, fee) => sum + fee, 0),
    createdAt,
    updatedAt: isoOfTime(raw.updated_at) ?? createdAt,
  }
  const { faults } = amounts
  return faults.length > 0 ? { ok: false, reason: faults.slice(0, 5).join('; ') } : { ok: true, record, payload: raw }
}
