import { compareKeys, type Row, type RowKey } from '../../model/row.ts'
import type { Unpacked } from '../encoding/codec.ts'
import { collationKey } from '../encoding/collation.ts'
import { columnsOf, numberAt, wordAt, type Columns } from '../encoding/columns.ts'
import { rowsBy } from '../encoding/rowOrder.ts'
import { textAt } from '../encoding/texts.ts'
import { CombinedCounts } from './combinedCounts.ts'
import type { Layout } from './layout.ts'
import { searchTextOf, type SearchText } from './searchText.ts'

/**
 * Rows in columns, ascending by (createdAt, id), and what answers need beside them: made with the first request that needs
 * it and kept, for a block never changes.
 */
export class Block {
  readonly columns: Columns
  /** About how much memory it takes, in bytes, with all that it may come to keep. */
  readonly bytes: number
  readonly #layout: Layout
  readonly #orders: Map<string, Uint16Array>
  #search: SearchText | null = null
  #counts: CombinedCounts | null = null

  constructor({ columns, orders }: Unpacked, layout: Layout) {
    this.columns = columns
    this.#layout = layout
    this.#orders = new Map(orders)
    this.bytes = bytesOf(columns, layout)
  }

  static of(rows: readonly Row[], layout: Layout): Block {
    const columns = columnsOf(layout.columns, rows.toSorted(compareKeys))
    return new Block({ columns, orders: new Map() }, layout)
  }

  get rows(): number {
    return this.columns.rows
  }

  get search(): SearchText {
    this.#search ??= searchTextOf(this.columns, this.#layout)
    return this.#search
  }

  /** The number of rows for each combination of facet values. */
  get counts(): CombinedCounts {
    this.#counts ??= new CombinedCounts(this.columns, this.#layout.facets)
    return this.#counts
  }

  idAt(row: number): string {
    return textAt(this.columns.byName.id, row) ?? ''
  }

  createdAt(row: number): number {
    return this.columns.byName.createdAt[row] ?? 0
  }

  /** Returns what reads the values that rows sort by in a column: numbers, or collation keys of texts. A missing one comes first. */
  valuesOf(name: string): (row: number) => number | string {
    const column = this.columns.byName[name]
    if (column === undefined) throw new RangeError(`There is no column ${name}.`)
    if (column instanceof Uint8Array) return (row) => column[row] ?? 0
    if (column instanceof Float64Array) return (row) => numberAt(column, row) ?? -Infinity
    if ('words' in column) return (row) => collationKey(wordAt(column, row))
    return (row) => collationKey(textAt(column, row))
  }

  /** The rows ascending by (value, id). */
  order(name: string): Uint16Array {
    let order = this.#orders.get(name)
    if (order === undefined) {
      order = name === 'createdAt' ? this.#inPlace() : rowsBy(this.columns, name)
      this.#orders.set(name, order)
    }
    return order
  }

  /** The row with this key, or -1. */
  indexOf({ createdAt, id }: RowKey): number {
    let low = 0
    let high = this.rows
    while (low < high) {
      const middle = (low + high) >>> 1
      const at = this.createdAt(middle)
      // Texts are decoded only where the times do not tell.
      if (at < createdAt || (at === createdAt && this.idAt(middle) < id)) low = middle + 1
      else high = middle
    }
    return low < this.rows && this.createdAt(low) === createdAt && this.idAt(low) === id ? low : -1
  }

  #inPlace(): Uint16Array {
    return Uint16Array.from({ length: this.rows }, (_, i) => i)
  }
}

/** Its columns, the orders, and what is searched in lower case, which is as long as the text. */
function bytesOf({ rows, byName }: Columns, { sorts, searched }: Layout): number {
  let bytes = sorts * Uint16Array.BYTES_PER_ELEMENT * rows
  for (const [name, column] of Object.entries(byName)) {
    if (column instanceof Float64Array || column instanceof Uint8Array) bytes += column.byteLength
    else if ('codes' in column) bytes += column.codes.byteLength
    else {
      const copies = searched.some((one) => one.name === name) ? 2 : 1
      bytes += copies * column.bytes.byteLength + column.starts.byteLength + (column.missing?.byteLength ?? 0)
    }
  }
  return bytes
}
