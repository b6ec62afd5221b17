import { dayMs } from './timeZone.ts'

/** The periods that a time falls into. */
export const periods = ['day', 'week', 'month'] as const
export type Period = (typeof periods)[number]

/** 9999-12-31. A zone may be in the next year already; its name would sort before all others. */
const lastDay = 2_932_896

/**
 * The name of the period that a day (counted from 1970-01-01) falls into: a day `2026-11-20`, an ISO week by its Monday
 * `2026-11-16`, a month `2026-11`. Orders are of the years 0 to 9999, and names sort as the periods do; a week or day that
 * begins before the year 0 is named like `-000001-12-27`, and what begins after 9999 counts to its last day.
 */
export function periodOf(day: number, period: Period): string {
  const known = Math.min(day, lastDay)
  // 1970 began on a Thursday, three days after a Monday.
  const since = period === 'week' ? (((known + 3) % 7) + 7) % 7 : 0
  const [name = ''] = new Date((known - since) * dayMs).toISOString().split('T')
  return period === 'month' ? name.slice(0, -'-00'.length) : name
}
