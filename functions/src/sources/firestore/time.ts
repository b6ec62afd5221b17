import { utc, type TimeZone } from '../../contract/timeZone.ts'
import { Timestamp } from '../../lib/firestore/firestore.ts'
import { instantFromParts, partsOf, type Instant } from '../../lib/instant.ts'
import { isCalendarNumber, readEpochText, readExportedTimestamp, readNanoseconds } from './epochs.ts'
import { isoFormatOf, readIso, writeIso, type IsoFormat } from './iso.ts'
import { isoOfText, isUnclearDate } from './timeTexts.ts'
import { isSteady, toWallClock } from './wallClock.ts'

/**
 * The kind of a collection's change times. One collection has one kind: Firestore orders values by type first, and does not order numbers
 * or texts of two kinds by time among each other.
 */
export type TimeKind =
  | { readonly name: 'seconds' | 'milliseconds' | 'microseconds' | 'timestamp' }
  /** `zone`: the zone of texts without an offset, where it is not UTC. */
  | { readonly name: 'iso'; readonly format: IsoFormat; readonly zone?: TimeZone }

interface NumberKind {
  readonly name: keyof typeof unitsPerSecond
}

/** A change time as it stands in a document. */
export type NativeTime = number | string | Timestamp

export function isNativeTime(value: unknown): value is NativeTime {
  return typeof value === 'number' || typeof value === 'string' || value instanceof Timestamp
}

/** Compares in Firestore's order: numbers, then timestamps, then texts. Negative where `a` comes first. */
export function compareNative(a: NativeTime, b: NativeTime): number {
  const [rankA, rankB] = [rankOf(a), rankOf(b)]
  if (rankA !== rankB) return rankA - rankB
  // The strings of timestamps sort as they do; bytes of UTF-8 and code units of UTF-16 agree on what times consist of.
  const [left, right] = [a, b].map((value) => (value instanceof Timestamp ? value.valueOf() : value))
  if (left === undefined || right === undefined || left === right) return 0
  return left < right ? -1 : 1
}

function rankOf(value: NativeTime): number {
  if (typeof value === 'number') return 0
  return value instanceof Timestamp ? 1 : 2
}

/** The least number of epoch milliseconds (March 1973): numbers below (either side of 1970) are epoch seconds. */
export const leastMilliseconds = 1e11
/** The least number of epoch microseconds (1978): in milliseconds it would be beyond the year 9999. */
export const leastMicroseconds = 253_402_300_800_000
const unitsPerSecond = { seconds: 1, milliseconds: 1000, microseconds: 1_000_000 } as const
const lowestSeconds = -62_135_596_800
const highestSeconds = 253_402_300_799

/**
 * The kind of a change time, or null where the value is none to order by: texts without an offset are none in a zone whose
 * clocks are set back, for they show an hour twice.
 */
export function kindOf(value: unknown, zone: TimeZone = utc): TimeKind | null {
  if (value instanceof Timestamp) return { name: 'timestamp' }
  if (typeof value === 'number') return kindOfNumber(value)
  const format = typeof value === 'string' ? isoFormatOf(value) : null
  if (format === null) return null
  if (format.suffix !== '' || zone.name === 'UTC') return { name: 'iso', format }
  return isSteady(zone) ? { name: 'iso', format, zone } : null
}

function kindOfNumber(value: number): NumberKind | null {
  const name =
    value >= leastMicroseconds ? 'microseconds' : Math.abs(value) < leastMilliseconds ? 'seconds' : 'milliseconds'
  const seconds = Math.floor(value / unitsPerSecond[name])
  return seconds >= lowestSeconds && seconds <= highestSeconds ? { name } : null
}

/** Tells whether change times of two kinds sort by time among each other. */
export function sameKind(a: TimeKind, b: TimeKind): boolean {
  return describeKind(a) === describeKind(b)
}

/** A kind in words for operators. */
export function describeKind(kind: TimeKind): string {
  if (kind.name === 'timestamp') return 'Firestore timestamps'
  if (kind.name === 'iso') {
    const place = kind.zone === undefined ? '' : ` of ${kind.zone.name}`
    return `ISO texts like ${writeIso(instantFromParts(0, 0), kind.format)}${place}`
  }
  return `epoch ${kind.name}`
}

