import type { OrderStatus } from '../../contract/order.ts'
import type { Row } from '../../model/row.ts'

/** Returns the amount that went back to the buyer by these rows. Those in another currency cannot be added. */
export function refundedIn(rows: readonly Row[], amountColumn: string, currency: string): number {
  return rows
    .filter((row) => row.isRefunded === true && row.currency === currency)
    .map((row) => row[amountColumn])
    .reduce<number>((sum, amount) => sum + (typeof amount === 'number' ? amount : 0), 0)
}

/** The vendor has no word for a refunded order. One that was cancelled stays so: its money went back, or never came. */
export function withRefunds(status: OrderStatus, refunded: number, total: number): OrderStatus {
  return status !== 'cancelled' && refunded > 0 && refunded >= total ? 'refunded' : status
}
