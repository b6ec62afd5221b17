import { describe, expect, it } from 'vitest'

import { TimeZone } from '../../../functions/src/contract/timeZone.ts'
import { daysOfRange, rangeOf, rangeOfDays } from '../../../web/src/list/datePresets.ts'

const zone = new TimeZone('Pacific/Auckland')

/** Midnight of a day in Auckland; daylight saving was from 27 September 2026 on, and until 5 April. */
function midnight(year: number, month: number, day: number): string {
  const time = Date.UTC(year, month - 1, day)
  const isSummer = time > Date.UTC(2026, 8, 27) || time <= Date.UTC(2026, 3, 5)
  return new Date(time - (isSummer ? 13 : 12) * 3_600_000).toISOString()
}

/** Seven in the morning, while UTC still has Thursday. */
const friday = { zone, today: zone.dayOf(Date.parse('2026-11-19T18:00:00.000Z')) }

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
})

describe('a range of days by its ends', () => {
  it('takes both in, and comes back as it was written', () => {
    const range = rangeOfDays('2026-02-27', '2026-03-01', zone)
    expect(range).toEqual({ from: midnight(2026, 2, 27), to: midnight(2026, 3, 2) })
    expect(daysOfRange(range, zone)).toEqual({ first: '2026-02-27', last: '2026-03-01' })
  })

  it('may be open', () => {
    expect(rangeOfDays('', '', zone)).toEqual({})
    expect(daysOfRange({}, zone)).toEqual({ first: '', last: '' })
    expect(rangeOfDays('2026-02-27', '', zone)).toEqual({ from: midnight(2026, 2, 27) })
  })
})
