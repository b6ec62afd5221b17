import { columnVisibilityFeature, createColumnHelper, tableFeatures } from '@tanstack/react-table'

import type { OrderRow, SortField } from 'contract/api.ts'
import { formatCount } from '../format/count.ts'
import { sourceLabels } from '../format/labels.ts'
import { formatMoney } from '../format/money.ts'
import { StatusChip } from '../ui/StatusChip.tsx'
import { TimeAndAgo } from '../ui/Time.tsx'

export const features = tableFeatures({ columnVisibilityFeature })
const helper = createColumnHelper<typeof features, OrderRow>()

export const columnLabels = {
  orderNumber: 'Order',
  status: 'Status',
  customer: 'Customer',
  total: 'Total',
  itemCount: 'Items',
  createdAt: 'Placed',
  updatedAt: 'Changed',
  source: 'Source',
  sourceStatus: 'Status at the source',
  id: 'Id',
} as const
export type ColumnId = keyof typeof columnLabels
export const columnIds = Object.keys(columnLabels) as ColumnId[] // Object.keys forgets the literal's keys.

/** What stands in a list, in this order. Sorting is the server's. */
export const columns = helper.columns([
  helper.accessor('orderNumber', { header: columnLabels.orderNumber }),
  helper.accessor('status', {
    header: columnLabels.status,
    cell: ({ getValue }) => <StatusChip status={getValue()} />,
  }),
  helper.display({ id: 'customer', header: columnLabels.customer, cell: ({ row }) => <Customer row={row.original} /> }),
  helper.accessor('total', {
    header: columnLabels.total,
    cell: ({ row: { original } }) => formatMoney(original.total, original.currency),
  }),
  helper.accessor('itemCount', { header: columnLabels.itemCount, cell: ({ getValue }) => formatCount(getValue()) }),
  helper.accessor('createdAt', {
    header: columnLabels.createdAt,
    cell: ({ getValue }) => <TimeAndAgo iso={getValue()} />,
  }),
  helper.accessor('updatedAt', {
    header: columnLabels.updatedAt,
    cell: ({ getValue }) => <TimeAndAgo iso={getValue()} />,
  }),
  helper.accessor('source', { header: columnLabels.source, cell: ({ getValue }) => sourceLabels[getValue()] }),
  helper.accessor('sourceStatus', { header: columnLabels.sourceStatus }),
  helper.accessor('id', { header: columnLabels.id }),
])

/** The columns whose header sorts. */
export const sortFieldOf: Readonly<Partial<Record<string, SortField>>> = {
  orderNumber: 'orderNumber',
  status: 'status',
  customer: 'customer',
  total: 'total',
  createdAt: 'createdAt',
  updatedAt: 'updatedAt',
}

export const numericColumns: ReadonlySet<string> = new Set(['total', 'itemCount'])
export const timeColumns: ReadonlySet<string> = new Set(['createdAt', 'updatedAt'])

function Customer({ row: { customer } }: { row: OrderRow }) {
  return (
    <span className="customer">
      {customer.name ?? customer.email ?? '–'}
      {customer.name !== undefined && customer.email !== undefined && <span className="muted">{customer.email}</span>}
    </span>
  )
}
