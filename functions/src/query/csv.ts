import { stringify } from 'csv-stringify/sync'

import type { TimeZone } from '../lib/timeZone.ts'
import type { OrderRow } from '../model/api.ts'
import { majorUnits } from '../model/money.ts'

/*
 * RFC 4180 as spreadsheets like it: a byte order mark, without which Excel takes UTF-8 for something older, a header, and
 * nothing in a customer's name that becomes a formula (docs/decisions/csv.md).
 */

const amount = (field: 'total' | 'subtotal' | 'tax' | 'shipping' | 'discount') => (row: OrderRow) =>
  majorUnits(row[field], row.currency)

/** The columns in their order; what comes from outside goes through `text`, what is written here needs not. */
const columns = {
  id: (row) => text(row.id),
  source: (row) => row.source,
  sourceId: (row) => text(row.sourceId),
  orderNumber: (row) => text(row.orderNumber),
  status: (row) => row.status,
  sourceStatus: (row) => text(row.sourceStatus),
  statusUnknown: (row) => (row.statusUnknown === true ? 'true' : ''),
  currency: (row) => row.currency,
  total: amount('total'),
  subtotal: amount('subtotal'),
  tax: amount('tax'),
  shipping: amount('shipping'),
  discount: amount('discount'),
  customerId: (row) => text(row.customer.id),
  customerName: (row) => text(row.customer.name),
  customerEmail: (row) => text(row.customer.email),
  customerPhone: (row) => text(row.customer.phone),
  itemCount: (row) => String(row.itemCount),
  createdAt: (row, zone) => time(row.createdAt, zone),
  updatedAt: (row, zone) => time(row.updatedAt, zone),
} as const satisfies Record<string, (row: OrderRow, zone: TimeZone) => string>

const cells = Object.values(columns)

/** The names of the columns, in their order. Times in UTC have no offset, so there the name says it: `createdAtUtc`. */
export function csvColumns(zone: TimeZone): string[] {
  return Object.keys(columns).map((name) => (isUtc(zone) ? name.replace(/At$/, 'AtUtc') : name))
}

/** What stands before the first row: the byte order mark and the names of the columns. */
export function csvHeader(zone: TimeZone): string {
  return `\uFEFF${linesOf([csvColumns(zone)])}`
}

/** A row as a line, its times in a zone. */
export function csvLine(row: OrderRow, zone: TimeZone): string {
  return linesOf([cells.map((cell) => cell(row, zone))])
}

function linesOf(records: readonly (readonly string[])[]): string {
  return stringify([...records], { record_delimiter: '\r\n' })
}

/**
 * A character that begins a formula, where a spreadsheet would see it begin a cell: at the start, or after a semicolon, a
 * tab or a line break, which part cells where commas do not; what spreadsheets skip may stand between. Found from behind,
 * so that a long run of spaces is gone through once.
 */
const formula = /(?<=(?:^|[;\t\r\n])[\s\p{C}"']*)[=+\-@＝＋－＠]/gu

/** Text from outside, its formulas made text by an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection). */
function text(given: string | undefined): string {
  if (given === undefined) return ''
  const safe = given.replace(formula, "'$&")
  return /^[\t\r\n]/.test(safe) ? `'${safe}` : safe
}

/**
 * An ISO time in UTC as spreadsheets read one: `2026-11-20 09:30:00`, the fraction of the second left out. In another zone, whose
 * clocks may show an hour twice, with its offset: `2026-11-20T22:30:00.000+13:00`.
 */
function time(iso: string, zone: TimeZone): string {
  if (isUtc(zone)) return iso.slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replace('T', ' ')
  return zone.isoOf(Date.parse(iso))
}

function isUtc({ name }: TimeZone): boolean {
  return name === 'UTC'
}
