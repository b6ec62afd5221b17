import { packRows, unpackColumns } from '../cache/codec.ts'
import { textAt, wordAt, type ColumnName, type Columns } from '../cache/columns.ts'
import type { SortField } from '../model/api.ts'
import { compareKeys, type Row, type RowKey } from '../model/row.ts'
import { collationKey, compareUnits } from './collation.ts'
import { searchTextOf, type SearchText } from './searchText.ts'

/** What lists show, search and sort by; the version and the hash of a row are the sync's own. */
export const listColumns = [
  'id',
  'createdAt',
  'deleted',
  'source',
  'orderNumber',
  'status',
  'sourceStatus',
  'statusUnknown',
  'currency',
  'total',
  'subtotal',
  'tax',
  'shipping',
  'discount',
  'customerId',
  'customerName',
  'customerEmail',
  'customerPhone',
  'itemCount',
  'updatedAt',
  'skus',
] as const satisfies readonly ColumnName[]
export type ListColumns = Columns<(typeof listColumns)[number]>

/**
 * Rows in columns, ascending by (createdAt, id), and what answers need beside them: made with the first request that needs
 * it and kept, for a block never changes.
 */
export class Block {
  readonly columns: ListColumns
  /** About how much memory it takes, in bytes, with all that it may come to keep. */
  readonly bytes: number
  #search: SearchText | null = null
  readonly #orders = new Map<SortField | 'id', Uint16Array>()

  constructor(columns: ListColumns) {
    this.columns = columns
    this.bytes = bytesOf(columns)
  }

  static of(rows: readonly Row[]): Block {
    return new Block(unpackColumns(packRows(rows.toSorted(compareKeys)), 'rows in memory', listColumns))
  }

  get rows(): number {
    return this.columns.rows
  }

  get search(): SearchText {
    this.#search ??= searchTextOf(this.columns)
    return this.#search
  }

  idAt(row: number): string {
    return textAt(this.columns.id, row) ?? ''
  }

  /** What a row sorts by: a number, or the collation key of a text. */
  valueAt(field: SortField, row: number): number | string {
    switch (field) {
      case 'createdAt':
      case 'updatedAt':
      case 'total':
        return this.columns[field][row] ?? 0
      case 'customer':
        return collationKey(textAt(this.columns.customerName, row))
      case 'orderNumber':
        return collationKey(textAt(this.columns.orderNumber, row))
      case 'status':
        return collationKey(wordAt(this.columns.status, row))
    }
  }

  /** The rows ascending by (value, id). */
  order(field: SortField): Uint16Array {
    let order = this.#orders.get(field)
    if (order === undefined) {
      order = field === 'createdAt' ? this.#inPlace() : this.#sorted(field)
      this.#orders.set(field, order)
    }
    return order
  }

  /** The row with this key, or -1. */
  indexOf({ createdAt, id }: RowKey): number {
    let low = 0
    let high = this.rows
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareKeys({ createdAt: this.columns.createdAt[middle] ?? 0, id: this.idAt(middle) }, { createdAt, id }) < 0)
        low = middle + 1
      else high = middle
    }
    return low < this.rows && this.columns.createdAt[low] === createdAt && this.idAt(low) === id ? low : -1
  }

  #inPlace(): Uint16Array {
    return Uint16Array.from({ length: this.rows }, (_, i) => i)
  }

  #sorted(field: SortField): Uint16Array {
    const values = Array.from({ length: this.rows }, (_, row) => this.valueAt(field, row))
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

/** Numbers and text in their columns; most texts stand in the text that is searched once more. */
function bytesOf(columns: ListColumns): number {
  let bytes = 0
  for (const column of Object.values(columns)) {
    if (typeof column === 'number') continue
    if (column instanceof Float64Array || column instanceof Uint8Array) bytes += column.byteLength
    else if ('codes' in column) bytes += column.codes.byteLength
    else bytes += 2 * Buffer.byteLength(column.text) + column.starts.byteLength + (column.missing?.byteLength ?? 0)
  }
  const orders = 7 * Uint16Array.BYTES_PER_ELEMENT * columns.rows
  return bytes + orders
}
