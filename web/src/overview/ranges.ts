import { monthStart, yearStart } from '../format/days.ts'
import type { ShopDay } from '../ui/shopZone.tsx'

/** Ranges of whole days of the shop, today the last of them: a part of one would be no day. */
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
export interface DayRange {
  readonly createdFrom?: string
  readonly createdTo?: string
}

export function dayRangeOf(name: RangeName, { zone, today }: ShopDay): DayRange {
  const since = (first: number): DayRange => ({
    createdFrom: new Date(zone.startOf(first)).toISOString(),
    createdTo: new Date(zone.startOf(today + 1)).toISOString(),
  })
  switch (name) {
    case '7d':
      return since(today - 6)
    case '30d':
      return since(today - 29)
    case '90d':
      return since(today - 89)
    case 'month':
      return since(monthStart(today))
    case 'year':
      return since(yearStart(today))
    case 'all':
      return {}
  }
}
