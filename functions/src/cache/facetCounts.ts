import type { FacetCounts, SegmentInfo, ZoneMap } from '../engine/encoding/head.ts'
import type { Row } from '../model/row.ts'
import type { ColumnDeclaration } from '../model/stream.ts'

/** A change of one row: what it was and what it is, null where it is not live. */
export type LiveChange = readonly [before: Row | null, after: Row | null]

/** `counts` after `changes`; values that nobody has are left out, and rows without a value are in none. */
export function recount(
  columns: readonly ColumnDeclaration[],
  counts: FacetCounts,
  changes: readonly LiveChange[],
): FacetCounts {
  return Object.fromEntries(
    facetsOf(columns).map((name) => {
      const values = { ...counts[name] }
      for (const [before, after] of changes) {
        add(values, before?.[name], -1)
        add(values, after?.[name], 1)
      }
      return [name, values]
    }),
  )
}

function facetsOf(columns: readonly ColumnDeclaration[]): string[] {
  return columns.filter(({ facet }) => facet).map(({ name }) => name)
}

function add(values: Record<string, number>, value: unknown, by: number): void {
  if (typeof value !== 'string') return
  // A value may be called like a member of every object: `constructor`.
  const count = (Object.hasOwn(values, value) ? (values[value] ?? 0) : 0) + by
  if (count === 0) delete values[value]
  else values[value] = count
}

/** A segment's entry in the manifest after `row`, which it shows, was replaced by a pending change. */
export function withoutRow(columns: readonly ColumnDeclaration[], segment: SegmentInfo, row: Row): SegmentInfo {
  const { ranges, facets } = segment.zone
  return { ...segment, shown: segment.shown - 1, zone: { ranges, facets: recount(columns, facets, [[row, null]]) } }
}

/** The zone map of a segment that shows `rows`. A column that not every row has a value of has no range. */
export function zoneMapOf(columns: readonly ColumnDeclaration[], rows: readonly Row[]): ZoneMap {
  const facets: FacetCounts = {}
  for (const name of facetsOf(columns)) {
    const values: Record<string, number> = {}
    for (const row of rows) add(values, row[name], 1)
    facets[name] = values
  }
  const ranges: Record<string, { min: number; max: number }> = {}
  const ranged = columns.filter(({ range }) => range).map(({ name }) => name)
  for (const name of rows.length === 0 ? [] : ['createdAt', ...ranged]) {
    let min = Infinity
    let max = -Infinity
    for (const row of rows) {
      const value = row[name]
      if (typeof value !== 'number') {
        min = NaN
        break
      }
      if (value < min) min = value
      if (value > max) max = value
    }
    if (!Number.isNaN(min)) ranges[name] = { min, max }
  }
  return { ranges, facets }
}
