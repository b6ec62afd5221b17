import type { OrderStatus } from '../../contract/order.ts'

export type StatusMap = Readonly<Record<string, OrderStatus>>

/** Reads a vendor's words: by `statusMap` first, for words that came after this was written; null for any that `known` does not have. */
export function statusReader(
  known: ReadonlyMap<string, OrderStatus>,
  statusMap: StatusMap,
): (word: string) => OrderStatus | null {
  const own = new Map(Object.entries(statusMap).map(([word, status]) => [word.toUpperCase(), status]))
  return (word) => own.get(word.toUpperCase()) ?? known.get(word.toUpperCase()) ?? null
}
