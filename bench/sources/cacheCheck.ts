import type { Row } from '../../functions/src/model/row.ts'
import { sourceIdOf } from '../../functions/src/model/stream.ts'
import { stateOf } from './expected.ts'

/** The numbers of orders in a cache that differ from the vendor's, by the kind of difference. In a right cache all but `orders` are 0. */
export interface CacheFaults {
  /** The documents that there are. */
  readonly orders: number
  /** The vendor has them, and the cache does not. */
  readonly missing: number
  /** The cache has them, and the vendor does not. */
  readonly surplus: number
  /** In another state than at the vendor. */
  readonly outdated: number
  /** In the lists more than once. */
  readonly doubled: number
  /** In the lists otherwise than in their documents, or in one of the two only. */
  readonly differing: number
}

/** An order's document: its list row, and what it says itself. */
export interface CheckedDocument {
  readonly row: Row
  readonly record: { readonly status: string; readonly updatedAt: string }
}

/** Holds a cache against the vendor, document by document, and its two views against each other. */
export class CacheCheck {
  readonly #states: ReadonlyMap<string, string>
  /** The rows whose documents have not come yet. */
  readonly #rows: Map<string, Row>
  readonly #doubled: number
  #orders = 0
  #surplus = 0
  #outdated = 0
  #differing = 0

  /** `states`: the orders' states at the vendor; `rows`: the live rows of the lists, as often as they are there. */
  constructor(states: ReadonlyMap<string, string>, rows: readonly Row[]) {
    this.#states = states
    this.#rows = new Map(rows.map((row) => [row.id, row]))
    this.#doubled = rows.length - this.#rows.size
  }

  add({ row, record }: CheckedDocument): void {
    const state = this.#states.get(sourceIdOf(row.id))
    this.#orders += 1
    if (state === undefined) this.#surplus += 1
    else if (state !== stateOf(record.status, Date.parse(record.updatedAt) / 1000)) this.#outdated += 1
    const listed = this.#rows.get(row.id)
    this.#rows.delete(row.id)
    if (listed === undefined || !isSame(row, listed)) this.#differing += 1
  }

  /** Returns the differences. Every document has to be added before. */
  end(): CacheFaults {
    const [orders, surplus] = [this.#orders, this.#surplus]
    return {
      orders,
      missing: this.#states.size - (orders - surplus),
      surplus,
      outdated: this.#outdated,
      doubled: this.#doubled,
      differing: this.#differing + this.#rows.size,
    }
  }
}

function isSame(one: Row, other: Row): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => one[name] === other[name])
}
