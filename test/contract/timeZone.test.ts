import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { dayMs, isTimeZone, TimeZone, utc } from '../../functions/src/contract/timeZone.ts'

const at = (iso: string): number => Date.parse(iso)
const dayOf = (date: string): number => at(date) / dayMs
const dateOf = (day: number): string => new Date(day * dayMs).toISOString().split('T')[0] ?? ''
const hours = (count: number): number => count * 3_600_000

/** The first moment of a date in a zone, and how long the day is. */
function dayIn(name: string, date: string): { readonly start: string; readonly hours: number } {
  const zone = new TimeZone(name)
  const [start, end] = [zone.startOf(dayOf(date)), zone.startOf(dayOf(date) + 1)]
  return { start: new Date(start).toISOString(), hours: (end - start) / hours(1) }
}

describe('the name of a time zone', () => {
  it.each(['UTC', 'Pacific/Auckland', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'America/Port-au-Prince'])(
    '%s is one',
    (name) => {
      expect(isTimeZone(name)).toBe(true)
      expect(new TimeZone(name).name).toBe(name)
    },
  )

  it.each([
    '',
    'utc',
    ' UTC',
    'Z',
    '+13:00',
    'GMT+5',
    'CST',
    'Auckland',
    'Pacific/Nowhere',
    'a/b/c/d',
    'Pacific/Auckland\n',
  ])('%j is none', (name) => {
    expect(isTimeZone(name)).toBe(false)
  })
})

describe('a day', () => {
  it.each([
    ['UTC', '2026-11-20', '2026-11-20T00:00:00.000Z', 24],
    ['Pacific/Auckland', '2026-11-20', '2026-11-19T11:00:00.000Z', 24],
    ['Asia/Kathmandu', '2026-11-20', '2026-11-19T18:15:00.000Z', 24],
    ['Europe/Berlin, clocks set forward', '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Berlin, clocks set back', '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['Australia/Lord_Howe, by half an hour', '2026-10-04', '2026-10-03T13:30:00.000Z', 23.5],
    ['Australia/Lord_Howe, and back', '2026-04-05', '2026-04-04T13:00:00.000Z', 24.5],
    ['America/Sao_Paulo, whose midnight was left out', '2018-11-04', '2018-11-04T03:00:00.000Z', 23],
    ['America/Havana, whose midnight comes twice', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
    ['Pacific/Apia, the day before the one left out', '2011-12-29', '2011-12-29T10:00:00.000Z', 24],
    ['Pacific/Apia, the one left out', '2011-12-30', '2011-12-30T10:00:00.000Z', 0],
    ['Pacific/Apia, the day after it', '2011-12-31', '2011-12-30T10:00:00.000Z', 24],
    ['America/New_York, before standard time', '1850-01-01', '1850-01-01T04:56:02.000Z', 24],
    ['Africa/Monrovia, by 44 minutes and a half', '1970-01-01', '1970-01-01T00:44:30.000Z', 24],
    ['Europe/Berlin, the last of all', '9999-12-31', '9999-12-30T23:00:00.000Z', 24],
  ])('of %s', (words, date, start, length) => {
    const [name = ''] = words.split(',')
    expect(dayIn(name, date)).toEqual({ start, hours: length })
  })

  it('that has begun does not begin again where clocks are set back over midnight', () => {
    // In St. John's it was one minute past midnight, and then one past eleven.
    const zone = new TimeZone('America/St_Johns')
    const midnight = at('2006-10-29T02:30:00.000Z')
    expect(zone.startOf(dayOf('2006-10-29'))).toBe(midnight)
    for (const minutes of [0, 1, 30, 60]) expect(dateOf(zone.dayOf(midnight + minutes * 60_000))).toBe('2006-10-29')
    expect(dateOf(zone.dayOf(midnight - 1))).toBe('2006-10-28')
  })
})

it.each(['UTC', 'Pacific/Auckland'])('what is no time or no day is refused in %s', (name) => {
  const zone = new TimeZone(name)
  for (const none of [Number.NaN, Infinity]) {
    expect(() => zone.dayOf(none)).toThrow(RangeError)
    expect(() => zone.startOf(none)).toThrow(RangeError)
  }
})

describe('a time as ISO', () => {
  it.each([
    ['UTC', '2026-11-19T18:00:00.000Z', '2026-11-19T18:00:00.000Z'],
    ['Pacific/Auckland', '2026-11-19T18:00:00.000Z', '2026-11-20T07:00:00.000+13:00'],
    ['America/St_Johns', '2026-07-01T00:00:00.123Z', '2026-06-30T21:30:00.123-02:30'],
    ['Europe/London', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000+00:00'],
    // 4:56:02 behind.
    ['America/New_York', '1850-01-01T12:00:00.000Z', '1850-01-01T07:04:00.000-04:56'],
  ])('in %s', (name, iso, local) => {
    expect(new TimeZone(name).isoOf(at(iso))).toBe(local)
    expect(Date.parse(local)).toBe(at(iso))
  })
})

/** What `Intl` says: the whole of a date, years before the first as the negative numbers they are in ISO. */
function dateByIntl(format: Intl.DateTimeFormat, ms: number): string {
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]))
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year)
  const date = new Date(0)
  date.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day))
  return dateOf(date.getTime() / dayMs)
}

