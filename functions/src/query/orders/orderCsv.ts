import type { OrderRow } from '../../contract/api.ts'
import { majorUnits } from '../../contract/money.ts'
import type { TimeZone } from '../../contract/timeZone.ts'
import { csvHeaderOf, csvLineOf, csvText as text, csvTime as time, timeName } from '../csv.ts'

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

/** The names of the columns, in their order. */
export function csvColumns(zone: TimeZone): string[] {
  return Object.keys(columns).map((name) => (name.endsWith('At') ? timeName(name, zone) : name))
}

export function csvHeader(zone: TimeZone): string {
  return csvHeaderOf(csvColumns(zone))
}

/** A row as a line, its times in a zone. */
export function csvLine(row: OrderRow, zone: TimeZone): string {
  return csvLineOf(cells.map((cell) => cell(row, zone)))
}
