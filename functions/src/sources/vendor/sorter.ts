/** A row as its place in a search is known: its id, and its time in the list's own unit; null where it has none. */
export interface Placed {
  readonly id: string
  readonly at: number | null
}

/** A point in the order of rows: by time, then by id. */
export interface Place {
  readonly at: number
  readonly id: string
}

/** Rows that can be given: `ordered` ones ascending by (time, id) behind all before them, and those that stand in no order. */
export interface Sorted<Row> {
  readonly ordered: readonly Row[]
  readonly others: readonly Row[]
}

/** The most rows of one moment that wait for each other. Where there are more, each is given as it comes. */
const mostHeld = 2_000
/** The share of a page, at its end, of which no row is taken for proof of how far the page goes: it may have moved. */
const unprovenShare = 0.01

/**
 * Puts the rows of a search into the order of (time, id), though the vendor sorts by time alone, shows rows as they are now, and
 * may show one that has moved on since at its old place.
 *
 * A row is held back until a later page shows a later moment: the rows of one moment may be spread over pages. And a row that is
 * later than one behind it has moved: nobody may go on behind its time, so it stands in no order.
 */
export class Sorter<Row extends Placed> {
  readonly #end: number
  #given: Place | null
  #held = new Map<string, Row>()
  #frontier: number | null

  /** `end`: rows of this moment and later ones lie above the search's range. Those through `after` were given before. */
  constructor(end: number, after: Place | null) {
    this.#end = end
    this.#given = after
    this.#frontier = after?.at ?? null
  }

  /** The moment with which a new search may begin and misses nothing; null before there is one. */
  get frontier(): number | null {
    return this.#frontier
  }

  /** A new search begins with this moment: it gives again what is held back from there on. */
  beginAgain(from: number): void {
    for (const { row, at } of this.#heldRows()) if (at >= from) this.#held.delete(row.id)
  }

  /** Takes the rows of the next page, in the vendor's order. */
  take(rows: readonly Row[]): Sorted<Row> {
    const [inOrder, others] = this.#apart(rows)
    // Where a row has moved, the state that was held back is out of date.
    for (const { id } of others) this.#held.delete(id)
    const [first] = inOrder
    if (first === undefined) return { ordered: [], others }
    for (const { row, at } of this.#heldRows()) {
      if (at <= first.at) continue
      this.#held.delete(row.id)
      others.push(row)
    }
    const ready = this.#heldRows().filter(({ at }) => at < first.at)
    for (const { row } of ready) this.#held.delete(row.id)
    for (const { row } of inOrder) this.#held.set(row.id, row)
    const proven = inOrder[inOrder.length - 1 - Math.ceil(inOrder.length * unprovenShare)]
    if (proven !== undefined) this.#frontier = Math.max(this.#frontier ?? 0, proven.at)
    if (this.#held.size > mostHeld + rows.length) {
      others.push(...this.#held.values())
      this.#held.clear()
    }
    return { ordered: this.#give(ready), others }
  }

  /** The rows that were held back: nothing comes behind them. */
  end(): readonly Row[] {
    const rest = this.#give(this.#heldRows())
    this.#held.clear()
    return rest
  }

  /** The rows that stand in the order of time, and all others; rows that were given before are left out. */
  #apart(rows: readonly Row[]): [inOrder: { row: Row; at: number }[], others: Row[]] {
    const inOrder: { row: Row; at: number }[] = []
    const others: Row[] = []
    let least = Number.POSITIVE_INFINITY
    for (const row of rows.toReversed()) {
      const { at } = row
      if (at === null || at >= this.#end || at > least || this.#isBelow(at)) others.push(row)
      else if (!this.#isGiven(row, at)) inOrder.push({ row, at })
      if (at !== null) least = Math.min(least, at)
    }
    return [inOrder.toReversed(), others.toReversed()]
  }

  /** A row of a moment that all were given of: it was not there then. */
  #isBelow(at: number): boolean {
    return this.#given !== null && at < this.#given.at
  }

  #isGiven({ id }: Row, at: number): boolean {
    return this.#given !== null && at === this.#given.at && id <= this.#given.id
  }

  #heldRows(): { row: Row; at: number }[] {
    return [...this.#held.values()].flatMap((row) => (row.at === null ? [] : [{ row, at: row.at }]))
  }

  #give(rows: readonly { row: Row; at: number }[]): Row[] {
    const sorted = rows.toSorted((a, b) => a.at - b.at || (a.row.id < b.row.id ? -1 : 1))
    const last = sorted.at(-1)
    if (last !== undefined) this.#given = { at: last.at, id: last.row.id }
    return sorted.map(({ row }) => row)
  }
}
