import type { SearchPage } from './list.ts'
import type { Placed } from './sorter.ts'

/** The most pages without a row, one behind the other, that a list may have. */
const mostEmptyPages = 10

/** One search, and the pages that its tokens lead to. */
export class Search {
  readonly from: number
  token: string | null = null
  readonly #used = new Set<string>()
  #rows = 0
  #total: number | null = null
  #largestTotal = 0
  #lastIds: ReadonlySet<string> = new Set()
  #emptyPages = 0

  constructor(from: number) {
    this.from = from
  }

  hasUsed(token: string): boolean {
    return this.#used.has(token)
  }

  /** Says why a page is better not taken, or null. */
  troubleWith({ nextToken, total }: SearchPage, ids: readonly string[]): 'repeats' | 'shrank' | null {
    if (total !== null && this.#total !== null && total < this.#total) return 'shrank'
    if (nextToken === '' || (this.token === null && total !== null && ids.length >= total)) return null
    const most = 1.2 * Math.max(this.#largestTotal, total ?? Number.POSITIVE_INFINITY) + 1_000
    const isOld = ids.length > 0 ? ids.every((id) => this.#lastIds.has(id)) : this.#emptyPages >= mostEmptyPages
    return isOld || this.#rows > most ? 'repeats' : null
  }

  add({ total }: SearchPage, ids: readonly string[]): void {
    if (this.token !== null) this.#used.add(this.token)
    this.#emptyPages = ids.length === 0 ? this.#emptyPages + 1 : 0
    this.#rows += ids.length
    this.#total = total
    this.#largestTotal = Math.max(this.#largestTotal, total ?? 0)
    this.#lastIds = new Set(ids)
  }

  /** Tells whether nothing comes behind a page: by its end mark, or because one page holds all that the search has. */
  isOver({ nextToken, total }: SearchPage): boolean {
    return nextToken === '' || (this.token === null && total !== null && this.#rows >= total)
  }

  /**
   * Tells whether the last page came too early: before all rows did that the search has by its own count, or, where nobody counts
   * them, as a full page.
   */
  isShort({ nextToken, total, isFull }: SearchPage): boolean {
    if (nextToken !== '') return false
    return total === null ? isFull : this.#rows < total
  }
}

/** A page of which more neighbours stand the wrong way round was not sorted; fewer are rows that have moved since. */
const movedShare = 0.5
const fewestWrong = 3

/** Tells whether a page came in another order than time's. */
export function isUnsorted(rows: readonly Placed[]): boolean {
  const wrong = rows.filter(({ at }, i) => {
    const next = rows[i + 1]?.at
    return at !== null && next != null && at > next
  })
  return wrong.length >= fewestWrong && wrong.length > movedShare * (rows.length - 1)
}
