import { dayMs, type TimeZone } from 'contract/timeZone.ts'
import { formatOf } from '../format/time.ts'
import type { PreviousPeriod } from './previousPeriod.ts'
import type { RangeName } from './ranges.ts'

const periodWords: Readonly<Record<Exclude<RangeName, 'all'>, string>> = {
  '7d': 'the 7 days before',
  '30d': 'the 30 days before',
  '90d': 'the 90 days before',
  month: 'the same days of last month',
  year: 'the same days of last year',
}

/** "the 7 days before, Nov 7 – 13, 2026, until 2:05 PM": the period that a range is compared with, and its dates in the shop's zone. */
export function comparisonWords(name: Exclude<RangeName, 'all'>, period: PreviousPeriod, zone: TimeZone): string {
  const dates = formatOf({ dateStyle: 'medium', timeZone: 'UTC' }).formatRange(
    period.first * dayMs,
    period.last * dayMs,
  )
  const until = period.isWhole
    ? ''
    : `, until ${formatOf({ timeStyle: 'short', timeZone: zone.name }).format(Date.parse(period.range.createdTo))}`
  return `${periodWords[name]}, ${dates}${until}`
}
