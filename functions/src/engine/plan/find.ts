import { compareKeys } from '../../model/row.ts'
import type { FacetCounts } from '../encoding/head.ts'
import type { View } from '../store/view.ts'
import { countCombined, isOfFacets } from './combined.ts'
import { FacetTally } from './facets.ts'
import { isUntested, type CompiledFilter } from './filter.ts'
import { matchesIn, type Part } from './matches.ts'
import { assertLoadable, candidatesOf, type Candidate } from './plan.ts'
import { FirstRows, type PlacedRow, type Position, type RowOrder } from './sort.ts'

/** Which of the matching rows are wanted. */
export interface Wanted {
  readonly sort: RowOrder
  readonly count: number
  /** The position after which they stand; null: from the start. */
  readonly after: Position | null
}

export interface Found {
  readonly rows: readonly PlacedRow[]
  /** All rows that pass the filter. */
  readonly total: number
  /** Null where they were not asked for. */
  readonly facets: FacetCounts | null
}

/**
 * The first rows that pass `filter`, in order, the number of all that pass, and facets. Loads the segments that only their
 * rows can count, and of the others those that hold the wanted rows.
 */
export async function findPage(
  view: View,
  filter: CompiledFilter,
  wanted: Wanted,
  withFacets: boolean,
): Promise<Found> {
  const newest = newestRows(view, filter, wanted)
  const first = new FirstRows(wanted.sort, newest === null ? wanted.count : 0, wanted.after)
  const tally = withFacets ? new FacetTally(view.facets) : undefined
  let total = 0
  const take = (part: Part, tests: CompiledFilter): void => {
    const matches = matchesIn(part, tests, tally)
    total += matches.count
    first.offer(part.block, matches)
  }
  for (const { pending } of view.versions) take(pending, filter)
  const candidates = await candidatesOf(view, filter, withFacets)
  // Facets of rows that all pass, or that all fail the same facet's test, are in the zone map too.
  const isCounted = ({ rest, count }: Candidate): boolean =>
    withFacets ? isUntested(rest) || count === 0 : count !== null
  const uncounted = candidates.filter((candidate) => !isCounted(candidate))
  assertLoadable(view, uncounted)
  const [combined, searched] = partitioned(uncounted, ({ rest }) => isOfFacets(rest, view.facets))
  for await (const lot of view.lots(searched)) for (const { part, rest } of lot) take(part, rest)
  for await (const lot of view.lots(combined)) {
    for (const { part, rest } of lot) total += countCombined(part, rest, tally)
  }
  const counted = candidates.filter(isCounted)
  for (const { segment, rest, count } of counted) {
    total += count ?? 0
    const failed = rest.words.map(({ column }) => column)
    tally?.addCounted(segment.zone.facets, count === 0 ? failed : view.facets)
  }
  const passing = [...counted.filter(({ count }) => count !== 0), ...combined]
  if (newest === null) await offerFirst(view, passing, first, wanted.sort, searched)
  return { rows: newest ?? first.rows, total, facets: tally?.facets() ?? null }
}

/** The first rows that pass `filter`, in order, and nothing else: loads no segment but those that hold them. */
export async function findRows(view: View, filter: CompiledFilter, wanted: Wanted): Promise<readonly PlacedRow[]> {
  const newest = newestRows(view, filter, wanted)
  if (newest !== null) return newest
  const first = new FirstRows(wanted.sort, wanted.count, wanted.after)
  for (const { pending } of view.versions) first.offer(pending.block, matchesIn(pending, filter))
  await offerFirst(view, await candidatesOf(view, filter), first, wanted.sort, [])
  return first.rows
}

/** The wanted rows where the heads' newest rows are enough; null where they are not. */
function newestRows(view: View, filter: CompiledFilter, { sort, count, after }: Wanted): readonly PlacedRow[] | null {
  if (sort.column !== 'createdAt' || sort.direction !== 'desc') return null
  const first = new FirstRows(sort, count, after)
  for (const { newest } of view.versions) first.offer(newest.block, matchesIn(newest, filter))
  // Down to the highest floor the newest rows of every pipeline are complete.
  const floors = view.versions.flatMap(({ head }) => head.newestFloor ?? [])
  const isComplete = ({ value, id }: PlacedRow): boolean =>
    floors.every((floor) => compareKeys({ createdAt: Number(value), id }, floor) >= 0)
  const rows = first.rows.filter(isComplete)
  return floors.length === 0 || rows.length >= count ? rows : null
}

/**
 * Offers the segments that may hold wanted rows. Where the zone maps know the range of what is sorted by, the most
 * promising come first and the rest may never be loaded. `before` are loaded already, and count against the limit.
 */
async function offerFirst(
  view: View,
  candidates: readonly Candidate[],
  first: FirstRows,
  sort: RowOrder,
  before: readonly Candidate[],
): Promise<void> {
  const promising = sort.isText ? [...candidates] : byBestValue(candidates, sort)
  const loaded = [...before]
  for (let next = 1; promising.length > 0; next *= 2) {
    const step = sort.isText ? promising.length : next
    const chosen = promising.splice(0, step).filter((candidate) => mayTake(first, candidate, sort))
    loaded.push(...chosen)
    assertLoadable(view, loaded)
    for await (const lot of view.lots(chosen)) {
      for (const { part, rest } of lot) first.offer(part.block, matchesIn(part, rest))
    }
  }
}

function mayTake(first: FirstRows, { segment }: Candidate, { column }: RowOrder): boolean {
  const range = segment.zone.ranges[column]
  return range === undefined || first.mayTake(range.min, range.max)
}

function byBestValue(candidates: readonly Candidate[], { column, direction }: RowOrder): Candidate[] {
  const best = ({ segment }: Candidate): number => {
    const { min, max } = segment.zone.ranges[column] ?? { min: -Infinity, max: Infinity }
    return direction === 'asc' ? min : -max
  }
  return candidates.toSorted((a, b) => best(a) - best(b))
}

/** Splits a list into the elements for which `isFirst` is true, and the others. */
function partitioned<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))]
}
