import type { Column } from '../../model/stream.ts'
import { moneyColumn, sourceColumn, updatedAtColumn } from '../common.ts'
import type { Payment } from './schema.ts'

/** The columns of a payment's list row: all there is of it. */
export const paymentColumns = [
  sourceColumn,
  { name: 'orderId', kind: 'text', label: 'Order', search: 'text', of: ({ orderId }) => orderId },
  { name: 'locationId', kind: 'category', label: 'Location', facet: true, of: ({ locationId }) => locationId },
  { name: 'status', kind: 'category', label: 'Status', facet: true, sort: true, of: ({ status }) => status },
  { name: 'method', kind: 'category', label: 'Paid by', facet: true, of: ({ method }) => method },
  { name: 'cardBrand', kind: 'category', label: 'Card', of: ({ cardBrand }) => cardBrand },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  { ...moneyColumn('total', 'Total'), range: true, sort: true },
  moneyColumn('amount', 'Amount'),
  moneyColumn('tip', 'Tip'),
  moneyColumn('refunded', 'Refunded'),
  moneyColumn('fee', 'Fee'),
  { name: 'receiptNumber', kind: 'text', label: 'Receipt', search: 'text', of: ({ receiptNumber }) => receiptNumber },
  { name: 'customerId', kind: 'text', label: 'Customer id', personal: true, of: ({ customerId }) => customerId },
  updatedAtColumn,
] as const satisfies readonly Column<Payment>[]
