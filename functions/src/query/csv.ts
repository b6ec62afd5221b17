import { stringify } from 'csv-stringify/sync'

import { majorUnits } from '../contract/money.ts'
import type { Delimiter } from '../contract/files.ts'
import type { TimeZone } from '../contract/timeZone.ts'

/*
 * RFC 4180 as spreadsheets like it: a byte order mark, without which Excel takes UTF-8 for something older, a header, and
 * nothing in a customer's name that becomes a formula (docs/decisions/csv.md).
 */

/** The way in which a file writes its cells: the zone of times, the sign of decimals, the delimiter between two cells. */
export interface CsvStyle {
  readonly zone: TimeZone
  readonly delimiter: Delimiter
  readonly decimal: '.' | ','
}

/** The style of a request; spreadsheets that part cells by semicolons write decimals with a comma. */
export function csvStyle(
  zone: TimeZone,
  {
    delimiter = ',',
    decimal,
  }: { readonly delimiter?: Delimiter | undefined; readonly decimal?: '.' | ',' | undefined },
): CsvStyle {
  return { zone, delimiter, decimal: decimal ?? (delimiter === ';' ? ',' : '.') }
}

/** The text before the first row: the byte order mark and the names of the columns. */
export function csvHeaderOf(names: readonly string[], style: Pick<CsvStyle, 'delimiter'>): string {
  return `\uFEFF${csvLineOf(names, style)}`
}

/** One line with its end. */
export function csvLineOf(cells: readonly string[], { delimiter }: Pick<CsvStyle, 'delimiter'>): string {
  return stringify([[...cells]], { record_delimiter: '\r\n', delimiter })
}

/** The name of a column of times: those in UTC have no offset, so there the name says it, `createdAtUtc`. */
export function timeName(name: string, zone: TimeZone): string {
  return isUtc(zone) ? `${name}Utc` : name
}

/**
 * A character that begins a formula, where a spreadsheet would see it begin a cell: at the start, or after a line break or one of
 * the delimiters that are not the file's own, which part cells elsewhere; what spreadsheets skip may stand between. Found from
 * behind, so that a long run of spaces is gone through once.
 */
const formulas: Readonly<Record<Delimiter, RegExp>> = {
  ',': /(?<=(?:^|[;\t\r\n])[\s\p{C}"']*)[=+\-@＝＋－＠]/gu,
  ';': /(?<=(?:^|[,\t\r\n])[\s\p{C}"']*)[=+\-@＝＋－＠]/gu,
  '\t': /(?<=(?:^|[,;\r\n])[\s\p{C}"']*)[=+\-@＝＋－＠]/gu,
}

/** Text from outside, its formulas made text by an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection). */
export function csvText(given: string | null | undefined, { delimiter }: Pick<CsvStyle, 'delimiter'>): string {
  if (given == null) return ''
  const safe = given.replace(formulas[delimiter], "'$&")
  return /^[\t\r\n]/.test(safe) ? `'${safe}` : safe
}

/** A number as the file's readers write it, all its digits. */
export function csvNumber(value: number, { decimal }: Pick<CsvStyle, 'decimal'>): string {
  return String(value).replace('.', decimal)
}

/** An amount in minor units as one in major units, with all digits of its currency. */
export function csvAmount(minor: number, currency: string, { decimal }: Pick<CsvStyle, 'decimal'>): string {
  return majorUnits(minor, currency).replace('.', decimal)
}

/**
 * An ISO time in UTC as spreadsheets read one: `2026-11-20 09:30:00`, the fraction of the second left out. In another zone, whose
 * clocks may show an hour twice, with its offset: `2026-11-20T22:30:00.000+13:00`.
 */
export function csvTime(iso: string, { zone }: Pick<CsvStyle, 'zone'>): string {
  if (isUtc(zone)) return iso.slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replace('T', ' ')
  return zone.isoOf(Date.parse(iso))
}

function isUtc({ name }: TimeZone): boolean {
  return name === 'UTC'
}
