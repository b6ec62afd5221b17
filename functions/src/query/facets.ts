import type { Facets } from '../model/api.ts'
import { facetNames, type FacetName, type Row } from '../model/row.ts'
import type { CompiledFilter } from './filter.ts'

/**
 * How many rows have each value of each facet, values by name, absent where there are none. A facet ignores its own part of
 * the filter: it says what choosing another value would find. `candidates` are the rows that pass `filter.base`.
 */
export function facetsOf(candidates: readonly Row[], { facets }: CompiledFilter): Facets {
  const counts = { status: new Map(), source: new Map(), currency: new Map() } satisfies Counts
  for (const row of candidates) {
    const refusing = facetNames.filter((name) => !facets[name](row))
    // Nothing but the facet itself may refuse a row that it counts.
    if (refusing.length === 0) for (const name of facetNames) add(counts, name, row)
    else if (refusing.length === 1) for (const name of refusing) add(counts, name, row)
  }
  return { status: byName(counts.status), source: byName(counts.source), currency: byName(counts.currency) }
}

type Counts = Readonly<Record<FacetName, Map<string, number>>>

function add(counts: Counts, name: FacetName, row: Row): void {
  counts[name].set(row[name], (counts[name].get(row[name]) ?? 0) + 1)
}

function byName(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
