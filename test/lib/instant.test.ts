import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  instantFromMs,
  instantFromParts,
  instantFromText,
  isInstant,
  isoOf,
  later,
  msOf,
  partsOf,
  shift,
  type Instant,
} from '../../functions/src/lib/instant.ts'

const lowest = Date.UTC(2000, 0, 1) / 1000 - 63_082_281_600 // 0001-01-01T00:00:00Z
const highest = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000

const seconds = fc.oneof(
  fc.integer({ min: lowest, max: highest }),
  fc.constantFrom(lowest, -1, 0, 1, highest),
  fc.integer({ min: -100, max: 100 }),
)
const nanoseconds = fc.oneof(
  fc.integer({ min: 0, max: 999_999_999 }),
  fc.constantFrom(0, 1, 999_999, 1_000_000, 999_999_999),
)
const parts = fc.record({ seconds, nanoseconds })
/** Doubles so small that a division by 1000 loses them are nobody's time. */
const isNoSpeck = (ms: number): boolean => Math.abs(ms) > 1e-300 || ms === 0
const ofParts = (of: { seconds: number; nanoseconds: number }): Instant => instantFromParts(of.seconds, of.nanoseconds)

describe('a text in RFC 3339', () => {
  it.each([
    ['2026-06-01T10:00:36Z', '2026-06-01T10:00:36.000000000Z'],
    ['2026-06-01T10:00:36.136Z', '2026-06-01T10:00:36.136000000Z'],
    ['2026-06-01T10:00:36.5Z', '2026-06-01T10:00:36.500000000Z'],
    ['2026-06-01T10:00:36.123456789Z', '2026-06-01T10:00:36.123456789Z'],
    ['2026-06-01T12:30:36.136+02:30', '2026-06-01T10:00:36.136000000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000000000Z'],
  ])('%s is the instant %s', (text, instant) => {
    expect(instantFromText(text)).toBe(instant)
  })

  it.each([
    '',
    'yesterday',
    '2026-06-01',
    '2026-06-01T10:00Z',
    '2026-06-01T10:00:36',
    '2026-06-01T10:00:36.Z',
    '2026-02-30T10:00:36Z',
    '2026-13-01T10:00:36Z',
    '2026-06-01T24:30:00Z',
    '0000-06-01T10:00:36Z',
  ])('%j is none', (text) => {
    expect(instantFromText(text)).toBeNull()
  })
})

describe('an instant', () => {
  it('gives its seconds and nanoseconds back, before 1970 too', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const instant = ofParts(given)
        expect(isInstant(instant)).toBe(true)
        expect(partsOf(instant)).toEqual(given)
      }),
    )
  })

  it('stands among others as text where its time stands', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const byTime = Math.sign(a.seconds - b.seconds || a.nanoseconds - b.nanoseconds)
        const [x, y] = [ofParts(a), ofParts(b)]
        expect(x < y ? -1 : Number(x > y)).toBe(byTime)
        expect(later(x, y)).toBe(byTime > 0 ? x : y)
      }),
    )
  })

  it('is floored to milliseconds, never rounded up', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const instant = ofParts(given)
        const floored = msOf(instant)
        const exact = BigInt(given.seconds) * 1_000_000_000n + BigInt(given.nanoseconds)
        expect(BigInt(floored) * 1_000_000n <= exact && exact < BigInt(floored + 1) * 1_000_000n).toBe(true)
        expect(isoOf(instant)).toBe(new Date(floored).toISOString())
        expect(msOf(instantFromMs(floored))).toBe(floored)
      }),
    )
    expect(isoOf(instantFromParts(-1, 999_999_999))).toBe('1969-12-31T23:59:59.999Z')
  })

  it('keeps fractions of a millisecond, and floors what is below a nanosecond', () => {
    expect(instantFromMs(0.5)).toBe('1970-01-01T00:00:00.000500000Z')
    expect(instantFromMs(-0.5)).toBe('1969-12-31T23:59:59.999500000Z')
    expect(instantFromMs(-1e-9)).toBe('1969-12-31T23:59:59.999999999Z')
    expect(instantFromMs(0.000_001_9)).toBe('1970-01-01T00:00:00.000000001Z')
  })

  it('lies in the millisecond that it is made of, whatever fraction it has', () => {
    fc.assert(
      fc.property(fc.double({ min: -6e13, max: 2e14, noNaN: true }).filter(isNoSpeck), (ms) => {
        const instant = instantFromMs(ms)
        expect(isInstant(instant)).toBe(true)
        expect(msOf(instant) - Math.floor(ms)).toBe(0)
      }),
    )
  })

  it('has no year outside 1 to 9999, and no part that is not a number', () => {
    for (const wrong of [lowest - 1, highest + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => instantFromParts(wrong, 0)).toThrow(RangeError)
    }
    expect(() => instantFromMs(Number.NaN)).toThrow(RangeError)
    expect(() => instantFromMs(8.64e15)).toThrow(RangeError)
    expect(() => shift(instantFromParts(lowest, 0), -1)).toThrow(RangeError)
    expect(() => shift(instantFromParts(highest, 999_999_999), 1)).toThrow(RangeError)
    expect(instantFromParts(lowest, 0)).toBe('0001-01-01T00:00:00.000000000Z')
    expect(instantFromParts(highest, 999_999_999)).toBe('9999-12-31T23:59:59.999999999Z')
  })
})

describe('shift', () => {
  const ms = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 })
  const middle = fc.record({ seconds: fc.integer({ min: -1e10, max: 1e10 }), nanoseconds })

  it('moves by whole milliseconds, and keeps the nanoseconds below', () => {
    fc.assert(
      fc.property(middle, ms, (given, by) => {
        const moved = partsOf(shift(ofParts(given), by))
        const exact = BigInt(given.seconds) * 1_000_000_000n + BigInt(given.nanoseconds) + BigInt(by) * 1_000_000n
        expect(BigInt(moved.seconds) * 1_000_000_000n + BigInt(moved.nanoseconds)).toBe(exact)
      }),
    )
  })

  it('comes back', () => {
    fc.assert(
      fc.property(middle, ms, (given, by) => {
        expect(shift(shift(ofParts(given), by), -by)).toBe(ofParts(given))
      }),
    )
  })
})

describe('isInstant', () => {
  it.each([
    ['no nanoseconds', '2026-01-01T00:00:00Z'],
    ['milliseconds', '2026-01-01T00:00:00.000Z'],
    ['another zone', '2026-01-01T00:00:00.000000000+01:00'],
    ['no zone', '2026-01-01T00:00:00.000000000'],
    ['a thirteenth month', '2026-13-01T00:00:00.000000000Z'],
    ['a leap second', '2026-12-31T23:59:60.000000000Z'],
    ['something behind it', '2026-01-01T00:00:00.000000000Z\n'],
    ['the year 0', '0000-12-31T23:59:59.999999999Z'],
    ['a day that the month does not have', '2026-02-30T00:00:00.000000000Z'],
    ['the hour 24', '2026-01-01T24:00:00.000000000Z'],
  ])('denies a text with %s', (_what, text) => {
    expect(isInstant(text)).toBe(false)
  })
})

it('nothing counts as earlier than any instant', () => {
  const instant = instantFromParts(0, 1)
  expect([later(null, instant), later(instant, null), later(null, null)]).toEqual([instant, instant, null])
})
