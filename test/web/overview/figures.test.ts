import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { TimeZone, utc } from '../../../functions/src/contract/timeZone.ts'
import { averageOf, currenciesIn, figuresIn, topOf, totalsOf, withoutGaps } from '../../../web/src/overview/figures.ts'
import { periodOf, periods } from '../../../web/src/overview/periods.ts'

const buckets = [
  { bucket: '2026-11-18', currency: 'EUR', count: 1, unmapped: 0, leftOut: 0, revenue: 900 },
  { bucket: '2026-11-18', currency: 'USD', count: 2, unmapped: 0, leftOut: 0, revenue: 3_000 },
  { bucket: '2026-11-20', currency: 'USD', count: 4, unmapped: 0, leftOut: 0, revenue: 1_001 },
]
const dayOf = (iso: string): number => utc.dayOf(Date.parse(iso))
const today = { zone: utc, today: dayOf('2026-11-20') }

describe('figures of one currency', () => {
  it('puts the currency with most orders first, and of equal ones the first by name', () => {
    expect(currenciesIn(buckets)).toEqual(['USD', 'EUR'])
    expect(
      currenciesIn([
        ...buckets,
        { bucket: '2026-11-19', currency: 'CHF', count: 1, unmapped: 0, leftOut: 0, revenue: 1 },
      ]),
    ).toEqual(['USD', 'CHF', 'EUR'])
    expect(currenciesIn([])).toEqual([])
  })

  it('never adds amounts of several', () => {
    expect(totalsOf(figuresIn(buckets, 'USD'))).toEqual({ count: 6, unmapped: 0, leftOut: 0, revenue: 4_001 })
    expect(totalsOf(figuresIn(buckets, 'EUR'))).toEqual({ count: 1, unmapped: 0, leftOut: 0, revenue: 900 })
    expect(figuresIn(buckets, null)).toEqual([])
  })

  it('leaves orders of unknown status out of the average, as they are out of the revenue', () => {
    expect(averageOf({ count: 6, unmapped: 2, leftOut: 0, revenue: 4_000 })).toBe(1_000)
    expect(averageOf({ count: 2, unmapped: 2, leftOut: 0, revenue: 0 })).toBeNull()
  })

  it('leaves cancelled and refunded orders out of the average, where they are out of the revenue', () => {
    expect(averageOf({ count: 6, unmapped: 1, leftOut: 3, revenue: 4_000 })).toBe(2_000)
    expect(averageOf({ count: 3, unmapped: 1, leftOut: 2, revenue: 0 })).toBeNull()
  })

  it('rounds the average to a minor unit, and has none without orders', () => {
    expect(averageOf({ count: 6, unmapped: 0, leftOut: 0, revenue: 4_001 })).toBe(667)
    expect(averageOf({ count: 0, unmapped: 0, leftOut: 0, revenue: 0 })).toBeNull()
  })
})

describe('the top periods', () => {
  it('are those with most revenue, then with more orders, then the earlier ones', () => {
    const figures = [
      { bucket: '2026-11-16', count: 1, unmapped: 0, leftOut: 0, revenue: 50 },
      { bucket: '2026-11-17', count: 2, unmapped: 0, leftOut: 0, revenue: 50 },
      { bucket: '2026-11-18', count: 2, unmapped: 0, leftOut: 0, revenue: 50 },
      { bucket: '2026-11-19', count: 1, unmapped: 0, leftOut: 0, revenue: 70 },
    ]
    expect(topOf(figures, 3).map(({ bucket }) => bucket)).toEqual(['2026-11-19', '2026-11-17', '2026-11-18'])
    expect(figures[0]?.bucket).toBe('2026-11-16')
  })

  it('are none without orders', () => {
    expect(topOf([{ bucket: '2026-11-16', count: 0, unmapped: 0, leftOut: 0, revenue: 0 }], 3)).toEqual([])
  })
})

describe('filling gaps', () => {
  const usd = figuresIn(buckets, 'USD')

  it('has a zero for each day of the range that has no orders', () => {
    const range = { createdFrom: '2026-11-17T00:00:00.000Z', createdTo: '2026-11-21T00:00:00.000Z' }
    expect(withoutGaps(usd, 'day', range, today)).toEqual([
      { bucket: '2026-11-17', count: 0, unmapped: 0, leftOut: 0, revenue: 0 },
      { bucket: '2026-11-18', count: 2, unmapped: 0, leftOut: 0, revenue: 3_000 },
      { bucket: '2026-11-19', count: 0, unmapped: 0, leftOut: 0, revenue: 0 },
      { bucket: '2026-11-20', count: 4, unmapped: 0, leftOut: 0, revenue: 1_001 },
    ])
  })

  it('begins with the week or month that the range begins in', () => {
    const range = { createdFrom: '2026-11-01T00:00:00.000Z', createdTo: '2026-11-21T00:00:00.000Z' }
    const weeks = withoutGaps([], 'week', range, today)
    expect(weeks?.map(({ bucket }) => bucket)).toEqual(['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'])
    expect(withoutGaps([], 'month', range, today)?.map(({ bucket }) => bucket)).toEqual(['2026-11'])
  })

  it('goes from the first order to today for all time, and to the last order should that be later', () => {
    const first = usd.slice(0, 1)
    expect(withoutGaps(first, 'day', {}, today)?.map(({ count }) => count)).toEqual([2, 0, 0])
    expect(withoutGaps(usd, 'day', {}, { zone: utc, today: dayOf('2026-11-18') })?.map(({ count }) => count)).toEqual([
      2, 0, 4,
    ])
    expect(withoutGaps([], 'day', {}, today)).toEqual([])
  })

  it('has the days of the zone, from midnight to midnight there', () => {
    const zone = new TimeZone('Pacific/Auckland')
    const range = { createdFrom: '2026-11-17T11:00:00.000Z', createdTo: '2026-11-20T11:00:00.000Z' }
    const filled = withoutGaps(usd, 'day', range, { zone, today: dayOf('2026-11-20') })
    expect(filled?.map(({ bucket }) => bucket)).toEqual(['2026-11-18', '2026-11-19', '2026-11-20'])
  })

  it('gives up where an order lies centuries away', () => {
    expect(
      withoutGaps([{ bucket: '0001-01-01', count: 1, unmapped: 0, leftOut: 0, revenue: 1 }], 'day', {}, today),
    ).toBeNull()
  })

  it('loses and doubles nothing', () => {
    const day = fc.integer({ min: 0, max: 2_000 }).map((n) => dayOf('2024-01-01') + n)
    fc.assert(
      fc.property(fc.uniqueArray(day, { maxLength: 40 }), fc.constantFrom(...periods), (days, period) => {
        const names = [...new Set(days.map((one) => periodOf(one, period)))].sort()
        const figures = names.map((bucket, i) => ({
          bucket,
          count: i + 1,
          unmapped: i % 2,
          leftOut: 0,
          revenue: i * 100,
        }))
        const filled = withoutGaps(figures, period, {}, today) ?? []
        expect(totalsOf(filled)).toEqual(totalsOf(figures))
        expect(filled.filter(({ count }) => count > 0)).toEqual(figures)
        expect(new Set(filled.map(({ bucket }) => bucket)).size).toBe(filled.length)
      }),
    )
  })
})
