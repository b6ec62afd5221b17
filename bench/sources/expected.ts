import type { OrderStatus } from '../../functions/src/contract/order.ts'
import type { FakeShop } from '../../tools/fakes/tiktokShop/shop.ts'

/** The canonical statuses of the vendor's words, written here again so that the measured code does not check itself. */
const meanings: Readonly<Record<string, OrderStatus>> = {
  UNPAID: 'pending',
  ON_HOLD: 'on_hold',
  AWAITING_SHIPMENT: 'processing',
  IN_TRANSIT: 'shipped',
  DELIVERED: 'delivered',
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
}

/** An order's state as the cache has to show it: its status, and the second of its last change. */
export function stateOf(status: string, changedSeconds: number): string {
  return `${status} ${changedSeconds}`
}

/** The states of a sample shop's orders by id; its returns are all of whole orders and paid back. */
export function expectedStates({ orders, returns }: Pick<FakeShop, 'orders' | 'returns'>): Map<string, string> {
  const returned = new Set<unknown>()
  for (const id of returns.ids()) returned.add(Object(returns.get(id)?.rest).order_id)
  const states = new Map<string, string>()
  for (const id of orders.ids()) {
    const order = orders.get(id)
    if (order === undefined) continue
    const status = meanings[order.status]
    if (status === undefined) throw new Error(`The fake has a status that nobody knows: ${order.status}.`)
    const isRefunded = returned.has(id) && status !== 'cancelled'
    states.set(id, stateOf(isRefunded ? 'refunded' : status, order.update_time))
  }
  return states
}
