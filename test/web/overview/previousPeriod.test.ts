import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { TimeZone, utc } from '../../../functions/src/contract/timeZone.ts'
import { previousPeriod, type PreviousPeriod } from '../../../web/src/overview/previousPeriod.ts'
import { dayRangeOf, rangeNames, type RangeName } from '../../../web/src/overview/ranges.ts'

const hourMs = 3_600_000

/** The period before a range at a moment, by the clocks of a zone. */
function before(name: RangeName, iso: string, zone = utc): PreviousPeriod | null {
  const now = Date.parse(iso)
  return previousPeriod(name, { zone, today: zone.dayOf(now) }, now)
}

function rangeBefore(name: RangeName, iso: string, zone = utc): [from?: string, to?: string, isWhole?: boolean] {
  const period = before(name, iso, zone)
  return period === null ? [] : [period.range.createdFrom, period.range.createdTo, period.isWhole]
}

describe('the period before', () => {
  it('of days is as many days before them, up to the same time of day', () => {
    const now = '2026-11-20T14:05:00.000Z'
    expect(rangeBefore('7d', now)).toEqual(['2026-11-07T00:00:00.000Z', '2026-11-13T14:05:00.000Z', false])
    expect(rangeBefore('30d', now)).toEqual(['2026-09-22T00:00:00.000Z', '2026-10-21T14:05:00.000Z', false])
    expect(rangeBefore('90d', now)).toEqual(['2026-05-25T00:00:00.000Z', '2026-08-22T14:05:00.000Z', false])
  })

  it('of this month is last month up to the same date, over the end of a year', () => {
    expect(rangeBefore('month', '2026-11-20T14:05:00.000Z')).toEqual([
      '2026-10-01T00:00:00.000Z',
      '2026-10-20T14:05:00.000Z',
      false,
    ])
    expect(rangeBefore('month', '2026-01-05T09:00:00.000Z')).toEqual([
      '2025-12-01T00:00:00.000Z',
      '2025-12-05T09:00:00.000Z',
      false,
    ])
  })

  it.each([
    ['2026-03-28T10:00:00.000Z', '2026-02-28T10:00:00.000Z', false],
    ['2026-03-29T10:00:00.000Z', '2026-03-01T00:00:00.000Z', true],
    ['2026-03-31T10:00:00.000Z', '2026-03-01T00:00:00.000Z', true],
    ['2028-03-29T10:00:00.000Z', '2028-02-29T10:00:00.000Z', false],
    ['2028-03-30T10:00:00.000Z', '2028-03-01T00:00:00.000Z', true],
    ['2026-05-31T10:00:00.000Z', '2026-05-01T00:00:00.000Z', true],
  ])('at %s ends with last month where that had no such date', (now, to, isWhole) => {
    expect(rangeBefore('month', now).slice(1)).toEqual([to, isWhole])
  })

  it('of this year is last year up to the same date; 29 February stands for the end of that month', () => {
    const since = '2027-01-01T00:00:00.000Z'
    expect(rangeBefore('year', '2028-02-28T10:00:00.000Z')).toEqual([since, '2027-02-28T10:00:00.000Z', false])
    expect(rangeBefore('year', '2028-02-29T10:00:00.000Z')).toEqual([since, '2027-03-01T00:00:00.000Z', true])
    expect(rangeBefore('year', '2028-03-01T10:00:00.000Z')).toEqual([since, '2027-03-01T10:00:00.000Z', false])
    expect(rangeBefore('year', '2028-12-31T10:00:00.000Z')).toEqual([since, '2027-12-31T10:00:00.000Z', false])
  })

  it('is none for all time, and when nothing of the range has passed', () => {
    expect(before('all', '2026-11-20T14:05:00.000Z')).toBeNull()
    expect(before('month', '2026-11-01T00:00:00.000Z')).toBeNull()
    expect(before('year', '2026-01-01T00:00:00.000Z')).toBeNull()
    expect(rangeBefore('month', '2026-11-01T00:01:00.000Z')).toEqual([
      '2026-10-01T00:00:00.000Z',
      '2026-10-01T00:01:00.000Z',
      false,
    ])
  })

  it('goes by the clocks of the shop, though a day has 23 or 25 hours', () => {
    const berlin = new TimeZone('Europe/Berlin')
    // Half past nine in summer, and half past nine in winter.
    expect(rangeBefore('month', '2026-11-10T08:30:00.000Z', berlin)).toEqual([
      '2026-09-30T22:00:00.000Z',
      '2026-10-10T07:30:00.000Z',
      false,
    ])
    // 2:30 was left out on 29 March; 25 October had it twice, and the first one counts.
    expect(rangeBefore('7d', '2026-04-05T00:30:00.000Z', berlin)[1]).toBe('2026-03-29T01:00:00.000Z')
    expect(rangeBefore('7d', '2026-11-01T01:30:00.000Z', berlin)[1]).toBe('2026-10-25T00:30:00.000Z')
  })

  it('does not leave its last day where the page’s clock has left the present one', () => {
    const today = utc.dayOf(Date.parse('2026-11-20'))
    const period = previousPeriod('7d', { zone: utc, today }, Date.parse('2026-11-21T00:00:03.000Z'))
    expect(period).toMatchObject({ range: { createdTo: '2026-11-14T00:00:00.000Z' }, isWhole: true })
  })
})

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'America/Santiago',
]
const anyZone = fc.constantFrom(...zones).map((name) => new TimeZone(name))
const anyTime = fc.integer({ min: Date.parse('2000-01-01'), max: Date.parse('2040-01-01') })
const anyRange = fc.constantFrom(...rangeNames.filter((name) => name !== 'all'))

