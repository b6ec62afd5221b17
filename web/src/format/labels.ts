import type { OrderStatus, SourceName } from 'contract/order.ts'
import type { StreamDescription } from 'contract/records.ts'
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

/** The parts of a stream's description that its name for people follows from. */
export type NamedStream = Pick<StreamDescription, 'name' | 'label'>

/** Returns a stream's name for people: the one that it was given, or `catalogVariations` as "Catalog variations". */
export function streamLabel({ name, label }: NamedStream): string {
  return label ?? wordsOf(name)
}
