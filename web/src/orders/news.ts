import type { ListOrdersResponse, OrderRow } from 'contract/api.ts'

/** What has become of a page since it was shown. */
export interface News {
  /** So many orders more pass the filter; 0 where the list has changed otherwise. */
  readonly more: number
  readonly page: ListOrdersResponse
}

/**
 * Holds a page that is looked at against the same page now. The rows of both are brought up to date where they stand; that
 * others came or went is told, and the reader decides when the list may move.
 */
export function compared(
  shown: ListOrdersResponse,
  now: ListOrdersResponse,
): { readonly shown: ListOrdersResponse; readonly news: News | null } {
  if (sameIds(shown.orders, now.orders)) return { shown: now, news: null }
  const current = new Map(now.orders.map((row) => [row.id, row]))
  const orders = shown.orders.map((row) => current.get(row.id) ?? row)
  return {
    shown: { ...shown, orders, asOf: now.asOf, liveAsOf: now.liveAsOf, lagSeconds: now.lagSeconds },
    news: { more: Math.max(0, now.total - shown.total), page: now },
  }
}

function sameIds(a: readonly OrderRow[], b: readonly OrderRow[]): boolean {
  return a.length === b.length && a.every(({ id }, i) => id === b[i]?.id)
}
