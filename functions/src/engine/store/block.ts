import { compareKeys, type Row, type RowKey } from '../../model/row.ts'
import { packRows, unpackColumns } from '../encoding/codec.ts'
import { numberAt, textAt, wordAt, type Columns } from '../encoding/columns.ts'
import { collationKey, compareUnits, utf8Length } from './collation.ts'
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
  #search: SearchText | null = null
  readonly #orders = new Map<string, Uint16Array>()

  constructor(columns: Columns, layout: Layout) {
    this.columns = columns
    this.#layout = layout
    this.bytes = bytesOf(columns, layout)
  }

  static of(rows: readonly Row[], layout: Layout): Block {
    const packed = packRows(layout.columns, rows.toSorted(compareKeys))
    return new Block(unpackColumns(layout.columns, packed, 'rows in memory'), layout)
  }

  get rows(): number {
    return this.columns.rows
  }

  get search(): SearchText {
    this.#search ??= searchTextOf(this.columns, this.#layout)
    return this.#search
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
      order = name === 'createdAt' ? this.#inPlace() : this.#sorted(name)
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
      if (compareKeys({ createdAt: this.createdAt(middle), id: this.idAt(middle) }, { createdAt, id }) < 0)
        low = middle + 1
      else high = middle
    }
    return low < this.rows && this.createdAt(low) === createdAt && this.idAt(low) === id ? low : -1
  }

  #inPlace(): Uint16Array {
    return Uint16Array.from({ length: this.rows }, (_, i) => i)
  }

  #sorted(name: string): Uint16Array {
    const valueAt = this.valuesOf(name)
    const values = Array.from({ length: this.rows }, (_, row) => valueAt(row))
    // Sorting is stable: rows of one value stay in the order of their ids.
    return this.#byId().toSorted((a, b) => compareUnits(values[a] ?? 0, values[b] ?? 0))
  }

  #byId(): Uint16Array {
    let order = this.#orders.get('id')
    if (order === undefined) {
      const ids = Array.from({ length: this.rows }, (_, row) => this.idAt(row))
      order = this.#inPlace().sort((a, b) => compareUnits(ids[a] ?? '', ids[b] ?? ''))
      this.#orders.set('id', order)
    }
    return order
  }
}

/** A text's size is told by one code unit of so many: all of them would take a twentieth of the time of loading. */
const sampled = 16

/** Numbers and text in their columns; most texts stand in the text that is searched once more. */
function bytesOf({ rows, byName }: Columns, { sorts }: Layout): number {
  let bytes = sorts * Uint16Array.BYTES_PER_ELEMENT * rows
  for (const column of Object.values(byName)) {
    if (column instanceof Float64Array || column instanceof Uint8Array) bytes += column.byteLength
    else if ('codes' in column) bytes += column.codes.byteLength
    else bytes += 2 * utf8Length(column.text, sampled) + column.starts.byteLength + (column.missing?.byteLength ?? 0)
  }
  return bytes
}
