import { UsageError } from '../../cli/commandLine.ts'

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const
const leastMs = 5_000
const mostMs = 24 * unitMs.h

export interface Interval {
  /** As it was written: `30s`. */
  readonly text: string
  readonly ms: number
}

/** Reads `30s`, `5m` or `1h`. Throws a UsageError for anything else, and outside of 5 seconds to a day. */
export function parseInterval(flag: string, text: string): Interval {
  const [, number, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? []
  if (number === undefined || !isUnit(unit)) {
    throw new UsageError(`${flag} must be a whole number with s, m or h, like 30s or 5m, not "${text}"`)
  }
  const ms = Number(number) * unitMs[unit]
  if (ms < leastMs || ms > mostMs) throw new UsageError(`${flag} must be from 5s to 24h, not ${text}`)
  return { text, ms }
}

/**
 * The next moment that is a multiple of the interval, as a cron schedule has it: every 15 minutes is :00, :15, :30,
 * :45.
 */
export function nextTick(now: number, intervalMs: number): number {
  return (Math.floor(now / intervalMs) + 1) * intervalMs
}

function isUnit(unit: string | undefined): unit is keyof typeof unitMs {
  return unit !== undefined && Object.hasOwn(unitMs, unit)
}
