import type { Range } from '../vendor/list.ts'
import { msOfTime } from './records.ts'

/** A location with the time at which it was created. */
export interface DatedLocation {
  readonly id: string
  readonly created_at?: unknown
}

/** A part of an enumeration: the records of a location that were created in a range, in milliseconds. */
export interface TimedPart {
  readonly location: string
  readonly range: Range
}

/**
 * Names the parts of an enumeration: a location each, and where these are fewer than the calls that may be under way at once, a year of a
 * location each. The first year holds all before it, and the last one all behind.
 */
export function partNames(locations: readonly DatedLocation[], callsAtOnce: number, nowMs: number): string[] {
  if (locations.length >= callsAtOnce) return locations.map(({ id }) => id)
  const lastYear = yearOf(nowMs)
  return locations.flatMap((location) => {
    const firstYear = yearOf(msOfTime(location.created_at) ?? nowMs)
    const years = Array.from({ length: Math.max(0, lastYear - firstYear) }, (_, n) => firstYear + 1 + n)
    return ['', ...years].map((from, n) => `${location.id}@${from}-${years[n] ?? ''}`)
  })
}

/** Names the part of a location's records that were created from a moment on, in milliseconds. */
export function nameSince(location: string, ms: number): string {
  return `${location}@${ms}`
}

/** The part of a name, whose range ends at `endMs` at the latest. */
export function partOf(name: string, endMs: number): TimedPart {
  const since = /^(.+)@(\d{1,15})$/.exec(name)
  if (since !== null) return { location: since[1] ?? '', range: { ge: Number(since[2]), lt: endMs } }
  const [, location = name, from = '', to = ''] = /^(.+)@(\d{4}|)-(\d{4}|)$/.exec(name) ?? []
  return {
    location,
    range: { ge: from === '' ? 0 : startOf(Number(from)), lt: to === '' ? endMs : startOf(Number(to)) },
  }
}

function startOf(year: number): number {
  return Date.UTC(year, 0)
}

function yearOf(ms: number): number {
  return new Date(ms).getUTCFullYear()
}
