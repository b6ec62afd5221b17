import { describe, expect, it } from 'vitest'

import { utcRangeOf } from '../../../web/src/overview/ranges.ts'

const today = Date.parse('2026-11-20')

describe('a range of UTC days', () => {
  it('ends with today, its last millisecond included', () => {
    for (const name of ['7d', '30d', '90d', 'month', 'year'] as const) {
      expect(utcRangeOf(name, today).createdTo).toBe('2026-11-21T00:00:00.000Z')
    }
  })

  it('counts today as one of its days', () => {
    expect(utcRangeOf('7d', today).createdFrom).toBe('2026-11-14T00:00:00.000Z')
    expect(utcRangeOf('30d', today).createdFrom).toBe('2026-10-22T00:00:00.000Z')
    expect(utcRangeOf('90d', today).createdFrom).toBe('2026-08-23T00:00:00.000Z')
  })

  it('begins a month and a year with their first UTC day', () => {
    expect(utcRangeOf('month', today).createdFrom).toBe('2026-11-01T00:00:00.000Z')
    expect(utcRangeOf('year', today).createdFrom).toBe('2026-01-01T00:00:00.000Z')
  })

  it('has no ends for all time', () => {
    expect(utcRangeOf('all', today)).toEqual({})
  })
})
