import { dayMs } from 'contract/timeZone.ts'

/* Dates of the calendar, without a zone: a day is a number, counted from 1970-01-01 (functions/src/contract/timeZone.ts). */

/** The first day of the month that a day is in, or of one so many months later. */
export function monthStart(day: number, monthsLater = 0): number {
  const first = new Date(day * dayMs)
  first.setUTCDate(1)
  first.setUTCMonth(first.getUTCMonth() + monthsLater)
  return first.getTime() / dayMs
}

/** The first day of the year that a day is in. */
export function yearStart(day: number): number {
  const first = new Date(day * dayMs)
  first.setUTCMonth(0, 1)
  return first.getTime() / dayMs
}

/** A day as a date field has it, "2026-11-20". */
export function textOfDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 'yyyy-mm-dd'.length)
}

/** The reverse. Without a time, an ISO date is the beginning of its day in UTC. */
export function dayOfText(text: string): number {
  return Date.parse(text) / dayMs
}
