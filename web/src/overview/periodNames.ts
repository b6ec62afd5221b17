import { dayMs } from 'contract/timeZone.ts'
import { startOf, type Period } from './periods.ts'

// A date is the same in every zone: it is written as the day that UTC calls so.

const utc = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', ...options })

const fullDay = utc({ dateStyle: 'full' })
const plainDay = utc({ dateStyle: 'medium' })
const shortDay = utc({ month: 'short', day: 'numeric' })
const fullMonth = utc({ month: 'long', year: 'numeric' })
const shortMonth = utc({ month: 'short', year: 'numeric' })

/** "Friday, November 20, 2026", "Week of Nov 16, 2026", "November 2026". */
export function periodName(bucket: string, period: Period): string {
  const start = startOf(bucket) * dayMs
  if (period === 'day') return fullDay.format(start)
  return period === 'week' ? `Week of ${plainDay.format(start)}` : fullMonth.format(start)
}

/** For an axis: "Nov 20", with the year where the axis is longer than one. */
export function shortPeriodName(bucket: string, period: Period, hasYear: boolean): string {
  const start = startOf(bucket) * dayMs
  if (period === 'month') return shortMonth.format(start)
  return (hasYear ? plainDay : shortDay).format(start)
}
