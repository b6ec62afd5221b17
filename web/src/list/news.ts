import type { ListPage, ListRow } from './listPage.ts'

/** The changes of a page since it was shown. */
export interface News<Row extends ListRow> {
  /** So many records more pass the filter; 0 where the list has changed otherwise. */
  readonly more: number
  readonly page: ListPage<Row>
}

/**
 * Holds a page that is looked at against the same page now. The rows of both are brought up to date where they stand; that
 * others came or went is told, and the reader decides when the list may move.
 */
export function compared<Row extends ListRow>(
  shown: ListPage<Row>,
  now: ListPage<Row>,
): { readonly shown: ListPage<Row>; readonly news: News<Row> | null } {
  if (sameIds(shown.rows, now.rows)) return { shown: now, news: null }
  const current = new Map(now.rows.map((row) => [row.id, row]))
  const rows = shown.rows.map((row) => current.get(row.id) ?? row)
  return {
    shown: { ...shown, rows, asOf: now.asOf, liveAsOf: now.liveAsOf, lagSeconds: now.lagSeconds },
    news: { more: Math.max(0, now.total - shown.total), page: now },
  }
}

function sameIds(a: readonly ListRow[], b: readonly ListRow[]): boolean {
  return a.length === b.length && a.every(({ id }, i) => id === b[i]?.id)
}
