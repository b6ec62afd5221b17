import { describe, expect, it } from 'vitest'

import { TimeZone, utc } from '../../../functions/src/contract/timeZone.ts'
import { dayRangeOf } from '../../../web/src/overview/ranges.ts'

const today = { zone: utc, today: utc.dayOf(Date.parse('2026-11-20')) }

describe('a range of days', () => {
  it('ends with today, its last millisecond included', () => {
    for (const name of ['7d', '30d', '90d', 'month', 'year'] as const) {
      expect(dayRangeOf(name, today).createdTo).toBe('2026-11-21T00:00:00.000Z')
    }
  })

  it('counts today as one of its days', () => {
    expect(dayRangeOf('7d', today).createdFrom).toBe('2026-11-14T00:00:00.000Z')
    expect(dayRangeOf('30d', today).createdFrom).toBe('2026-10-22T00:00:00.000Z')
    expect(dayRangeOf('90d', today).createdFrom).toBe('2026-08-23T00:00:00.000Z')
  })

  it('begins a month and a year with their first day', () => {
    expect(dayRangeOf('month', today).createdFrom).toBe('2026-11-01T00:00:00.000Z')
    expect(dayRangeOf('year', today).createdFrom).toBe('2026-01-01T00:00:00.000Z')
  })

  it('has no ends for all time', () => {
    expect(dayRangeOf('all', today)).toEqual({})
  })

  it('is of the days of the shop: at seven in the morning in Auckland, the day that UTC has not begun', () => {
    const zone = new TimeZone('Pacific/Auckland')
    const day = { zone, today: zone.dayOf(Date.parse('2026-11-19T18:00:00.000Z')) }
    expect(dayRangeOf('7d', day)).toEqual({
      createdFrom: '2026-11-13T11:00:00.000Z',
      createdTo: '2026-11-20T11:00:00.000Z',
    })
    // Daylight saving began on 27 September.
    expect(dayRangeOf('90d', day).createdFrom).toBe('2026-08-22T12:00:00.000Z')
  })
})
