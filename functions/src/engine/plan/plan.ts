import { ResourceExhaustedError } from '../../lib/errors.ts'
import type { SegmentInfo, ZoneMap } from '../encoding/head.ts'
import type { VersionSegment, View } from '../store/view.ts'
import type { CompiledFilter, WordTest } from './filter.ts'

/** A segment that may hold matching rows, as far as its zone map tells. */
export interface Candidate extends VersionSegment {
  /** The tests that not every row of the segment passes anyway. */
  readonly rest: CompiledFilter
  /** How many rows match; null where only the rows themselves tell. */
  readonly count: number | null
}

/**
 * The segments of a view that may hold rows that pass `filter`; for facets, also those whose rows fail no test but one of
 * a facet, for that facet counts them. What a search looks for has to be in rows that count, too.
 */
export async function candidatesOf(
  view: View,
  filter: CompiledFilter,
  withFacets = false,
): Promise<readonly Candidate[]> {
  const failures = withFacets ? 1 : 0
  const byZones = view.versions.flatMap((version) =>
    version.head.segments.flatMap((segment) => {
      const rest = segment.shown === 0 ? null : restOf(filter, segment, failures)
      return rest === null ? [] : [{ version, segment, rest, count: countOf(rest, segment) }]
    }),
  )
  return view.holding(byZones, filter.needle)
}

/**
 * The tests of `filter` that not every row of the zone passes; null where all rows fail one of a range, or more than
 * `failures` of facets.
 */
function restOf(
  { ranges, words, needle }: CompiledFilter,
  { zone, shown }: SegmentInfo,
  failures: number,
): CompiledFilter | null {
  const openRanges = []
  for (const test of ranges) {
    const { min, max } = zone.ranges[test.column] ?? { min: -Infinity, max: Infinity }
    if (max < test.min || min > test.max) return null
    if (min < test.min || max > test.max) openRanges.push(test)
  }
  const openWords = []
  let failed = 0
  for (const test of words) {
    const passing = passingIn(zone, test)
    if (passing === 0) failed += 1
    if (failed > failures) return null
    if (passing !== shown) openWords.push(test)
  }
  return { ranges: openRanges, words: openWords, needle }
}

/** Counts the rows that pass a test of words; null where their values are not counted. */
function passingIn(zone: ZoneMap, { column, words }: WordTest): number | null {
  const counts = zone.facets[column]
  if (counts === undefined) return null
  let passing = 0
  // A word may be called like a member of every object.
  for (const word of words) if (Object.hasOwn(counts, word)) passing += counts[word] ?? 0
  return passing
}

/** The zone map counts the rows where no test is left, or one of a facet alone. */
function countOf({ ranges, words, needle }: CompiledFilter, { shown, zone }: SegmentInfo): number | null {
  const [test, ...others] = words
  if (ranges.length + others.length > 0 || needle !== null) return null
  return test === undefined ? shown : passingIn(zone, test)
}

/** Throws a ResourceExhaustedError where `segments` are more than one request may load. */
export function assertLoadable(view: View, segments: readonly VersionSegment[]): void {
  const rows = segments.reduce((sum, { segment }) => sum + segment.rows, 0)
  if (rows <= view.rowLimit) return
  throw new ResourceExhaustedError(
    `This needs ${rows} orders in memory; the limit is ${view.rowLimit} (the param READ_ROW_LIMIT). ` +
      `Narrow the dates: createdFrom and createdTo.`,
  )
}
