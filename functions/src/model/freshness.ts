import { isoOf, msOf, type Instant } from '../lib/instant.ts'

/** The freshness of a cache, as every answer says it. */
export interface Freshness {
  /** The cache shows every change that its sources made visible before this moment; null before the first run. */
  readonly asOf: string | null
  readonly lagSeconds: number | null
  /** It shows whatever was reported before this moment, too; null where not every source reports its changes. */
  readonly liveAsOf: string | null
}

/** The age of a cache whose window was read through `bound`, and whose reports through `reportsBound`, by the database's clock. */
export function freshnessOf(bound: Instant | null, reportsBound: Instant | null, now: Instant): Freshness {
  return {
    asOf: bound === null ? null : isoOf(bound),
    lagSeconds: bound === null ? null : Math.max(0, Math.round((msOf(now) - msOf(bound)) / 1000)),
    liveAsOf: reportsBound === null ? null : isoOf(reportsBound),
  }
}
