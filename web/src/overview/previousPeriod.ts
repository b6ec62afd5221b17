import { dayMs } from 'contract/timeZone.ts'
import { monthStart, yearStart } from '../format/days.ts'
import type { ShopDay } from '../ui/shopZone.tsx'
import type { DayRange, RangeName } from './ranges.ts'

/** The time that a range is compared with: as much of the time before as has passed of the range itself. */
export interface PreviousPeriod {
  readonly range: Required<DayRange>
  /** Its first and its last day, counted from 1970-01-01. */
  readonly first: number
  readonly last: number
  /** False where it ends within its last day, at the time of day that it is now; true where that day is in it to its end. */
  readonly isWhole: boolean
}

/**
 * The period before a range, up to the day and time of day that stand where `now` (epoch milliseconds) stands in the range: of
 * seven days the seven before, of a month or year the one before up to the same date. A date that the month before did not have
 * stands for that month's end. Null for all time, and in the first moment of a range, when nothing has passed.
 */
export function previousPeriod(name: RangeName, { zone, today }: ShopDay, now: number): PreviousPeriod | null {
  const days = daysBefore(name, today)
  if (days === null) return null
  const { first, last, isWhole } = days
  const [start, end] = [zone.startOf(last), zone.startOf(last + 1)]
  // By the clocks of the shop: where they are set, a day is no 24 hours, and half past nine is half past nine.
  const sinceMidnight = zone.toWallClock(now) - today * dayMs
  const to = isWhole ? end : Math.min(end, Math.max(start, zone.fromWallClock(last * dayMs + sinceMidnight)))
  const from = zone.startOf(first)
  if (to <= from) return null
  return {
    range: { createdFrom: new Date(from).toISOString(), createdTo: new Date(to).toISOString() },
    first,
    last,
    isWhole: to === end,
  }
}

/** The days before a range that ends with `today`; `isWhole` where the last of them stands for a date that its month did not have. */
function daysBefore(name: RangeName, today: number): { first: number; last: number; isWhole: boolean } | null {
  switch (name) {
    case '7d':
    case '30d':
    case '90d': {
      const days = { '7d': 7, '30d': 30, '90d': 90 }[name]
      return { first: today - 2 * days + 1, last: today - days, isWhole: false }
    }
    case 'month':
      return { first: monthStart(today, -1), ...sameDate(today, -1) }
    case 'year': {
      const ofLastYear = sameDate(today, -12)
      return { first: yearStart(ofLastYear.last), ...ofLastYear }
    }
    case 'all':
      return null
  }
}

/** The same day of the month so many months away, or the last one of a month that is too short. */
function sameDate(day: number, monthsLater: number): { last: number; isWhole: boolean } {
  const date = monthStart(day, monthsLater) + (day - monthStart(day))
  const end = monthStart(day, monthsLater + 1)
  return date < end ? { last: date, isWhole: false } : { last: end - 1, isWhole: true }
}
