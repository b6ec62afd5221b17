import { describe, expect, it } from 'vitest'

import { datePresets, daysOfRange, isDatePreset, rangeOf, rangeOfDays } from '../../../web/src/orders/datePresets.ts'

/** The viewer's midnight of a day, whatever zone these tests run in. */
function midnight(year: number, month: number, day: number): string {
  return new Date(year, month - 1, day).toISOString()
}

const friday = new Date(2026, 10, 20, 15, 30)

describe('a range of days with a name', () => {
  it.each([
    ['today', midnight(2026, 11, 20), undefined],
    ['yesterday', midnight(2026, 11, 19), midnight(2026, 11, 20)],
    ['7d', midnight(2026, 11, 14), undefined],
    ['30d', midnight(2026, 10, 22), undefined],
    ['90d', midnight(2026, 8, 23), undefined],
    ['month', midnight(2026, 11, 1), undefined],
    ['lastMonth', midnight(2026, 10, 1), midnight(2026, 11, 1)],
    ['year', midnight(2026, 1, 1), undefined],
  ] as const)('%s', (preset, from, to) => {
    expect(rangeOf(preset, friday)).toEqual({ from, ...(to !== undefined && { to }) })
  })

  it('is the same all day long, so that a page asks the same question', () => {
    for (const name of Object.keys(datePresets).filter(isDatePreset)) {
      expect(rangeOf(name, new Date(2026, 10, 20, 0, 0))).toEqual(rangeOf(name, new Date(2026, 10, 20, 23, 59)))
    }
  })
})

describe('a range of days by its ends', () => {
  it('takes both in, and comes back as it was written', () => {
    const range = rangeOfDays('2026-02-27', '2026-03-01')
    expect(range).toEqual({ from: midnight(2026, 2, 27), to: midnight(2026, 3, 2) })
    expect(daysOfRange(range)).toEqual({ first: '2026-02-27', last: '2026-03-01' })
  })

  it('may be open', () => {
    expect(rangeOfDays('', '')).toEqual({})
    expect(daysOfRange({})).toEqual({ first: '', last: '' })
    expect(rangeOfDays('2026-02-27', '')).toEqual({ from: midnight(2026, 2, 27) })
  })
})
