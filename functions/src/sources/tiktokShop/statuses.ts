import type { OrderStatus } from '../../contract/order.ts'

/** The statuses that TikTok Shop documents. It has none for a refunded order: returns say that. */
export const statusOfWord: ReadonlyMap<string, OrderStatus> = new Map([
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
