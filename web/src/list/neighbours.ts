import type { ListRow } from './listPage.ts'

/** Links to the records before and behind the one that is open, in its list; null at an end of the page. */
export interface Neighbours {
  readonly previous: string | null
  readonly next: string | null
}

/** The neighbours of a record among the rows of a page; none where it is not among them. */
export function neighboursOf(rows: readonly ListRow[], id: string, hrefOf: (id: string) => string): Neighbours {
  const at = rows.findIndex((row) => row.id === id)
  const hrefAt = (i: number): string | null => {
    const row = at < 0 ? undefined : rows[i]
    return row === undefined ? null : hrefOf(row.id)
  }
  return { previous: hrefAt(at - 1), next: hrefAt(at + 1) }
}
