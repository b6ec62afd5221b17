import type { Freshness } from '../contract/freshness.ts'
import { isoOf, msOf, type Instant } from '../lib/instant.ts'

/** The age of a cache whose window was read through `bound`, and whose reports through `reportsBound`, by the database's clock. */
export function freshnessOf(bound: Instant | null, reportsBound: Instant | null, now: Instant): Freshness {
  return {
    asOf: bound === null ? null : isoOf(bound),
    lagSeconds: bound === null ? null : Math.max(0, Math.round((msOf(now) - msOf(bound)) / 1000)),
    liveAsOf: reportsBound === null ? null : isoOf(reportsBound),
  }
}
