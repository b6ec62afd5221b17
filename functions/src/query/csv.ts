import { stringify } from 'csv-stringify/sync'

import type { TimeZone } from '../contract/timeZone.ts'

/*
 * RFC 4180 as spreadsheets like it: a byte order mark, without which Excel takes UTF-8 for something older, a header, and
 * nothing in a customer's name that becomes a formula (docs/decisions/csv.md).
 */

/** What stands before the first row: the byte order mark and the names of the columns. */
export function csvHeaderOf(names: readonly string[]): string {
  return `\uFEFF${csvLineOf(names)}`
}

/** One line with its end. */
export function csvLineOf(cells: readonly string[]): string {
  return stringify([[...cells]], { record_delimiter: '\r\n' })
}

/** The name of a column of times: those in UTC have no offset, so there the name says it, `createdAtUtc`. */
export function timeName(name: string, zone: TimeZone): string {
  return isUtc(zone) ? `${name}Utc` : name
}

/**
 * A character that begins a formula, where a spreadsheet would see it begin a cell: at the start, or after a semicolon, a
 * tab or a line break, which part cells where commas do not; what spreadsheets skip may stand between. Found from behind,
 * so that a long run of spaces is gone through once.
 */
const formula = /(?<=(?:^|[;\t\r\n])[\s\p{C}"']*)[=+\-@＝＋－＠]/gu

/** Text from outside, its formulas made text by an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection). */
export function csvText(given: string | null | undefined): string {
  if (given == null) return ''
  const safe = given.replace(formula, "'$&")
  return /^[\t\r\n]/.test(safe) ? `'${safe}` : safe
}

/**
 * An ISO time in UTC as spreadsheets read one: `2026-11-20 09:30:00`, the fraction of the second left out. In another zone, whose
 * clocks may show an hour twice, with its offset: `2026-11-20T22:30:00.000+13:00`.
 */
export function csvTime(iso: string, zone: TimeZone): string {
  if (isUtc(zone)) return iso.slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replace('T', ' ')
  return zone.isoOf(Date.parse(iso))
}

function isUtc({ name }: TimeZone): boolean {
  return name === 'UTC'
}
