import { periodOf, type Period } from 'contract/periods.ts'
import { dayOfText, monthStart } from '../format/days.ts'

/* The server's own buckets: days, ISO weeks by their Monday, months. A day is counted from 1970-01-01. */
export { periodOf, periods, type Period } from 'contract/periods.ts'

export const periodLabels: Readonly<Record<Period, string>> = { day: 'Day', week: 'Week', month: 'Month' }

/** The first day of a bucket: its name is the ISO date of that day, or of its month. */
export function startOf(bucket: string): number {
  return dayOfText(bucket)
}

/** The first day after a bucket. */
export function endOf(bucket: string, period: Period): number {
  const start = startOf(bucket)
  if (period === 'day') return start + 1
  return period === 'week' ? start + 7 : monthStart(start, 1)
}

/** The buckets from one to another, both included, and null where they are more than `most`. */
export function bucketsBetween(first: string, last: string, period: Period, most: number): string[] | null {
  const buckets: string[] = []
  for (let bucket = first; startOf(bucket) <= startOf(last); bucket = periodOf(endOf(bucket, period), period)) {
    if (buckets.length === most) return null
    buckets.push(bucket)
  }
  return buckets
}