describe('at any time in any zone, the period before', () => {
  it('ends before the range begins, and is of the days that it names', () => {
    // Apia left 30 December 2011 out.
    const zone = fc.oneof(anyZone, fc.constant(new TimeZone('Pacific/Apia')))
    fc.assert(
      fc.property(zone, anyTime, anyRange, (shop, now, name) => {
        const day = { zone: shop, today: shop.dayOf(now) }
        const period = previousPeriod(name, day, now)
        if (period === null) return
        const [from, to] = [Date.parse(period.range.createdFrom), Date.parse(period.range.createdTo)]
        expect(from).toBe(shop.startOf(period.first))
        expect(from).toBeLessThan(to)
        expect(to).toBeLessThanOrEqual(Date.parse(dayRangeOf(name, day).createdFrom ?? ''))
        expect(to).toBeGreaterThanOrEqual(shop.startOf(period.last))
        expect(to).toBeLessThanOrEqual(shop.startOf(period.last + 1))
      }),
    )
  })

  it('is as long as what has passed, but for clocks that were set and months that are shorter', () => {
    fc.assert(
      fc.property(anyZone, anyTime, anyRange, (zone, now, name) => {
        const day = { zone, today: zone.dayOf(now) }
        const period = previousPeriod(name, day, now)
        if (period === null) return
        const passed = now - Date.parse(dayRangeOf(name, day).createdFrom ?? '')
        const length = Date.parse(period.range.createdTo) - Date.parse(period.range.createdFrom)
        // A date that was not there is at most three days less, and 29 February one more or less.
        const mostDays = name === 'month' && period.isWhole ? 3 : name === 'year' ? 1 : 0
        expect(Math.abs(passed - length)).toBeLessThanOrEqual(mostDays * 24 * hourMs + 2 * hourMs)
      }),
    )
  })

  it('grows with the time that passes', () => {
    fc.assert(
      fc.property(anyZone, anyTime, fc.integer({ min: 0, max: 24 * hourMs }), anyRange, (zone, now, later, name) => {
        const today = zone.dayOf(now)
        fc.pre(zone.dayOf(now + later) === today)
        const [one, two] = [now, now + later].map((at) => previousPeriod(name, { zone, today }, at))
        if (one == null || two == null) return
        // Where an hour comes twice, the clocks go back, and the period with them.
        const slack = zone.toWallClock(now + later) < zone.toWallClock(now) + later ? 2 * hourMs : 0
        expect(Date.parse(two.range.createdTo)).toBeGreaterThanOrEqual(Date.parse(one.range.createdTo) - slack)
      }),
    )
  })
})
