declare const instantBrand: unique symbol

/**
 * A moment in UTC with nanoseconds, as `YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ`. The width is fixed, so that instants compare as
 * plain strings and lose nothing that a Firestore timestamp or a vendor's clock says (invariant 2: never rounded up).
 */
export type Instant = string & { readonly [instantBrand]: true }

const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{9}Z$/
const lowestSeconds = Date.parse('0001-01-01T00:00:00Z') / 1000
const highestSeconds = Date.parse('9999-12-31T23:59:59Z') / 1000

/** The last moment that an instant can be. */
export const lastInstant = '9999-12-31T23:59:59.999999999Z' as Instant // in the one form that is stored

/** Whether `text` is an instant in the one form that is stored. */
export function isInstant(text: string): text is Instant {
  const ms = pattern.test(text) ? Date.parse(text) : Number.NaN
  // Years begin with 1; a day that the month does not have would come out as another.
  return ms >= lowestSeconds * 1000 && new Date(ms).toISOString().slice(0, 19) === text.slice(0, 19)
}

/** The instant of `seconds` since 1970 and `nanoseconds` (0 to 999,999,999); throws a RangeError outside years 1 to 9999. */
export function instantFromParts(seconds: number, nanoseconds: number): Instant {
  if (!Number.isInteger(seconds) || seconds < lowestSeconds || seconds > highestSeconds) {
    throw new RangeError('A time must lie in the years 1 to 9999.')
  }
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19)
  return `${whole}.${String(nanoseconds).padStart(9, '0')}Z` as Instant
}

/** The instant of `ms` since 1970; a fraction of a millisecond is kept down to nanoseconds, the rest is floored. */
export function instantFromMs(ms: number): Instant {
  const seconds = Math.floor(ms / 1000)
  const nanoseconds = Math.min(999_999_999, Math.floor((ms - seconds * 1000) * 1e6))
  return instantFromParts(seconds, nanoseconds)
}

/** Seconds since 1970 and nanoseconds, exactly. */
export function partsOf(instant: Instant): { seconds: number; nanoseconds: number } {
  return { seconds: Date.parse(`${instant.slice(0, 19)}Z`) / 1000, nanoseconds: Number(instant.slice(20, 29)) }
}

/** Milliseconds since 1970, floored. */
export function msOf(instant: Instant): number {
  const { seconds, nanoseconds } = partsOf(instant)
  return seconds * 1000 + Math.floor(nanoseconds / 1e6)
}

/** `instant` moved by whole milliseconds; the nanoseconds below stay. */
export function shift(instant: Instant, ms: number): Instant {
  const { seconds, nanoseconds } = partsOf(instant)
  const total = Math.floor(nanoseconds / 1e6) + ms
  const carry = Math.floor(total / 1000)
  return instantFromParts(seconds + carry, (total - carry * 1000) * 1e6 + (nanoseconds % 1e6))
}

/** ISO 8601 in UTC with milliseconds, floored: the form in which times cross the wire. */
export function isoOf(instant: Instant): string {
  return `${instant.slice(0, 23)}Z`
}

/** The later of two instants; null counts as earliest. */
export function later(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b
  return a > b ? a : b
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/

/** The instant of an RFC 3339 text with any number of fraction digits up to nine; null where the text is none. */
export function instantFromText(text: string): Instant | null {
  const [, whole, fraction = '', zone] = rfc3339.exec(text) ?? []
  if (whole === undefined || zone === undefined) return null
  const seconds = Date.parse(`${whole}${zone}`) / 1000
  const isDay = new Date(Date.parse(`${whole}Z`)).toJSON()?.slice(0, 19) === whole
  // A day that the month does not have would come out as another.
  if (!isDay || !(seconds >= lowestSeconds && seconds <= highestSeconds)) return null
  return instantFromParts(seconds, Number(fraction.padEnd(9, '0')))
}
