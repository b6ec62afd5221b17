import type { OrderStatus } from '../../contract/order.ts'
import { memberOf, objectsIn } from '../vendor/fields.ts'

/** The states that Square documents. It has none for a refunded order: refunds say that. */
export const statusOfState: ReadonlyMap<string, OrderStatus> = new Map([
  ['DRAFT', 'pending'],
  ['OPEN', 'processing'],
  ['COMPLETED', 'completed'],
  ['CANCELED', 'cancelled'],
])

/** An open order, by its fulfillments and by what is due: it waits for its payment, is worked on, is on its way, or has arrived. */
export function statusOfOpen(raw: unknown): OrderStatus {
  const active = objectsIn(memberOf(raw, 'fulfillments')).filter(
    ({ state }) => state !== 'CANCELED' && state !== 'FAILED',
  )
  const isDone = active.length > 0 && active.every(({ state }) => state === 'COMPLETED')
  if (isDone) return active.some(({ type }) => type === 'SHIPMENT') ? 'shipped' : 'delivered'
  const due = memberOf(memberOf(raw, 'net_amount_due_money'), 'amount')
  return typeof due === 'number' && due > 0 ? 'pending' : 'processing'
}
