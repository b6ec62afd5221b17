import type { OrderStatus, SourceName } from 'contract/order.ts'
import { wordsOf } from './words.ts'

export const statusLabels: Readonly<Record<OrderStatus, string>> = {
  pending: 'Pending',
  on_hold: 'On hold',
  processing: 'Processing',
  shipped: 'Shipped',
  delivered: 'Delivered',
  completed: 'Completed',
  cancelled: 'Cancelled',
  refunded: 'Refunded',
}

export const sourceLabels: Readonly<Record<SourceName, string>> = {
  firestore: 'Firestore',
  tiktokShop: 'TikTok Shop',
  square: 'Square',
}

/** Returns a stream's name for people: `catalogVariations` as "Catalog variations". */
export function streamLabel(stream: string): string {
  return wordsOf(stream)
}
