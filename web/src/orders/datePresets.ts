import { addDays, startOfDay, startOfMonth, startOfYear, subDays, subMonths } from 'date-fns'

/** Ranges of whole days in the viewer's zone; a link keeps the name, so that "last 7 days" stays the last 7 days. */
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

export function rangeOf(preset: DatePreset, now: Date): DateRange {
  const today = startOfDay(now)
  switch (preset) {
    case 'today':
      return since(today)
    case 'yesterday':
      return between(subDays(today, 1), today)
    case '7d':
      return since(subDays(today, 6))
    case '30d':
      return since(subDays(today, 29))
    case '90d':
      return since(subDays(today, 89))
    case 'month':
      return since(startOfMonth(today))
    case 'lastMonth':
      return between(startOfMonth(subMonths(today, 1)), startOfMonth(today))
    case 'year':
      return since(startOfYear(today))
  }
}

function since(from: Date): DateRange {
  return { from: from.toISOString() }
}

function between(from: Date, to: Date): DateRange {
  return { from: from.toISOString(), to: to.toISOString() }
}

/** What the two fields of a range of days say ("2026-11-20", or empty), the last day included. */
export function rangeOfDays(first: string, last: string): DateRange {
  return {
    ...(first !== '' && { from: dayOf(first).toISOString() }),
    ...(last !== '' && { to: addDays(dayOf(last), 1).toISOString() }),
  }
}

/** The reverse, for the fields: the days that a range touches. */
export function daysOfRange({ from, to }: DateRange): { first: string; last: string } {
  return {
    first: from === undefined ? '' : textOfDay(new Date(from)),
    last: to === undefined ? '' : textOfDay(new Date(Date.parse(to) - 1)),
  }
}

function dayOf(text: string): Date {
  // Without a zone a time is the viewer's.
  return new Date(`${text}T00:00:00`)
}

function textOfDay(date: Date): string {
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  return [String(year).padStart(4, '0'), ...[month, day].map((n) => String(n).padStart(2, '0'))].join('-')
}
