import type { Instant } from '../../lib/instant.ts'

/** A part of each day, by the clock on the wall: from `from` inclusive to `to` exclusive, across midnight where `to` is less. */
export interface QuietHours {
  /** Minutes since midnight. */
  readonly from: number
  readonly to: number
  /** The text as it was written: `22:00-06:00`. */
  readonly text: string
}

const pattern = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/

/** Reads `22:00-06:00`; null for anything else, and where both ends are one. */
export function parseQuietHours(text: string): QuietHours | null {
  const numbers = pattern.exec(text)?.slice(1).map(Number) ?? []
  const [fromHour, fromMinute, toHour, toMinute] = numbers
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined) return null
  const hours = { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute, text }
  return hours.from === hours.to ? null : hours
}

/** Tells whether `now` is in the quiet hours of a time zone, in nights when its clocks change, too. */
export function isQuiet({ from, to }: QuietHours, now: Instant, timeZone: string): boolean {
  const minute = minuteOfDay(now, timeZone)
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

function minuteOfDay(now: Instant, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', hour: 'numeric', minute: 'numeric' })
  const parts = format.formatToParts(new Date(`${now.slice(0, 19)}Z`))
  const numberOf = (type: 'hour' | 'minute'): number => Number(parts.find((part) => part.type === type)?.value)
  return numberOf('hour') * 60 + numberOf('minute')
}
