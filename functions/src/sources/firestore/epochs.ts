import { isMap } from '../../lib/firestore/firestoreValues.ts'
import { instantFromParts, type Instant } from '../../lib/instant.ts'

/*
 * Times since 1970 that are no values to order by: texts of digits, nanoseconds, timestamps that were exported as maps.
 */

/** Seconds, milliseconds, microseconds and nanoseconds by the number of their digits, from September 2001 to 2286. */
const nanosecondsPerUnit = new Map([
  [10, 1_000_000_000n],
  [13, 1_000_000n],
  [16, 1000n],
  [19, 1n],
])
const second = 1_000_000_000n

/** The moment that a text of 10, 13, 16 or 19 digits, with decimals or without, counts to; floored. */
export function readEpochText(text: string): Instant | null {
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  const unit = whole.startsWith('0') ? undefined : nanosecondsPerUnit.get(whole.length)
  if (unit === undefined) return null
  const below = (BigInt(fraction.slice(0, 9).padEnd(9, '0')) * unit) / second
  return instantOfNanoseconds(BigInt(whole) * unit + below)
}

/** The least number of epoch nanoseconds; lower numbers are microseconds. */
const leastNanoseconds = 253_402_300_800_000_000
/** The end of Firestore's integers, exclusive. */
const mostNanoseconds = 2 ** 63

/** The moment of a number of nanoseconds since 1970, as exact as a double holds it. */
export function readNanoseconds(value: number): Instant | null {
  return value >= leastNanoseconds && value < mostNanoseconds ? instantOfNanoseconds(BigInt(value)) : null
}

function instantOfNanoseconds(nanoseconds: bigint): Instant {
  return instantFromParts(Number(nanoseconds / second), Number(nanoseconds % second))
}

const [lowestSeconds, highestSeconds] = [-62_135_596_800, 253_402_300_799]

/** The moment of a Firestore timestamp that was exported as a map: `{_seconds, _nanoseconds}` or `{seconds, nanoseconds}`. */
export function readExportedTimestamp(value: unknown): Instant | null {
  if (!isMap(value)) return null
  const [seconds, nanoseconds] = [value._seconds ?? value.seconds, value._nanoseconds ?? value.nanoseconds ?? 0]
  if (!isWholeBetween(seconds, lowestSeconds, highestSeconds) || !isWholeBetween(nanoseconds, 0, 999_999_999))
    return null
  return instantFromParts(seconds, nanoseconds)
}

function isWholeBetween(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && typeof value === 'number' && value >= least && value <= most
}

const calendarNumber = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?$/

/**
 * Tells whether a number is more likely a date, like 20261118 or 20261118163640, than a time since 1970: no shop has the time since 1970
 * that it would be.
 */
export function isCalendarNumber(value: number): boolean {
  return calendarNumber.test(String(value))
}
