import type { OrderStatus } from '../../contract/order.ts'

/** What shops call each status, in the form of `normalized`. */
const words: Readonly<Record<OrderStatus, string>> = {
  pending: 'pending new open created placed received unpaid awaiting_payment pending_payment payment_pending',
  on_hold: 'on_hold hold onhold held',
  processing:
    'processing in_progress paid confirmed accepted approved preparing packed ready_to_ship awaiting_shipment',
  shipped: 'shipped in_transit dispatched out_for_delivery',
  delivered: 'delivered',
  completed: 'completed complete fulfilled done closed',
  // What was never paid is no sale.
  cancelled:
    'cancelled canceled void voided failed payment_failed failed_payment declined payment_declined card_declined expired payment_expired abandoned',
  refunded: 'refunded',
}
const statusOfWord: ReadonlyMap<string, OrderStatus> = new Map(
  (Object.entries(words) as [OrderStatus, string][]) // its keys are typed above
    .flatMap(([status, list]) => list.split(' ').map((word): [string, OrderStatus] => [word, status])),
)

/** One spelling of a shop's word: "In Transit", "in-transit" and "IN_TRANSIT" are the same. */
function normalized(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
}

/** Reads shops' status words: by `statusMap` first, then the usual ones; null for any other. */
export function statusReader(statusMap: Readonly<Record<string, OrderStatus>>): (word: string) => OrderStatus | null {
  const own = new Map(Object.entries(statusMap).map(([word, status]) => [normalized(word), status]))
  return (word) => own.get(normalized(word)) ?? statusOfWord.get(normalized(word)) ?? null
}
