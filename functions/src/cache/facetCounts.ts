import { orderColumns, type Column, type Row } from '../model/row.ts'
import type { FacetCounts, SegmentInfo, ZoneMap } from './head.ts'

const declared: readonly Column[] = orderColumns
const facetColumns = declared.filter((column) => column.facet)
const rangeColumns = ['createdAt', ...declared.filter((column) => column.range).map((column) => column.name)]

function valueOf(row: Row, column: string): string | number {
  // Facet and range columns are never null; the declaration names the row's own members.
  return row[column as keyof Row] as string | number
}

/** A change of one row: what it was and what it is, null where it is not live. */
export type LiveChange = readonly [before: Row | null, after: Row | null]

/** `counts` after `changes`; values that nobody has are left out. */
export function recount(counts: FacetCounts, changes: readonly LiveChange[]): FacetCounts {
  return Object.fromEntries(
    facetColumns.map(({ name }) => {
      const values = { ...counts[name] }
      for (const [before, after] of changes) {
        if (before !== null) add(values, String(valueOf(before, name)), -1)
        if (after !== null) add(values, String(valueOf(after, name)), 1)
      }
      return [name, values]
    }),
  )
}

function add(values: Record<string, number>, value: string, by: number): void {
  const count = (values[value] ?? 0) + by
  if (count === 0) delete values[value]
  else values[value] = count
}

/** A segment's entry in the manifest after `row`, which it shows, was replaced by a pending change. */
export function withoutRow(segment: SegmentInfo, row: Row): SegmentInfo {
  const { ranges, facets } = segment.zone
  return { ...segment, shown: segment.shown - 1, zone: { ranges, facets: recount(facets, [[row, null]]) } }
}

/** The zone map of a segment that shows `rows`. */
export function zoneMapOf(rows: readonly Row[]): ZoneMap {
  const facets: FacetCounts = {}
  for (const { name } of facetColumns) {
    const values: Record<string, number> = {}
    for (const row of rows) add(values, String(valueOf(row, name)), 1)
    facets[name] = values
  }
  const ranges: Record<string, { min: number; max: number }> = {}
  for (const name of rows.length === 0 ? [] : rangeColumns) {
    let min = Infinity
    let max = -Infinity
    for (const row of rows) {
      const value = Number(valueOf(row, name))
      if (value < min) min = value
      if (value > max) max = value
    }
    ranges[name] = { min, max }
  }
  return { ranges, facets }
}
