import type { FakeMerchant } from '../merchant.ts'
import { factsOf, iso, sentOf, type Facts, type Money, type Sent } from './facts.ts'

export interface SentPayment extends Sent {
  readonly order_id: string
  readonly location_id: string
  readonly status: string
  readonly source_type: string
  readonly customer_id?: string
  readonly amount_money: Money
  readonly tip_money?: Money
  readonly total_money: Money
  readonly refunded_money?: Money
}

export interface SentRefund extends Sent {
  readonly payment_id: string
  readonly location_id: string
  readonly status: string
  readonly amount_money: Money
}

export const paymentsOf = ({ payments }: FakeMerchant): SentPayment[] => sentOf(payments, 'status')
export const refundsOf = ({ refunds }: FakeMerchant): SentRefund[] => sentOf(refunds, 'status')

/** Returns the refunded amount of each order: its payments' refunds that are completed. */
export function refundedOf(merchant: FakeMerchant): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const { payment_id, status, amount_money } of refundsOf(merchant)) {
    const orderId = paidOrderOf(merchant, payment_id)
    if (status === 'COMPLETED' && orderId !== null) sums.set(orderId, (sums.get(orderId) ?? 0) + amount_money.amount)
  }
  return sums
}

function paidOrderOf({ payments }: FakeMerchant, paymentId: string): string | null {
  const payment = payments.get(paymentId)
  const rest = typeof payment?.rest === 'function' ? payment.rest() : payment?.rest
  return typeof rest?.order_id === 'string' ? rest.order_id : null
}

export function paymentFacts(merchant: FakeMerchant): Facts {
  return factsOf(paymentsOf(merchant), (payment) => ({
    orderId: payment.order_id,
    locationId: payment.location_id,
    customerId: payment.customer_id ?? null,
    status: payment.status,
    method: payment.source_type,
    currency: payment.amount_money.currency,
    amount: payment.amount_money.amount,
    tip: payment.tip_money?.amount ?? 0,
    total: payment.total_money.amount,
    refunded: payment.refunded_money?.amount ?? 0,
    updatedAt: iso(payment.updated_at),
    payload: payment,
  }))
}

export function refundFacts(merchant: FakeMerchant): Facts {
  return factsOf(refundsOf(merchant), (refund) => ({
    orderId: paidOrderOf(merchant, refund.payment_id),
    paymentId: refund.payment_id,
    locationId: refund.location_id,
    status: refund.status,
    isRefunded: refund.status === 'COMPLETED',
    currency: refund.amount_money.currency,
    amount: refund.amount_money.amount,
    updatedAt: iso(refund.updated_at),
    payload: refund,
  }))
}
