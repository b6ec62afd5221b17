import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { dayOfText } from '../../../web/src/format/days.ts'
import { bucketsBetween, endOf, periodOf, periods, startOf } from '../../../web/src/overview/periods.ts'

describe('the periods of the server', () => {
  it('begin and end where the server cuts', () => {
    // What is after 9999 counts to its last month, whose end is thus another month's only up to November.
    const anyDay = fc.integer({ min: dayOfText('0000-01-03'), max: dayOfText('9999-11-30') })
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...periods), (day, period) => {
        const bucket = periodOf(day, period)
        const [start, end] = [startOf(bucket), endOf(bucket, period)]
        expect(start <= day && day < end).toBe(true)
        expect(periodOf(start, period)).toBe(bucket)
        expect(periodOf(start - 1, period)).not.toBe(bucket)
        expect(periodOf(end - 1, period)).toBe(bucket)
        expect(periodOf(end, period)).not.toBe(bucket)
      }),
    )
  })

  it('follow each other over the ends of months and years', () => {
    expect(bucketsBetween('2026-12-30', '2027-01-02', 'day', 10)).toEqual([
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
      '2027-01-02',
    ])
    expect(bucketsBetween('2026-12-21', '2027-01-04', 'week', 10)).toEqual(['2026-12-21', '2026-12-28', '2027-01-04'])
    expect(bucketsBetween('2026-11', '2027-02', 'month', 10)).toEqual(['2026-11', '2026-12', '2027-01', '2027-02'])
    expect(bucketsBetween('2028-02-28', '2028-03-01', 'day', 10)).toHaveLength(3)
  })

  it('are not listed where they are too many', () => {
    expect(bucketsBetween('2026-11-01', '2026-11-10', 'day', 10)).toHaveLength(10)
    expect(bucketsBetween('2026-11-01', '2026-11-11', 'day', 10)).toBeNull()
  })
})
