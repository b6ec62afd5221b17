import type { OrderStatus } from '../../contract/order.ts'

/** The statuses that TikTok Shop documents. It has none for a refunded order: returns say that. */
const statusOfWord: ReadonlyMap<string, OrderStatus> = new Map([
  ['UNPAID', 'pending'],
  ['ON_HOLD', 'on_hold'],
  ['AWAITING_SHIPMENT', 'processing'],
  ['PARTIALLY_SHIPPING', 'processing'],
  ['AWAITING_COLLECTION', 'processing'],
  ['IN_TRANSIT', 'shipped'],
  ['DELIVERED', 'delivered'],
  ['COMPLETED', 'completed'],
  ['CANCELLED', 'cancelled'],
])

export type StatusMap = Readonly<Record<string, OrderStatus>>

/** Reads the vendor's words: by `statusMap` first, for words that came after this was written; null for any other. */
export function statusReader(statusMap: StatusMap): (word: string) => OrderStatus | null {
  const own = new Map(Object.entries(statusMap).map(([word, status]) => [word.toUpperCase(), status]))
  return (word) => own.get(word.toUpperCase()) ?? statusOfWord.get(word.toUpperCase()) ?? null
}
