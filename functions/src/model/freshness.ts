import type { Freshness } from '../contract/freshness.ts'
import type { Source } from './source.ts'
import type { PipelineState } from './state.ts'
import { isoOf, msOf, type Instant } from '../lib/instant.ts'

/**
 * The moment through which all that is known to change was reported; null where nothing reports what changes at the source itself,
 * though other pipelines may report what a record depends on.
 */
export function liveThrough(
  { feed, strategy }: Pick<Source, 'feed' | 'strategy'>,
  reports: PipelineState['reports'],
): Instant | null {
  return feed === null && strategy !== 'derived' ? null : (reports?.bound ?? null)
}

/** The age of a cache whose window was read through `bound`, and whose reports through `reportsBound`, by the database's clock. */
export function freshnessOf(bound: Instant | null, reportsBound: Instant | null, now: Instant): Freshness {
  return {
    asOf: bound === null ? null : isoOf(bound),
    lagSeconds: bound === null ? null : Math.max(0, Math.round((msOf(now) - msOf(bound)) / 1000)),
    liveAsOf: reportsBound === null ? null : isoOf(reportsBound),
  }
}
