import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { TimeZone, utc } from '../../../functions/src/contract/timeZone.ts'
import { instantFromMs, isoOf, lastInstant } from '../../../functions/src/lib/instant.ts'
import {
  compareNative,
  describeKind,
  instantOf,
  kindOf,
  momentOf,
  nativeOf,
  timeProblem,
} from '../../../functions/src/sources/firestore/time.ts'

const kolkata = new TimeZone('Asia/Kolkata')
const berlin = new TimeZone('Europe/Berlin')
const saoPaulo = new TimeZone('America/Sao_Paulo')

/** The moment in UTC with milliseconds. */
function read(value: unknown, zone: TimeZone = utc) {
  const moment = momentOf(value, zone)
  return moment && isoOf(moment)
}

describe('one moment', () => {
  it.each<[unknown]>([
    [1_795_000_000],
    [1_795_000_000_000],
    [1_795_000_000_000_000],
    [1_795_000_000_000_000_000],
    ['1795000000'],
    ['1795000000.0'],
    ['1795000000000'],
    ['1795000000000000'],
    ['1795000000000000000'],
    [{ _seconds: 1_795_000_000, _nanoseconds: 0 }],
    [{ seconds: 1_795_000_000, nanoseconds: 0 }],
    [{ seconds: 1_795_000_000 }],
    ['Wed Nov 18 2026 16:36:40 GMT+0530 (India Standard Time)'],
    ['Wed Nov 18 2026 11:06:40 GMT+0000 (Coordinated Universal Time)'],
    ['Wed, 18 Nov 2026 11:06:40 GMT'],
    ['Wed, 18 Nov 2026 16:36:40 +0530'],
    ['18 Nov 2026 11:06:40 Z'],
    ['2026-11-18T16:36:40+05:30'],
    ['2026/11/18 11:06:40'],
    [' 2026-11-18T11:06:40Z '],
  ])('is written as %j', (value) => {
    expect(read(value)).toBe('2026-11-18T11:06:40.000Z')
  })

  it.each([
    '2026-11-18 16:36:40',
    '2026-11-18T16:36:40.000000',
    'Wed Nov 18 2026 16:36:40',
    'Nov 18, 2026 16:36:40',
    '18 Nov 2026 16:36:40',
    '2026/11/18 16:36:40',
  ])('is %s on the wall', (text) => {
    expect(read(text, kolkata)).toBe('2026-11-18T11:06:40.000Z')
  })

  it('is floored', () => {
    expect(read('2026-11-28 22:27:20.560456', kolkata)).toBe('2026-11-28T16:57:20.560Z')
    expect(momentOf('1795000000000.9999999999')).toBe('2026-11-18T11:06:40.000999999Z')
    expect(momentOf('1795000000999999999')).toBe('2026-11-18T11:06:40.999999999Z')
    expect(momentOf(1_795_000_000_000_001)).toBe('2026-11-18T11:06:40.000001000Z')
  })

  it('is the beginning of a day', () => {
    expect(['2026-11-18', 'Wed Nov 18 2026', '2026/11/18'].map((text) => read(text, kolkata))).toEqual(
      Array(3).fill('2026-11-17T18:30:00.000Z'),
    )
    // Clocks were set on at midnight.
    expect(read('2018-11-04', saoPaulo)).toBe('2018-11-04T03:00:00.000Z')
  })
})

describe('no moment', () => {
  it.each<[unknown, RegExp]>([
    ['03/04/2026', /^is a date whose day and month cannot be told apart/],
    ['3.4.2026 12:00', /^is a date whose day and month/],
    ['3-4-26', /^is a date whose day and month/],
    [20_261_118, /^is a number of year, month and day/],
    [20_261_118_163_640, /^is a number of year, month and day/],
    ['20261118', /^is not a time/],
    ['202611181636', /^is not a time/],
    ['Nov 31 2026', /^is not a time/],
    ['Wed Nov 18 2026 16:36:40 IST', /^is not a time/],
    ['Wed Now 18 2026', /^is not a time/],
    [{ seconds: 1, nanoseconds: 1e9 }, /^is not a time/],
    [{ seconds: 1e15 }, /^is not a time/],
    [2 ** 63, /^is not a time/],
  ])('is in %j', (value, problem) => {
    expect(momentOf(value)).toBeNull()
    expect(timeProblem(value)).toMatch(problem)
  })
})

