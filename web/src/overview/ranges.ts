import { dayMs } from './periods.ts'

/** Ranges of whole UTC days, today the last of them: the server's days are UTC days, and a part of one would be no day. */
export const rangeLabels = {
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
  month: 'This month',
  year: 'This year',
  all: 'All time',
} as const
export type RangeName = keyof typeof rangeLabels
export const rangeNames = Object.keys(rangeLabels) as RangeName[] // Object.keys forgets the literal's keys.

/** As a filter takes it: ISO, from inclusive, to exclusive; neither for all time. */
export interface UtcRange {
  readonly createdFrom?: string
  readonly createdTo?: string
}

/** `today` is the beginning of the present UTC day, in epoch milliseconds. */
export function utcRangeOf(name: RangeName, today: number): UtcRange {
  const date = new Date(today)
  const since = (from: number): UtcRange => ({
    createdFrom: new Date(from).toISOString(),
    createdTo: new Date(today + dayMs).toISOString(),
  })
  switch (name) {
    case '7d':
      return since(today - 6 * dayMs)
    case '30d':
      return since(today - 29 * dayMs)
    case '90d':
      return since(today - 89 * dayMs)
    case 'month':
      return since(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1))
    case 'year':
      return since(Date.UTC(date.getUTCFullYear(), 0, 1))
    case 'all':
      return {}
  }
}
