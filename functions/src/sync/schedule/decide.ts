import { msOf, type Instant } from '../../lib/instant.ts'
import type { Span } from '../../model/state.ts'
import { isQuiet } from './quietHours.ts'
import { adaptiveIntervals, type AdaptiveSettings } from './settings.ts'
import { recentChanges } from './spans.ts'

/**
 * The number of changes that a run is to find. With so many, its fixed cost (4 reads and 3 writes) is a small part of what
 * the changes themselves cost, so that a shorter interval adds freshness and little else.
 */
export const changesPerRun = 10
/**
 * The factor within which the interval stays: while a run finds between a half and twice of `changesPerRun`. To come back, the rate has to
 * change twofold.
 */
const tolerance = 2
/** The least time that a rate is taken from, in minutes: an order in the first seconds is no rush, and none is no rest. */
const leastMinutes = 10
/** The age from which a span says nothing of now, in milliseconds: twice the longest interval. */
const staleMs = 2 * 60 * 60_000

export interface ScheduleQuestion {
  readonly settings: AdaptiveSettings
  /** The job's interval as it is. */
  readonly presentMinutes: number
  /** The time zone of the job, which is that of the quiet hours. */
  readonly timeZone: string
  readonly now: Instant
  /** The recent spans of each pipeline that the job syncs. */
  readonly activity: readonly (readonly Span[])[]
}

export interface ScheduleDecision {
  readonly everyMinutes: number
  /** The reason in words, for the log and for people who ask. */
  readonly reason: string
}

/** Decides the interval of the job. The decision is pure, so that anybody can ask again later and get the same answer. */
export function decideSchedule(question: ScheduleQuestion): ScheduleDecision {
  const { settings, timeZone, now, presentMinutes } = question
  const { quietHours, ceilingMinutes } = settings
  if (quietHours !== null && isQuiet(quietHours, now, timeZone)) {
    return { everyMinutes: ceilingMinutes, reason: `quiet hours, ${quietHours.text} ${timeZone}: the ceiling` }
  }
  const present = longestWithin(presentMinutes, settings)
  const rate = rateOf(question)
  if (rate === null) return { everyMinutes: present, reason: 'no run has succeeded in the last two hours: it stays' }
  return ofRate(rate, present, settings)
}

interface Rate {
  /** The changes per minute; where little is known, the least that they can be. */
  readonly perMinute: number
  readonly isSure: boolean
}

function ofRate({ perMinute, isSure }: Rate, present: number, settings: AdaptiveSettings): ScheduleDecision {
  const expected = perMinute * present
  const wanted = longestWithin(changesPerRun / perMinute, settings)
  const found = `about ${rounded(perMinute * 60)} changes an hour, ${rounded(expected)} in ${minutes(present)}`
  const aim = `a run is to find about ${changesPerRun}`
  if (expected > changesPerRun * tolerance) {
    return { everyMinutes: wanted, reason: `${found}: ${aim}${wanted === present ? ', and this is the floor' : ''}` }
  }
  if (expected < changesPerRun / tolerance && !isSure) {
    return { everyMinutes: present, reason: `${found} at least, but little is known yet: it stays` }
  }
  if (expected < changesPerRun / tolerance) {
    return { everyMinutes: wanted, reason: `${found}: ${aim}${wanted === present ? ', and this is the ceiling' : ''}` }
  }
  return { everyMinutes: present, reason: `${found}: ${aim}, which is near enough` }
}

/** The rate of all pipelines together; null where nothing recent is known of any. */
function rateOf({ activity, now }: ScheduleQuestion): Rate | null {
  const recent = activity.filter((spans) => {
    const last = spans.at(-1)
    return last !== undefined && msOf(now) - msOf(last.until) < staleMs
  })
  if (recent.length === 0) return null
  const known = recent.map(recentChanges)
  return {
    perMinute: known.reduce((sum, one) => sum + one.changes / Math.max(one.minutes, leastMinutes), 0),
    isSure: known.every((one) => one.minutes >= leastMinutes),
  }
}

/** The longest interval to choose from that is no longer than `limit`; the floor where there is none. */
function longestWithin(limit: number, { floorMinutes, ceilingMinutes }: AdaptiveSettings): number {
  return (
    adaptiveIntervals.findLast((one) => one <= Math.min(limit, ceilingMinutes) && one > floorMinutes) ?? floorMinutes
  )
}

const rounded = (count: number): string =>
  count < 10 ? String(Math.round(count * 10) / 10) : String(Math.round(count))
const minutes = (count: number): string => (count === 1 ? '1 minute' : `${count} minutes`)
