import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromParts, type Instant } from '../../../functions/src/lib/instant.ts'
import {
  compareNative,
  instantOf,
  kindOf,
  momentOf,
  nativeOf,
  sameKind,
  type NativeTime,
  type TimeKind,
} from '../../../functions/src/sources/firestore/time.ts'

const from1979 = 283_996_800
const to2200 = 7_258_118_400
const seconds = fc.integer({ min: from1979, max: to2200 })
const nanoseconds = fc.integer({ min: 0, max: 999_999_999 })
const instant = fc.tuple(seconds, nanoseconds).map(([s, n]) => instantFromParts(s, n))

const isoTexts = fc
  .tuple(instant, fc.constantFrom('T', ' '), fc.integer({ min: 0, max: 9 }), fc.constantFrom('Z', '', '+00:00', ' UTC'))
  .map(([at, separator, digits, suffix]) => {
    const fraction = digits === 0 ? '' : `.${at.slice(20, 20 + digits)}`
    return `${at.slice(0, 10)}${separator}${at.slice(11, 19)}${fraction}${suffix}`
  })

/** Values as shops store them, of every kind. */
const stored: readonly (readonly [string, fc.Arbitrary<NativeTime>])[] = [
  ['whole milliseconds', fc.integer({ min: from1979 * 1000, max: to2200 * 1000 })],
  ['milliseconds', fc.double({ min: from1979 * 1000, max: to2200 * 1000, noNaN: true })],
  ['whole seconds', seconds],
  ['seconds', fc.double({ min: from1979, max: to2200, noNaN: true })],
  ['ISO texts', isoTexts],
  ['whole microseconds', fc.integer({ min: from1979 * 1_000_000, max: to2200 * 1_000_000 })],
  ['microseconds', fc.double({ min: from1979 * 1_000_000, max: to2200 * 1_000_000, noNaN: true })],
  ['timestamps', fc.tuple(seconds, nanoseconds).map(([s, n]) => new Timestamp(s, n))],
]

/** Compares two values of one type as Firestore does. */
function compare(a: NativeTime, b: NativeTime): number {
  const [left, right] = [a.valueOf(), b.valueOf()]
  return left < right ? -1 : left > right ? 1 : 0
}

function read(value: NativeTime): { at: Instant; kind: TimeKind } {
  const [at, kind] = [instantOf(value), kindOf(value)]
  if (at === null || kind === null) throw new Error('not a time')
  return { at, kind }
}

describe.each(stored)('%s', (_name, value) => {
  it('come back exactly from their instant', () => {
    fc.assert(
      fc.property(value, (native) => {
        const { at, kind } = read(native)
        expect(nativeOf(at, kind, 'exact')).toEqual(native)
      }),
    )
  })

  it('are at or above a lower bound that is not later, and above an upper one that is earlier', () => {
    fc.assert(
      fc.property(value, instant, fc.constantFrom(-1, 0, 1, 1000, 10 ** 6), (native, other, distance) => {
        const { at, kind } = read(native)
        for (const bound of [other, nearby(at, distance)]) {
          const [lower, upper] = [nativeOf(bound, kind, 'lower'), nativeOf(bound, kind, 'upper')]
          expect(at < bound || compare(native, lower) >= 0).toBe(true)
          expect(at <= bound || compare(native, upper) > 0).toBe(true)
          expect(read(lower).at <= bound && read(upper).at <= bound).toBe(true)
        }
      }),
    )
    expect.hasAssertions()
  })
})

/** The instant that is `distance` nanoseconds away, kept within the same second. */
function nearby(at: Instant, distance: number): Instant {
  const near = Math.min(999_999_999, Math.max(0, Number(at.slice(20, 29)) + distance))
  return `${at.slice(0, 20)}${String(near).padStart(9, '0')}Z` as Instant // an instant with other nanoseconds
}

