import { collationKey, compareUnits } from './collation.ts'
import type { AnyColumn, Columns } from './columns.ts'
import type { NumberColumn } from './numbers.ts'
import { textReader } from './texts.ts'

/** The rows ascending by (value in a column, id); texts go by their collation keys, and who has no value comes first. */
export function rowsBy(columns: Columns, name: string): Uint16Array {
  const column = columns.byName[name]
  if (column === undefined) throw new RangeError(`There is no column ${name}.`)
  const idAt = textReader(columns.byName.id)
  const byId = (a: number, b: number): number => compareUnits(idAt(a) ?? '', idAt(b) ?? '')
  const ranks = ranksOf(column, columns.rows)
  // Rows are put to the others of their rank, and only those are compared.
  const ends = countsOf(ranks)
  for (let i = 1; i < ends.length; i++) ends[i] = (ends[i] ?? 0) + (ends[i - 1] ?? 0)
  const order = new Uint16Array(columns.rows)
  const next = Uint32Array.from(ends, (_, i) => (i === 0 ? 0 : (ends[i - 1] ?? 0)))
  for (let row = 0; row < columns.rows; row++) {
    const rank = ranks[row] ?? 0
    order[next[rank] ?? 0] = row
    next[rank] = (next[rank] ?? 0) + 1
  }
  for (let rank = 0, start = 0; rank < ends.length; rank++) {
    const end = ends[rank] ?? 0
    if (end - start > 1) order.subarray(start, end).sort(byId)
    start = end
  }
  return order
}

/** For each row the place of its value among all values that there are. */
function ranksOf(column: AnyColumn, rows: number): Uint16Array {
  if (column instanceof Uint8Array) return Uint16Array.from(column)
  if (column instanceof Float64Array) return ranksOfNumbers(column)
  if ('words' in column) {
    const ofWord = ranksOfTexts(column.words)
    return Uint16Array.from(column.codes, (code) => ofWord[code] ?? 0)
  }
  const at = textReader(column)
  return ranksOfTexts(Array.from({ length: rows }, (_, row) => at(row)))
}

function ranksOfNumbers(column: NumberColumn): Uint16Array {
  const values = column.map((value) => (Number.isNaN(value) ? -Infinity : value))
  const sorted = values.toSorted()
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1])
  const ranks = new Uint16Array(values.length)
  for (let row = 0; row < ranks.length; row++) {
    const value = values[row] ?? 0
    let low = 0
    let high = distinct.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((distinct[middle] ?? 0) < value) low = middle + 1
      else high = middle
    }
    ranks[row] = low
  }
  return ranks
}

function ranksOfTexts(texts: readonly (string | null)[]): Uint16Array {
  const keys = texts.map(collationKey)
  const rankOf = new Map([...new Set(keys)].sort(compareUnits).map((key, rank) => [key, rank]))
  return Uint16Array.from(keys, (key) => rankOf.get(key) ?? 0)
}

function countsOf(ranks: Uint16Array): Uint32Array {
  const counts = new Uint32Array(1 + ranks.reduce((most, rank) => Math.max(most, rank), 0))
  for (const rank of ranks) counts[rank] = (counts[rank] ?? 0) + 1
  return counts
}
