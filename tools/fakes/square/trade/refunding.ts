import type { FakeMerchant } from '../merchant.ts'
import { restOf, shown, type FakeRecord, type Members } from '../records.ts'
import { money, type Money } from './money.ts'
import type { PaymentSource } from './payment.ts'
import { refundMembers, returnOrderMembers, type RefundContent, type RefundStatus } from './refund.ts'
import { changePayment } from './trade.ts'

interface PaymentRest extends Members {
  readonly order_id: string
  readonly source_type: PaymentSource
  readonly total_money: Money
  readonly refunded_money?: Money
  readonly refund_ids?: readonly string[]
}

export interface Refunded {
  readonly refundId: string
  /** The order that the refund makes. */
  readonly orderId: string
}

/**
 * Asks for a payment to be refunded, wholly where no amount is given (in the smallest unit). The refund is PENDING, and its order is
 * there at once. The order that was paid stays as it was.
 */
export function refundPayment(
  merchant: FakeMerchant,
  paymentId: string,
  { amount, reason = 'Returned' }: { readonly amount?: number; readonly reason?: string } = {},
): Refunded {
  const payment = merchant.payments.get(paymentId)
  if (payment === undefined) throw new RangeError(`There is no payment ${paymentId}.`)
  const rest = restOf(payment) as PaymentRest
  const refundIds = rest.refund_ids ?? []
  const id = `${paymentId}_${merchant.newId()}`
  const content: RefundContent = {
    id,
    orderId: merchant.newId(),
    sourceOrderId: rest.order_id,
    paymentId,
    locationId: payment.locationId ?? '',
    currency: rest.total_money.currency,
    source: rest.source_type,
    amount: amount ?? rest.total_money.amount - (rest.refunded_money?.amount ?? 0),
    reason,
    createdMs: merchant.now(),
  }
  const { refund, order } = refundRecords(content, 'PENDING', content.createdMs)
  merchant.orders.put(order)
  merchant.refunds.put(refund)
  changePayment(merchant, paymentId, { refund_ids: [...refundIds, id] })
  report(merchant, refund, 'refund.created')
  return { refundId: id, orderId: content.orderId }
}

/** Ends a refund that is PENDING. Only one that is COMPLETED is told by its payment. */
export function settleRefund(merchant: FakeMerchant, refundId: string, status: Exclude<RefundStatus, 'PENDING'>): void {
  const before = merchant.refunds.get(refundId)
  if (before?.state !== 'PENDING') throw new RangeError(`There is no refund ${refundId} that is pending.`)
  const content = contentOf(merchant, before)
  const { refund, order } = refundRecords(content, status, merchant.now())
  merchant.refunds.put(refund)
  merchant.orders.put(order)
  report(merchant, refund, 'refund.updated')
  const payment = merchant.payments.get(content.paymentId)
  if (status !== 'COMPLETED' || payment === undefined) return
  const refunded = (restOf(payment) as PaymentRest).refunded_money?.amount ?? 0
  changePayment(merchant, content.paymentId, { refunded_money: money(refunded + content.amount, content.currency) })
}

/** A refund and the order that it makes, as they stand since `updatedMs`. */
export function refundRecords(content: RefundContent, status: RefundStatus, updatedMs: number) {
  const { id, orderId, locationId, createdMs } = content
  const times = { createdMs, updatedMs }
  const refund: FakeRecord = { id, locationId, state: status, ...times, rest: () => refundMembers(content) }
  const order: FakeRecord = {
    id: orderId,
    locationId,
    state: 'COMPLETED',
    ...times,
    closedMs: createdMs,
    rest: () => returnOrderMembers(content, status),
  }
  return { refund, order }
}

interface RefundRest extends Members {
  readonly order_id: string
  readonly payment_id: string
  readonly destination_type: PaymentSource
  readonly amount_money: Money
  readonly reason: string
}

function contentOf(merchant: FakeMerchant, refund: FakeRecord): RefundContent {
  const { order_id, payment_id, destination_type, amount_money, reason } = restOf(refund) as RefundRest
  const payment = merchant.payments.get(payment_id)
  return {
    id: refund.id,
    orderId: order_id,
    sourceOrderId: payment === undefined ? '' : (restOf(payment) as PaymentRest).order_id,
    paymentId: payment_id,
    locationId: refund.locationId ?? '',
    currency: amount_money.currency,
    source: destination_type,
    amount: amount_money.amount,
    reason,
    createdMs: refund.createdMs,
  }
}

function report(merchant: FakeMerchant, refund: FakeRecord, type: 'refund.created' | 'refund.updated'): void {
  const data = { type: 'refund', id: refund.id, object: { refund: shown(refund, 'status') } }
  merchant.events.add(type, data, refund.locationId)
}
