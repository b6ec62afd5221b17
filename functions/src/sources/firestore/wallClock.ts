import type { TimeZone } from '../../contract/timeZone.ts'
import { instantFromParts, msOf, shift, type Instant } from '../../lib/instant.ts'

/*
 * Times without an offset, which a clock on the shop's wall shows. A time that the clocks skipped is the moment at which they
 * were set; of a time that they showed twice it is the first.
 */

const lowestMs = Date.parse('0001-01-01T00:00:00.000Z')
const highestMs = Date.parse('9999-12-31T23:59:59.999Z')

/** The moment at which clocks of `zone` show `local`, written as if it were UTC; null outside the years 1 to 9999. */
export function fromWallClock(local: Instant, zone: TimeZone): Instant | null {
  const ms = msOf(local)
  const at = zone.fromWallClock(ms)
  if (at < lowestMs || at > highestMs) return null
  // A skipped time has no fraction either.
  return zone.toWallClock(at) === ms ? shift(local, at - ms) : instantFromParts(at / 1000, 0)
}

/** The time that clocks of `zone` show at `at`, written as if it were UTC; at the ends of time the first or last that can be written. */
export function toWallClock(at: Instant, zone: TimeZone): Instant {
  const ms = msOf(at)
  const local = Math.min(highestMs, Math.max(lowestMs, zone.toWallClock(ms)))
  return shift(at, local - ms)
}

/** The time before which Tidemark reads no changes: whatever the clocks did until then does not matter. */
const firstChange = Date.parse('2026-01-01T00:00:00Z')
/**
 * The years to look through and the step to take, in milliseconds: clocks that are set at all are set within these years, and the shortest
 * time that they keep (Morocco's Ramadan) is a month.
 */
const [years, step] = [10, 15 * 86_400_000]
const known = new WeakMap<TimeZone, boolean>()

/** Tells whether the zone's clocks are never set again, so that the times they show sort in the order of time. */
export function isSteady(zone: TimeZone): boolean {
  let steady = known.get(zone)
  if (steady === undefined) known.set(zone, (steady = findSteady(zone)))
  return steady
}

function findSteady(zone: TimeZone): boolean {
  const offset = zone.toWallClock(firstChange) - firstChange
  for (let at = firstChange; at < firstChange + years * 366 * 86_400_000; at += step) {
    if (zone.toWallClock(at) - at !== offset) return false
  }
  return true
}
