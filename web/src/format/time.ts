import { intlFormatDistance } from 'date-fns'

/** "Nov 20, 2026, 9:30 AM", in a time zone (IANA). */
export function formatTime(iso: string, timeZone: string): string {
  return formatOf({ dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(iso))
}

/** To the second, with the name of the zone. */
export function formatExactTime(iso: string, timeZone: string): string {
  return formatOf({ dateStyle: 'full', timeStyle: 'long', timeZone }).format(new Date(iso))
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format takes longer than using it. */
export function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.DateTimeFormat(undefined, options)
  formats.set(key, format)
  return format
}

/** "2 minutes ago", "in 5 minutes". */
export function formatAgo(iso: string, now: number): string {
  const then = new Date(iso)
  return Math.abs(now - then.getTime()) < 10_000 ? 'just now' : intlFormatDistance(then, now)
}

/** 1,530 ms as "1.5 s"; above a minute "3 min 20 s". */
export function formatDuration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`
  const minutes = Math.floor(ms / 60_000)
  const seconds = Math.floor((ms % 60_000) / 1_000)
  if (minutes < 60) return `${minutes} min ${seconds} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const ages = (['day', 'hour', 'minute'] as const).map((unit) => ({
  ms: { day: 86_400_000, hour: 3_600_000, minute: 60_000 }[unit],
  format: new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'narrow' }),
}))

/** The age of a moment as "2m", "3h" or "5d", rounded down; "now" within the last minute. */
export function formatAge(iso: string, now: number): string {
  const age = now - Date.parse(iso)
  const found = ages.find(({ ms }) => age >= ms)
  return found === undefined ? 'now' : found.format.format(Math.floor(age / found.ms))
}
