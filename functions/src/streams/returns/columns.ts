import type { Column } from '../../model/stream.ts'
import type { Return } from './schema.ts'

/** The columns of a return's list row: all there is of it. */
export const returnColumns = [
  { name: 'source', kind: 'category', label: 'Source', facet: true, of: ({ source }) => source },
  { name: 'orderId', kind: 'text', label: 'Order', sort: true, search: 'text', of: ({ orderId }) => orderId },
  { name: 'status', kind: 'category', label: 'Status', facet: true, sort: true, of: ({ status }) => status },
  { name: 'isRefunded', kind: 'flag', label: 'Refunded', of: ({ isRefunded }) => isRefunded },
  { name: 'type', kind: 'category', label: 'Type', facet: true, of: ({ type }) => type },
  { name: 'reason', kind: 'category', label: 'Reason', of: ({ reason }) => reason },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  {
    name: 'refundTotal',
    kind: 'integer',
    label: 'Refund',
    range: true,
    sort: true,
    money: { currency: 'currency' },
    of: ({ refundTotal }) => refundTotal,
  },
  {
    name: 'updatedAt',
    kind: 'time',
    label: 'Updated',
    range: true,
    sort: true,
    of: ({ updatedAt }) => Date.parse(updatedAt),
  },
] as const satisfies readonly Column<Return>[]
