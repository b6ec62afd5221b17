import type { Sort, SortField } from '../model/api.ts'
import type { Row } from '../model/row.ts'
import { collationKey, compareUnits } from './collation.ts'

export const defaultSort: Sort = { field: 'createdAt', direction: 'desc' }

/** Where a row stands in an order: the value that it sorts by (strings as their collation keys), then its id. */
export interface Position {
  readonly value: number | string
  readonly id: string
}

const numbers = {
  createdAt: (row: Row) => row.createdAt,
  updatedAt: (row: Row) => row.updatedAt,
  total: (row: Row) => row.total,
}
const texts = {
  customer: (row: Row) => collationKey(row.customerName),
  status: (row: Row) => collationKey(row.status),
  orderNumber: (row: Row) => collationKey(row.orderNumber),
}
const values: Readonly<Record<SortField, (row: Row) => number | string>> = { ...numbers, ...texts }

/** Whether a field's sort value is a string; otherwise it is a number. */
export function sortsByText(field: SortField): boolean {
  return field in texts
}

export function positionOf(row: Row, field: SortField): Position {
  return { value: values[field](row), id: row.id }
}

/** Compares positions of one field; ids break ties in the same direction, by UTF-16 code units. */
export function comparePositions(direction: Sort['direction']): (a: Position, b: Position) => number {
  const sign = direction === 'asc' ? 1 : -1
  return (a, b) => sign * (compareUnits(a.value, b.value) || compareUnits(a.id, b.id))
}

/** The first `count` rows after a position (null: from the start), sorted; the rest is never put in order. */
export function firstRows(rows: readonly Row[], sort: Sort, count: number, after: Position | null): Row[] {
  const compare = comparePositions(sort.direction)
  const valueOf = values[sort.field]
  const first: (Position & { readonly row: Row })[] = []
  for (const row of rows) {
    const placed = { value: valueOf(row), id: row.id, row }
    if (after !== null && compare(placed, after) <= 0) continue
    const last = first[count - 1]
    if (last !== undefined && compare(placed, last) >= 0) continue
    first.splice(placeOf(placed, first, compare), 0, placed)
    if (first.length > count) first.pop()
  }
  return first.map(({ row }) => row)
}

/** The index at which `position` goes into sorted `places`. */
function placeOf(
  position: Position,
  places: readonly Position[],
  compare: (a: Position, b: Position) => number,
): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const place = places[middle]
    if (place !== undefined && compare(place, position) < 0) low = middle + 1
    else high = middle
  }
  return low
}
