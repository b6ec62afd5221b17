import type { Block } from '../store/block.ts'
import { compareUnits } from '../encoding/collation.ts'
import type { Matches } from './matches.ts'

/** The column that rows are sorted by, and which way. */
export interface RowOrder {
  readonly column: string
  /** The column sorts by collation keys; otherwise by numbers. */
  readonly isText: boolean
  readonly direction: 'asc' | 'desc'
}

export const newestFirst: RowOrder = { column: 'createdAt', isText: false, direction: 'desc' }

/** Where a row stands in an order: the value that it sorts by (strings as their collation keys), then its id. */
export interface Position {
  readonly value: number | string
  readonly id: string
}

/** A row of a block, and where it stands. */
export interface PlacedRow extends Position {
  readonly block: Block
  readonly row: number
}

/** Compares positions of one column; ids break ties in the same direction, by UTF-16 code units. */
export function comparePositions(direction: RowOrder['direction']): (a: Position, b: Position) => number {
  const sign = direction === 'asc' ? 1 : -1
  return (a, b) => sign * (compareUnits(a.value, b.value) || compareUnits(a.id, b.id))
}

/** The first rows after a position (null: from the start) of all that are offered; the rest is never put in order. */
export class FirstRows {
  readonly rows: PlacedRow[] = []
  readonly #sort: RowOrder
  readonly #count: number
  readonly #after: Position | null
  readonly #compare: (a: Position, b: Position) => number

  constructor(sort: RowOrder, count: number, after: Position | null) {
    this.#sort = sort
    this.#count = count
    this.#after = after
    this.#compare = comparePositions(sort.direction)
  }

  get isFull(): boolean {
    return this.rows.length >= this.#count
  }

  /** Whether rows with values from `min` to `max` may be among the first that come after the position. */
  mayTake(min: number, max: number): boolean {
    const [first, last] = this.#sort.direction === 'asc' ? [min, max] : [max, min]
    const ahead = this.#sort.direction === 'asc' ? 1 : -1
    const { value: after } = this.#after ?? {}
    if (typeof after === 'number' && ahead * compareUnits(last, after) < 0) return false
    const worst = this.isFull ? this.rows.at(-1)?.value : undefined
    return typeof worst !== 'number' || ahead * compareUnits(first, worst) <= 0
  }

  /** Takes what belongs among the first of a block's matching rows. */
  offer(block: Block, { marks, count }: Matches): void {
    if (count === 0 || this.#count === 0) return
    const order = block.order(this.#sort.column)
    const place = this.#placer(block)
    const step = this.#sort.direction === 'asc' ? 1 : -1
    for (let i = this.#startIn(order, place); i >= 0 && i < order.length; i += step) {
      const row = order[i] ?? 0
      if (marks !== null && marks[row] === 0) continue
      const placed = place(row)
      const last = this.rows.at(-1)
      // What follows in this block comes later still.
      if (this.isFull && last !== undefined && this.#compare(placed, last) >= 0) return
      this.rows.splice(this.#placeOf(placed), 0, placed)
      if (this.rows.length > this.#count) this.rows.pop()
    }
  }

  /** The index in `order` of the first row after the position. */
  #startIn(order: Uint16Array, place: (row: number) => Position): number {
    const isAscending = this.#sort.direction === 'asc'
    const after = this.#after
    if (after === null) return isAscending ? 0 : order.length - 1
    let low = 0
    let high = order.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const comesAfter = this.#compare(place(order[middle] ?? 0), after) > 0
      if (comesAfter === isAscending) high = middle
      else low = middle + 1
    }
    return isAscending ? low : low - 1
  }

  #placer(block: Block): (row: number) => PlacedRow {
    const valueAt = block.valuesOf(this.#sort.column)
    return (row) => ({ value: valueAt(row), id: block.idAt(row), block, row })
  }

  /** The index at which `position` goes into the sorted rows; most go to the end. */
  #placeOf(position: Position): number {
    let low = 0
    let high = this.rows.length
    const last = this.rows.at(-1)
    if (last === undefined || this.#compare(last, position) < 0) return high
    while (low < high) {
      const middle = (low + high) >>> 1
      const place = this.rows[middle]
      if (place !== undefined && this.#compare(place, position) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
