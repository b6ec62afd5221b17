import { orderColumns, type Column, type Row } from '../model/row.ts'
import type { FacetCounts, ZoneMap } from './head.ts'

const declared: readonly Column[] = orderColumns
const facetColumns = declared.filter((column) => column.facet)
const rangeColumns = ['createdAt', ...declared.filter((column) => column.range).map((column) => column.name)]

function valueOf(row: Row, column: string): string | number {
  // Facet and range columns are never null; the declaration names the row's own members.
  return row[column as keyof Row] as string | number
}

/** `counts` after `before` (a live row, or null) has become `after` (likewise); values that nobody has are left out. */
export function recount(counts: FacetCounts, before: Row | null, after: Row | null): FacetCounts {
  return Object.fromEntries(
    facetColumns.map(({ name }) => {
      const values = { ...counts[name] }
      if (before !== null) add(values, String(valueOf(before, name)), -1)
      if (after !== null) add(values, String(valueOf(after, name)), 1)
      return [name, values]
    }),
  )
}

function add(values: Record<string, number>, value: string, by: number): void {
  const count = (values[value] ?? 0) + by
  if (count === 0) delete values[value]
  else values[value] = count
}

/** The zone map of a segment's rows; tombstones are in none of it. */
export function zoneMapOf(rows: readonly Row[]): ZoneMap {
  const live = rows.filter((row) => !row.deleted)
  const facets: FacetCounts = {}
  for (const { name } of facetColumns) {
    const values: Record<string, number> = {}
    for (const row of live) add(values, String(valueOf(row, name)), 1)
    facets[name] = values
  }
  const ranges: Record<string, { min: number; max: number }> = {}
  for (const name of live.length === 0 ? [] : rangeColumns) {
    let min = Infinity
    let max = -Infinity
    for (const row of live) {
      const value = Number(valueOf(row, name))
      if (value < min) min = value
      if (value > max) max = value
    }
    ranges[name] = { min, max }
  }
  return { ranges, facets }
}
