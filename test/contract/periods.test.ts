import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { periodOf } from '../../functions/src/contract/periods.ts'
import { utc } from '../../functions/src/contract/timeZone.ts'

const at = (iso: string): number => utc.dayOf(Date.parse(iso))

describe('a day', () => {
  it.each([
    ['2026-11-20T00:00:00.000Z', '2026-11-20'],
    ['2026-11-20T23:59:59.999Z', '2026-11-20'],
    ['2026-11-20T00:30:00.000+01:00', '2026-11-19'],
    ['2024-02-29T12:00:00.000Z', '2024-02-29'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31'],
    ['1970-01-01T00:00:00.000Z', '1970-01-01'],
    ['0000-01-01T00:00:00.000Z', '0000-01-01'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31'],
  ])('%s falls on %s, by UTC', (iso, day) => {
    expect(periodOf(at(iso), 'day')).toBe(day)
  })
})

describe('a week', () => {
  it.each([
    ['a Monday', '2026-11-16T00:00:00.000Z', '2026-11-16'],
    ['a Friday', '2026-11-20T12:00:00.000Z', '2026-11-16'],
    ['the end of a Sunday', '2026-11-22T23:59:59.999Z', '2026-11-16'],
    ['the Monday after it', '2026-11-23T00:00:00.000Z', '2026-11-23'],
    ['New Year in the week of the old year', '2027-01-01T00:00:00.000Z', '2026-12-28'],
    ['the end of a year in week 1 of the next', '2024-12-31T00:00:00.000Z', '2024-12-30'],
    ['a leap day', '2024-02-29T00:00:00.000Z', '2024-02-26'],
    ['the beginning of 1970', '1970-01-01T00:00:00.000Z', '1969-12-29'],
    ['the Sunday before that week', '1969-12-28T23:59:59.999Z', '1969-12-22'],
    ['the beginning of the year 0', '0000-01-01T00:00:00.000Z', '-000001-12-27'],
  ])('%s: %s falls into the week of %s', (_, iso, monday) => {
    expect(periodOf(at(iso), 'week')).toBe(monday)
  })
})

describe('a month', () => {
  it.each([
    ['2026-11-01T00:00:00.000Z', '2026-11'],
    ['2026-11-30T23:59:59.999Z', '2026-11'],
    ['2026-12-31T23:59:59.999Z', '2026-12'],
    ['1969-12-31T23:59:59.999Z', '1969-12'],
  ])('%s falls into %s', (iso, month) => {
    expect(periodOf(at(iso), 'month')).toBe(month)
  })
})

it('what a zone counts to the year after 9999 is of its last day, week and month, whose names sort last', () => {
  const beyond = at('9999-12-31T00:00:00.000Z') + 1
  expect(periodOf(beyond, 'day')).toBe('9999-12-31')
  expect(periodOf(beyond, 'week')).toBe('9999-12-27')
  expect(periodOf(beyond, 'month')).toBe('9999-12')
})

describe('whatever the day', () => {
  const days = fc.integer({ min: at('0000-01-10T00:00:00.000Z'), max: at('9999-12-31T23:59:59.999Z') })

  it('a week begins on a Monday, at most six days before', () => {
    fc.assert(
      fc.property(days, (day) => {
        const name = periodOf(day, 'week')
        expect(new Date(name).getUTCDay()).toBe(1)
        expect(day - at(name)).toBeGreaterThanOrEqual(0)
        expect(day - at(name)).toBeLessThan(7)
      }),
    )
  })

  it('names sort as the days do', () => {
    fc.assert(
      fc.property(days, days, fc.constantFrom('day', 'week', 'month'), (a, b, period) => {
        const [first = '', second = ''] = [Math.min(a, b), Math.max(a, b)].map((day) => periodOf(day, period))
        expect(first <= second).toBe(true)
      }),
    )
  })
})