/** The moment of a change time of any kind, floored to nanoseconds and never rounded up (invariant 2), or null. */
export function instantOf(value: unknown, zone: TimeZone = utc): Instant | null {
  if (value instanceof Timestamp) return instantFromParts(value.seconds, value.nanoseconds)
  if (typeof value === 'number') return instantOfNumber(value)
  return typeof value === 'string' && kindOf(value, zone) !== null ? readIso(value, zone) : null
}

/**
 * The moment of a change time as `instantOf` gives it, and of values that name a moment and do not sort by it: dates, other offsets, wall
 * clocks of any zone, texts of digits, texts with names of months, nanoseconds, exported timestamps. Null for any other value.
 */
export function momentOf(value: unknown, zone: TimeZone = utc): Instant | null {
  if (typeof value === 'string') {
    const text = value.trim()
    return readIso(text, zone) ?? readEpochText(text) ?? readIso(isoOfText(text), zone)
  }
  if (typeof value !== 'number') return instantOf(value) ?? readExportedTimestamp(value)
  return isCalendarNumber(value) ? null : (instantOf(value) ?? readNanoseconds(value))
}

/** The words behind a field's name in a message about a value that `momentOf` cannot read. */
export function timeProblem(value: unknown): string {
  if (typeof value === 'string' && isUnclearDate(value)) {
    return 'is a date whose day and month cannot be told apart: write it as year-month-day'
  }
  if (typeof value === 'number' && isCalendarNumber(value)) {
    return 'is a number of year, month and day: write it as a text, year-month-day'
  }
  return 'is not a time that can be read'
}

function instantOfNumber(value: number): Instant | null {
  const kind = kindOfNumber(value)
  return kind && instantFromParts(...flooredParts(value, unitsPerSecond[kind.name]))
}

/** Seconds and nanoseconds of a number of `unit`ths of a second; floored exactly, where a product of doubles may round up. */
function flooredParts(value: number, unit: number): [number, number] {
  if (Number.isInteger(value)) {
    // A remainder is exact, where a quotient of large numbers may round up to the next second.
    const rest = ((value % unit) + unit) % unit
    return [(value - rest) / unit, rest * (1e9 / unit)]
  }
  // 60 bits below the point hold all of a double above 2^-8; what is below them is floored too.
  const nanoseconds = (BigInt(Math.floor(value * 2 ** 60)) * BigInt(1e9 / unit)) >> 60n
  const seconds = Math.floor(value / unit)
  return [seconds, Number(nanoseconds - BigInt(seconds) * 1_000_000_000n)]
}

/**
 * `instant` as documents of `kind` write it, to compare in a query. `bound` says what for:
 * - `exact` gives the value back whose instant it is, so that reading on behind (value, id) skips nothing and repeats nothing.
 *   For numbers that is the nearest double: doubles of our time are 238 ns apart (seconds), 244 ns (milliseconds) or
 *   250 ns (microseconds), more than the nanosecond that an instant was floored by. For ISO texts it has the format's digits and suffix.
 * - `lower` is at or below every value whose instant is `instant` or later.
 * - `upper` is a value whose instant is not later than `instant`.
 */
export function nativeOf(instant: Instant, kind: TimeKind, bound: 'exact' | 'lower' | 'upper'): NativeTime {
  const { seconds, nanoseconds } = partsOf(instant)
  if (kind.name === 'timestamp') return new Timestamp(seconds, nanoseconds)
  if (kind.name === 'iso') return writeIso(kind.zone ? toWallClock(instant, kind.zone) : instant, kind.format)
  const unit = unitsPerSecond[kind.name]
  const nearest = seconds * unit + nanoseconds / (1e9 / unit)
  if (bound === 'exact') return nearest
  const [wholeSeconds, rest] = flooredParts(nearest, unit)
  const isLater = wholeSeconds > seconds || (wholeSeconds === seconds && rest > nanoseconds)
  return isLater ? nextBelow(nearest) : nearest
}

/** The next double below: a step between half a unit in the last place and a whole one and a bit, rounded. */
function nextBelow(value: number): number {
  return value - Math.abs(value) * 1.1 * 2 ** -53
}
