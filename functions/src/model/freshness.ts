import { isoOf, msOf, type Instant } from '../lib/instant.ts'

/** How fresh a cache is: its bound, and how long ago that was by the database's clock. */
export function freshnessOf(
  bound: Instant | null,
  now: Instant,
): { readonly asOf: string | null; readonly lagSeconds: number | null } {
  if (bound === null) return { asOf: null, lagSeconds: null }
  return { asOf: isoOf(bound), lagSeconds: Math.max(0, Math.round((msOf(now) - msOf(bound)) / 1000)) }
}
