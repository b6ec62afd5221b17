import type { Delimiter } from './files.ts'
import { majorUnits } from './money.ts'
import type { TimeZone } from './timeZone.ts'

/*
 * The cells of a file of CSV as spreadsheets like them, with nothing in a customer's name that becomes a formula
 * (docs/decisions/csv.md). The admin page writes the orders that somebody selected by the same code.
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

type Value = string | number | boolean | null | undefined

/** A column of a file of records: its name, the value that a record has, and how CSV writes it. NDJSON writes every value as it is. */
export interface FileColumn<T> {
  readonly name: string
  /** A `text` comes from outside, a `word` is one of ours, an `amount` is in minor units. Other numbers and flags are themselves. */
  readonly kind: 'text' | 'word' | 'amount' | 'time'
  of(record: T): Value
  /** The currency of an amount. */
  currencyOf?(record: T): string
}

/** The name of a column in the header of CSV: times in UTC have no offset, so there the name says it, `createdAtUtc`. */
export function csvName<T>({ name, kind }: FileColumn<T>, { zone }: Pick<CsvStyle, 'zone'>): string {
  return kind === 'time' && isUtc(zone) ? `${name}Utc` : name
}

/** The cell of a record in a column; not yet in quotes. */
export function csvCell<T>(column: FileColumn<T>, record: T, style: CsvStyle): string {
  const value = column.of(record)
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') {
    return column.kind === 'amount'
      ? csvAmount(value, column.currencyOf?.(record) ?? '', style)
      : csvNumber(value, style)
  }
  if (typeof value === 'boolean' || column.kind === 'word') return String(value)
  return column.kind === 'time' ? csvTime(value, style) : csvText(value, style)
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
export function csvText(given: string, { delimiter }: Pick<CsvStyle, 'delimiter'>): string {
  const safe = given.replace(formulas[delimiter], "'$&")
  return /^[\t\r\n]/.test(safe) ? `'${safe}` : safe
}

/** A number as the file's readers write it, all its digits. */
function csvNumber(value: number, { decimal }: Pick<CsvStyle, 'decimal'>): string {
  return String(value).replace('.', decimal)
}

/** An amount in minor units as one in major units, with all digits of its currency. */
function csvAmount(minor: number, currency: string, { decimal }: Pick<CsvStyle, 'decimal'>): string {
  return majorUnits(minor, currency).replace('.', decimal)
}

/**
 * An ISO time in UTC as spreadsheets read one: `2026-11-20 09:30:00`, the fraction of the second left out. In another zone, whose
 * clocks may show an hour twice, with its offset: `2026-11-20T22:30:00.000+13:00`.
 */
function csvTime(iso: string, { zone }: Pick<CsvStyle, 'zone'>): string {
  if (isUtc(zone)) return iso.slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replace('T', ' ')
  return zone.isoOf(Date.parse(iso))
}

function isUtc({ name }: TimeZone): boolean {
  return name === 'UTC'
}
