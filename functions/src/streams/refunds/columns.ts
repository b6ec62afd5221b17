import type { Column } from '../../model/stream.ts'
import { moneyColumn, sourceColumn, updatedAtColumn } from '../common.ts'
import type { Refund } from './schema.ts'

/** The columns of a refund's list row: all there is of it. */
export const refundColumns = [
  sourceColumn,
  { name: 'orderId', kind: 'text', label: 'Order', search: 'text', of: ({ orderId }) => orderId },
  { name: 'paymentId', kind: 'text', label: 'Payment', search: 'text', of: ({ paymentId }) => paymentId },
  { name: 'locationId', kind: 'category', label: 'Location', facet: true, of: ({ locationId }) => locationId },
  { name: 'status', kind: 'category', label: 'Status', facet: true, sort: true, of: ({ status }) => status },
  { name: 'isRefunded', kind: 'flag', label: 'Refunded', of: ({ isRefunded }) => isRefunded },
  { name: 'reason', kind: 'text', label: 'Reason', of: ({ reason }) => reason },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  { ...moneyColumn('amount', 'Amount'), range: true, sort: true },
  updatedAtColumn,
] as const satisfies readonly Column<Refund>[]