describe('numbers', () => {
  it('keep the order of time, and their instant is never later than they are', () => {
    const number = fc.double({ min: from1979, max: to2200, noNaN: true })
    fc.assert(
      fc.property(number, (value) => {
        const { at } = read(value)
        const exact = BigInt(Math.floor(value * 2 ** 40)) * 1_000_000_000n
        const nanos = BigInt(Date.parse(`${at.slice(0, 19)}Z`) / 1000) * 1_000_000_000n + BigInt(at.slice(20, 29))
        expect(nanos << 40n <= exact).toBe(true)
        expect((nanos + 1n) << 40n > exact).toBe(true)
      }),
    )
  })

  it('below 1e11 are seconds', () => {
    expect(instantOf(1_767_225_600)).toBe('2026-01-01T00:00:00.000000000Z')
    expect(instantOf(1_767_225_600_000)).toBe('2026-01-01T00:00:00.000000000Z')
    expect(instantOf(1_767_225_600.5)).toBe('2026-01-01T00:00:00.500000000Z')
    expect(instantOf(1_767_225_600_001.25)).toBe('2026-01-01T00:00:00.001250000Z')
    expect(instantOf(-0.1)).toBe('1969-12-31T23:59:59.899999999Z')
    expect(kindOf(99_999_999_999)).toEqual({ name: 'seconds' })
    expect(kindOf(100_000_000_000)).toEqual({ name: 'milliseconds' })
  })

  it('beyond the years 1 to 9999 are no times', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e18, -1e15, -9e10]) expect(instantOf(value)).toBeNull()
  })
})

describe('texts', () => {
  it.each([
    ['2026-07-01T12:00:00Z', '2026-07-01T12:00:00.000000000Z'],
    ['2026-07-01T12:00:00.123456+00:00', '2026-07-01T12:00:00.123456000Z'],
    ['2026-07-01 12:00:00', '2026-07-01T12:00:00.000000000Z'],
  ])('in UTC are change times: %s', (text, at) => {
    expect(instantOf(text)).toBe(at)
  })

  it.each([
    ['2026-07-01T12:00:00+02:00', '2026-07-01T10:00:00.000000000Z'],
    ['2026-07-01T12:00:00.9999999999-0330', '2026-07-01T15:30:00.999999999Z'],
    ['2026-07-01T12:00Z', '2026-07-01T12:00:00.000000000Z'],
    ['2026-07-01', '2026-07-01T00:00:00.000000000Z'],
  ])('that do not sort by time are moments, and no change times: %s', (text, at) => {
    expect(momentOf(text)).toBe(at)
    expect(instantOf(text)).toBeNull()
  })

  it.each([
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2026-07-01T24:00:00Z',
    '2026-07-01T12:60:00Z',
    '2026-07-01T12:00:00+99:00',
    '0000-07-01T12:00:00Z',
    '9999-12-31T23:59:59-01:00',
    '',
  ])('that name no moment are not read: %s', (text) => {
    expect(momentOf(text)).toBeNull()
  })

  it('of two formats are of two kinds', () => {
    const [plain, fraction] = ['2026-07-01T12:00:00Z', '2026-07-01T12:00:00.000Z'].map((text) => read(text).kind)
    expect(plain && fraction && sameKind(plain, fraction)).toBe(false)
  })
})

it('of any types stand in the order of Firestore', () => {
  const inOrder = [
    -1e11,
    1.5,
    1_767_225_600,
    1e12,
    new Timestamp(0, 1),
    new Timestamp(1e9, 0),
    '',
    '0',
    '2026',
    '2026~',
  ]
  for (const [i, a] of inOrder.entries()) {
    for (const [j, b] of inOrder.entries()) expect(Math.sign(compareNative(a, b))).toBe(Math.sign(i - j))
  }
})

it('values of other types are no times', () => {
  for (const value of [
    null,
    undefined,
    true,
    {},
    [],
    new Date(0),
    { seconds: 'soon' },
    { seconds: 1, nanoseconds: -1 },
  ]) {
    expect(instantOf(value)).toBeNull()
    expect(momentOf(value)).toBeNull()
  }
})