describe('a wall clock', () => {
  it('that skips an hour shows none of it: such a time is when it was set', () => {
    expect(['01:59:59.5', '02:00:00', '02:30:00.5', '03:00:00'].map((at) => read(`2026-03-29 ${at}`, berlin))).toEqual([
      '2026-03-29T00:59:59.500Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
    ])
  })

  it('that shows an hour twice means the first', () => {
    expect(['01:59:59', '02:30:00', '03:00:00'].map((at) => read(`2026-10-25 ${at}`, berlin))).toEqual([
      '2026-10-24T23:59:59.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T02:00:00.000Z',
    ])
  })

  it('reads back in every zone, but for the hour that comes twice', () => {
    const zones = Intl.supportedValuesOf('timeZone').map((name) => new TimeZone(name))
    const times = fc.integer({ min: Date.parse('1973-01-01'), max: Date.parse('2099-12-31') })
    fc.assert(
      fc.property(fc.constantFrom(...zones), times, (zone, ms) => {
        const at = instantFromMs(ms)
        const text = new Date(zone.toWallClock(ms)).toISOString().slice(0, -1)
        const moment = momentOf(text, zone)
        expect(moment).not.toBeNull()
        if (moment === at) return
        // Earlier, and the clocks show the same.
        const earlier = Date.parse(`${moment?.slice(0, 23)}Z`)
        expect(earlier).toBeLessThan(ms)
        expect(zone.toWallClock(earlier)).toBe(zone.toWallClock(ms))
      }),
      { numRuns: 2000 },
    )
    expect.hasAssertions()
  })
})

describe('change times without an offset', () => {
  const text = '2026-11-28 22:27:20.560456'

  it('are in the order of time where clocks are never set again', () => {
    expect(instantOf(text, kolkata)).toBe('2026-11-28T16:57:20.560456000Z')
    expect(kindOf(text, saoPaulo)).toMatchObject({ name: 'iso', zone: saoPaulo })
    const kind = kindOf(text, kolkata)
    expect(kind && describeKind(kind)).toBe('ISO texts like 1970-01-01 00:00:00.000000 of Asia/Kolkata')
  })

  it.each(['Europe/Berlin', 'Africa/Casablanca', 'America/New_York', 'Australia/Lord_Howe'])(
    'are not in %s, where an hour comes twice',
    (name) => {
      expect(kindOf(text, new TimeZone(name))).toBeNull()
      expect(instantOf(text, new TimeZone(name))).toBeNull()
      expect(kindOf(`${text}Z`, new TimeZone(name))).toEqual(kindOf(`${text}Z`))
    },
  )

  it('come back from their instant, and bounds hold', () => {
    const times = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2099-12-31') }).map(instantFromMs)
    const zones = fc.constantFrom(kolkata, saoPaulo, new TimeZone('Asia/Jakarta'), new TimeZone('Asia/Ho_Chi_Minh'))
    fc.assert(
      fc.property(zones, times, times, (zone, at, bound) => {
        const kind = kindOf(text, zone)
        if (kind === null) throw new Error('not a time')
        const native = nativeOf(at, kind, 'exact')
        expect(instantOf(native, zone)).toBe(at)
        expect(compareNative(native, nativeOf(bound, kind, 'lower')) >= 0).toBe(at >= bound)
      }),
    )
    const kind = kindOf(text, kolkata)
    expect(kind && nativeOf(lastInstant, kind, 'upper')).toBe('9999-12-31 23:59:59.999999')
  })
})
