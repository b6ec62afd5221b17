import { periodOf, type Period } from '../../../functions/src/query/buckets.ts'

/* The server's own buckets: UTC days, ISO weeks by their Monday, months. */
export { periodOf, periods, type Period } from '../../../functions/src/query/buckets.ts'

export const dayMs = 86_400_000

export const periodLabels: Readonly<Record<Period, string>> = { day: 'Day', week: 'Week', month: 'Month' }

/** The first millisecond of a bucket: its name is the ISO date of its first day or month, which without a time is UTC. */
export function startOf(bucket: string): number {
  return Date.parse(bucket)
}

/** The first millisecond after a bucket. */
export function endOf(bucket: string, period: Period): number {
  const start = startOf(bucket)
  if (period === 'day') return start + dayMs
  if (period === 'week') return start + 7 * dayMs
  return new Date(start).setUTCMonth(new Date(start).getUTCMonth() + 1)
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
