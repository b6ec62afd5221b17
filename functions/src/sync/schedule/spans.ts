import { later, msOf, type Instant } from '../../lib/instant.ts'
import type { Span } from '../../model/state.ts'

const minuteMs = 60_000
/** A span shorter than this takes in the next run: runs in quick succession do not crowd out the last hour. */
const openMs = 5 * minuteMs
/** An hour of such spans and the open one. */
const kept = 13

/** A run that succeeded: the bounds before and after it, and how many orders it changed in the cache. */
export interface SucceededRun {
  readonly from: Instant
  readonly until: Instant
  readonly changes: number
}

/**
 * The spans with one more run, oldest first. A run counts for the whole time since the last one that counted: where
 * runs failed in between, what they left behind is found by this one and must not look like a burst.
 */
export function withRun(spans: readonly Span[], { from, until, changes }: SucceededRun): Span[] {
  const last = spans.at(-1)
  // A bound moves back by a rollback only.
  const end = later(last?.until ?? null, until) ?? until
  if (last !== undefined && msOf(last.until) - msOf(last.from) < openMs) {
    const joined = { from: last.from, until: end, runs: last.runs + 1, changes: last.changes + changes }
    return [...spans.slice(0, -1), joined]
  }
  return [...spans, { from: last?.until ?? from, until: end, runs: 1, changes }].slice(-kept)
}

/** The hour before the last run's bound is what counts. */
const countedMs = 60 * minuteMs

/**
 * Counts the changes of the hour that ends with the last span, and the minutes of it that are known. A span that
 * began before that hour counts by its share.
 */
export function recentChanges(spans: readonly Span[]): { readonly changes: number; readonly minutes: number } {
  const end = spans.at(-1)?.until
  if (end === undefined) return { changes: 0, minutes: 0 }
  const start = msOf(end) - countedMs
  let sum = 0
  let ms = 0
  for (const { from, until, changes } of spans) {
    const whole = msOf(until) - msOf(from)
    const part = Math.min(whole, msOf(until) - start)
    if (part < 0) continue
    sum += whole === 0 ? changes : (changes * part) / whole
    ms += part
  }
  return { changes: sum, minutes: ms / minuteMs }
}
