import type { TimeZone } from 'contract/timeZone.ts'
import { dayOfText, monthStart, textOfDay, yearStart } from '../format/days.ts'
import type { ShopDay } from '../ui/shopZone.tsx'

/** Ranges of whole days in the shop's zone; a link keeps the name, so that "last 7 days" stays the last 7 days. */
export const datePresets = {
  today: 'Today',
  yesterday: 'Yesterday',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  month: 'This month',
  lastMonth: 'Last month',
  year: 'This year',
} as const
export type DatePreset = keyof typeof datePresets

export function isDatePreset(name: string): name is DatePreset {
  return Object.hasOwn(datePresets, name)
}

/** ISO times: from inclusive, to exclusive. Open ends are left out, so that a question stays the same all day. */
export interface DateRange {
  readonly from?: string
  readonly to?: string
}

/** A range of the days that a preset means today in the shop. */
export function rangeOf(preset: DatePreset, { zone, today }: ShopDay): DateRange {
  const since = (first: number): DateRange => ({ from: isoOf(first, zone) })
  const between = (first: number, end: number): DateRange => ({ from: isoOf(first, zone), to: isoOf(end, zone) })
  switch (preset) {
    case 'today':
      return since(today)
    case 'yesterday':
      return between(today - 1, today)
    case '7d':
      return since(today - 6)
    case '30d':
      return since(today - 29)
    case '90d':
      return since(today - 89)
    case 'month':
      return since(monthStart(today))
    case 'lastMonth':
      return between(monthStart(today, -1), monthStart(today))
    case 'year':
      return since(yearStart(today))
  }
}

/** Returns the range that two fields of days say ("2026-11-20", or empty), the last day included. */
export function rangeOfDays(first: string, last: string, zone: TimeZone): DateRange {
  return {
    ...(first !== '' && { from: isoOf(dayOfText(first), zone) }),
    ...(last !== '' && { to: isoOf(dayOfText(last) + 1, zone) }),
  }
}

/** The reverse, for the fields: the days that a range touches. */
export function daysOfRange({ from, to }: DateRange, zone: TimeZone): { first: string; last: string } {
  return {
    first: from === undefined ? '' : textOfDay(zone.dayOf(Date.parse(from))),
    last: to === undefined ? '' : textOfDay(zone.dayOf(Date.parse(to) - 1)),
  }
}

/** The beginning of a day. */
function isoOf(day: number, zone: TimeZone): string {
  return new Date(zone.startOf(day)).toISOString()
}
