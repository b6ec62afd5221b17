import { utc, type TimeZone } from '../../contract/timeZone.ts'
import { instantFromParts, msOf, shift, type Instant } from '../../lib/instant.ts'
import { fromWallClock } from './wallClock.ts'

/** The format of a shop's times: `2026-07-01T12:00:00.000Z` has separator T, 3 digits and suffix Z. */
export interface IsoFormat {
  readonly separator: string
  /** Digits of the fraction, 0 to 9. */
  readonly digits: number
  readonly suffix: string
}

const pattern = /^(\d{4}-\d\d-\d\d)(?:([T ])(\d\d:\d\d)(:\d\d(?:\.\d+)?)?( ?UTC|[zZ]|[+-]\d\d(?::?\d\d)?)?)?$/
const lowestMs = Date.parse('0001-01-01T00:00:00.000Z')
const highestMs = Date.parse('9999-12-31T23:59:59.999Z')
/** Suffixes that say UTC, each in one way only, and none: a wall clock. */
const orderedSuffixes: ReadonlySet<string> = new Set(['', 'Z', ' UTC', '+00:00', '+0000', '+00'])

/**
 * The moment that an ISO 8601 text names, or null; floored to nanoseconds. Without an offset it is what clocks of `zone` show
 * (see wallClock.ts); a date alone is the beginning of its day.
 */
export function readIso(text: string, zone: TimeZone = utc): Instant | null {
  const [, date = '', , time = '00:00', rest = ':00', suffix = ''] = pattern.exec(text) ?? []
  const [seconds = '', fraction = ''] = rest.split('.')
  const whole = `${date}T${time}${seconds}`
  const ms = Date.parse(`${whole}Z`)
  // A day or an hour that does not exist would roll over into the next.
  if (date < '0001' || Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(whole)) return null
  const offset = offsetMs(suffix)
  if (offset === null) return null
  const local = instantFromParts(ms / 1000, Number(fraction.slice(0, 9).padEnd(9, '0')))
  if (suffix === '') return zone.name === 'UTC' ? local : fromWallClock(local, zone)
  return offset === 0 ? local : shiftedOrNull(local, -offset)
}

function offsetMs(suffix: string): number | null {
  if (!/^[+-]/.test(suffix)) return 0
  const digits = suffix.slice(1).replace(':', '')
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))]
  if (hours > 23 || minutes > 59) return null
  return (suffix.startsWith('-') ? -60_000 : 60_000) * (hours * 60 + minutes)
}

/** Years 1 to 9999 are all that an instant can hold. */
function shiftedOrNull(instant: Instant, ms: number): Instant | null {
  const moved = msOf(instant) + ms
  return moved < lowestMs || moved > highestMs ? null : shift(instant, ms)
}

/**
 * The format of a text in UTC or without an offset whose order as a string is its order in time among texts of the same
 * format (without an offset: while the clocks are not set back), or null: a date alone, minutes alone and other offsets are
 * moments too, but nothing to order by.
 */
export function isoFormatOf(text: string): IsoFormat | null {
  const [, , separator, , rest, suffix = ''] = pattern.exec(text) ?? []
  if (separator === undefined || rest === undefined || !orderedSuffixes.has(suffix)) return null
  const digits = Math.max(0, rest.length - ':00.'.length)
  return digits > 9 || readIso(text) === null ? null : { separator, digits, suffix }
}

/** `instant` in a shop's format; digits that it has no room for are cut off. */
export function writeIso(instant: Instant, { separator, digits, suffix }: IsoFormat): string {
  const fraction = digits === 0 ? '' : `.${instant.slice(20, 20 + digits)}`
  return `${instant.slice(0, 10)}${separator}${instant.slice(11, 19)}${fraction}${suffix}`
}