const zoneNames = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'Australia/Lord_Howe', 'Pacific/Apia')
const times = fc.oneof(
  fc.integer({ min: at('0000-01-02T00:00:00Z'), max: at('9999-12-30T00:00:00Z') }),
  // Where the rules are many and change.
  fc.integer({ min: at('1840-01-01T00:00:00Z'), max: at('2060-01-01T00:00:00Z') }),
  fc.integer({ min: at('2000-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
)

describe('whatever the zone and the time', () => {
  it('the day is that of Intl, or later where clocks were set back over its midnight in the day before', () => {
    fc.assert(
      fc.property(zoneNames, fc.array(times, { minLength: 1, maxLength: 20 }), (name, given) => {
        const zone = new TimeZone(name)
        const format = new Intl.DateTimeFormat('en-US', {
          timeZone: name,
          calendar: 'gregory',
          era: 'short',
          year: 'numeric',
          month: 'numeric',
          day: 'numeric',
        })
        for (const ms of given) {
          const before = [ms, ms - hours(1), ms - hours(24)].map((one) => dateByIntl(format, one))
          const day = dateOf(zone.dayOf(ms))
          if (day !== before[0]) expect(before.slice(1)).toContain(day)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('days follow one another without gap or overlap, and a time lies between its day’s ends', () => {
    fc.assert(
      fc.property(zoneNames, times, (name, ms) => {
        const zone = new TimeZone(name)
        const day = zone.dayOf(ms)
        const [start, end] = [zone.startOf(day), zone.startOf(day + 1)]
        expect(start <= ms && ms < end).toBe(true)
        expect(zone.dayOf(start)).toBe(day)
        expect(zone.dayOf(end - 1)).toBe(day)
        expect(zone.dayOf(start - 1)).toBeLessThan(day)
        expect(zone.dayOf(end)).toBeGreaterThan(day)
      }),
      { numRuns: 1_000 },
    )
  })

  it('the order in which times are asked for makes no difference', () => {
    fc.assert(
      fc.property(zoneNames, fc.array(times, { maxLength: 20 }), (name, given) => {
        const [zone, fresh] = [new TimeZone(name), new TimeZone(name)]
        const inOrder = given.toSorted((a, b) => a - b).map((ms) => [ms, zone.dayOf(ms)] as const)
        expect(new Map(given.map((ms) => [ms, fresh.finder()(ms)]))).toEqual(new Map(inOrder))
      }),
    )
  })

  it('a time as ISO is that moment', () => {
    fc.assert(
      fc.property(zoneNames, times, (name, ms) => {
        expect(Date.parse(new TimeZone(name).isoOf(ms))).toBe(ms)
      }),
    )
  })
})

it('UTC is the day of the number', () => {
  fc.assert(
    fc.property(times, (ms) => {
      expect(utc.dayOf(ms)).toBe(Math.floor(ms / dayMs))
      expect(utc.startOf(utc.dayOf(ms))).toBe(Math.floor(ms / dayMs) * dayMs)
    }),
  )
})
