import type { Members } from '../records.ts'
import { timeText } from '../times.ts'
import { money, moneyAmounts } from './money.ts'
import type { PaymentSource } from './payment.ts'

export type RefundStatus = 'PENDING' | 'COMPLETED' | 'REJECTED' | 'FAILED'

/** The contents of a refund to be made. */
export interface RefundContent {
  readonly id: string
  /** The order that the refund makes. */
  readonly orderId: string
  readonly sourceOrderId: string
  readonly paymentId: string
  readonly locationId: string
  readonly currency: string
  readonly source: PaymentSource
  /** In the smallest unit. */
  readonly amount: number
  readonly reason: string
  readonly createdMs: number
  /** The lines that come back, as the API sends them; many refunds name none. */
  readonly lines?: readonly Members[]
}

/** All members of a refund but what lists sort and filter by. */
export function refundMembers({ orderId, paymentId, currency, source, amount, reason }: RefundContent): Members {
  return {
    order_id: orderId,
    payment_id: paymentId,
    unlinked: false,
    destination_type: source,
    amount_money: money(amount, currency),
    reason,
  }
}

/** An order says APPROVED of a refund that is COMPLETED elsewhere. */
const statusInOrder = (status: RefundStatus): string => (status === 'COMPLETED' ? 'APPROVED' : status)

/**
 * All members of the order that a refund makes: it has no total and no lines, and its net amounts are negative. What becomes of it
 * where the refund fails is not documented: here it stays, and says so in its `refunds` alone.
 */
export function returnOrderMembers(content: RefundContent, status: RefundStatus): Members {
  const { id, sourceOrderId, paymentId, locationId, currency, amount, reason, createdMs, orderId, lines } = content
  const amounts = { total: amount, tax: 0, discount: 0, tip: 0 }
  const returned = {
    uid: 'return',
    source_order_id: sourceOrderId,
    ...(lines !== undefined && { return_line_items: lines }),
    return_amounts: moneyAmounts(amounts, currency),
  }
  return {
    source: {},
    returns: [returned],
    return_amounts: moneyAmounts(amounts, currency),
    net_amounts: moneyAmounts(amounts, currency, -1),
    refunds: [
      {
        id,
        location_id: locationId,
        transaction_id: orderId,
        tender_id: paymentId,
        created_at: timeText(createdMs),
        reason,
        amount_money: money(amount, currency),
        status: statusInOrder(status),
      },
    ],
  }
}
