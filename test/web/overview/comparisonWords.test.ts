import { expect, it } from 'vitest'

import { TimeZone, utc } from '../../../functions/src/contract/timeZone.ts'
import { comparisonWords } from '../../../web/src/overview/comparisonWords.ts'
import { previousPeriod } from '../../../web/src/overview/previousPeriod.ts'
import type { RangeName } from '../../../web/src/overview/ranges.ts'

function wordsAt(name: Exclude<RangeName, 'all'>, iso: string, zone = utc): string {
  const now = Date.parse(iso)
  const period = previousPeriod(name, { zone, today: zone.dayOf(now) }, now)
  // Intl writes thin spaces, and not every version the same ones.
  return period === null ? '' : comparisonWords(name, period, zone).replaceAll(/\s/g, ' ')
}

it('names the period before, its dates, and the time of day at which it ends, by the clocks of the shop', () => {
  expect(wordsAt('7d', '2026-11-20T14:05:00.000Z')).toBe('the 7 days before, Nov 7 – 13, 2026, until 2:05 PM')
  expect(wordsAt('month', '2026-11-19T18:00:00.000Z', new TimeZone('Pacific/Auckland'))).toBe(
    'the same days of last month, Oct 1 – 20, 2026, until 7:00 AM',
  )
  expect(wordsAt('year', '2026-01-01T14:05:00.000Z')).toBe('the same days of last year, Jan 1, 2025, until 2:05 PM')
})

it('names no time where the last day is in it to its end', () => {
  expect(wordsAt('month', '2026-03-31T14:05:00.000Z')).toBe('the same days of last month, Feb 1 – 28, 2026')
})
