import { sortFields, type OrderRow, type SortField } from 'contract/api.ts'
import type { ColumnDescription } from 'contract/records.ts'
import { formatCount } from '../format/count.ts'
import { sourceLabels } from '../format/labels.ts'
import { formatMoney } from '../format/money.ts'
import type { ChoosableColumns } from '../list/columnChoice.ts'
import { firstDirection, sortChoice } from '../list/columnSort.ts'
import type { ListColumn } from '../list/listColumn.ts'
import { RecordValue } from '../list/RecordValue.tsx'
import type { SortChoice } from '../list/SortSelect.tsx'
import { StatusChip } from '../ui/StatusChip.tsx'
import { TimeAndAgo } from '../ui/Time.tsx'
import { OrderLink } from './OrderLink.tsx'
import { ownField, ownValues } from './ownColumns.ts'

const columnLabels = {
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
type ColumnId = keyof typeof columnLabels

/** The direction of the first press: of text upwards; of amounts and times the largest and latest are wanted first. */
const sortsFirst: Readonly<Record<SortField, 'asc' | 'desc'>> = {
  orderNumber: 'asc',
  status: 'asc',
  customer: 'asc',
  total: 'desc',
  createdAt: 'desc',
  updatedAt: 'desc',
}

function column(id: ColumnId, cell: ListColumn<OrderRow>['cell']): ListColumn<OrderRow> {
  const first = sortFields.find((field) => field === id)
  return {
    id,
    label: columnLabels[id],
    cell,
    isNumeric: id === 'total' || id === 'itemCount',
    isTime: id === 'createdAt' || id === 'updatedAt',
    ...(first !== undefined && { sortsFirst: sortsFirst[first] }),
  }
}

/** Returns the columns of a list of orders, in this order; `own` are those that the shop declares. */
export function columnsOf(
  hrefOf: (id: string) => string,
  own: readonly ColumnDescription[],
): readonly ListColumn<OrderRow>[] {
  return [
    column('orderNumber', (order) => <OrderLink order={order} href={hrefOf(order.id)} />),
    column('status', ({ status }) => <StatusChip status={status} />),
    column('customer', (order) => <Customer row={order} />),
    column('total', ({ total, currency }) => formatMoney(total, currency)),
    column('itemCount', ({ itemCount }) => formatCount(itemCount)),
    column('createdAt', ({ createdAt }) => <TimeAndAgo iso={createdAt} />),
    column('updatedAt', ({ updatedAt }) => <TimeAndAgo iso={updatedAt} />),
    column('source', ({ source }) => sourceLabels[source]),
    column('sourceStatus', ({ sourceStatus }) => sourceStatus),
    ...own.map(ownColumn),
    column('id', ({ id }) => id),
  ]
}

function ownColumn(described: ColumnDescription): ListColumn<OrderRow> {
  const { name, label, kind, sort } = described
  return {
    id: ownField(name),
    label,
    isNumeric: kind === 'integer' || kind === 'number',
    isTime: kind === 'time',
    ...(sort && { sortsFirst: firstDirection(described) }),
    cell: (order) => (
      <span className={kind === 'text' ? 'cell-text' : undefined}>
        <RecordValue column={described} id={order.id} values={ownValues(order)} isCut />
      </span>
    ),
  }
}

const usualColumns: readonly ColumnId[] = [
  'orderNumber',
  'status',
  'customer',
  'total',
  'itemCount',
  'createdAt',
  'updatedAt',
]

/** The columns that a table of orders may have, and those that it begins with. */
export function choosableColumns(own: readonly ColumnDescription[]): ChoosableColumns {
  const shown = own.filter((described) => described.shown !== false)
  return {
    memoryKey: 'tidemark.columns',
    all: [...Object.keys(columnLabels), ...own.map(({ name }) => ownField(name))],
    usual: [...usualColumns, ...shown.map(({ name }) => ownField(name))],
    link: 'orderNumber',
  }
}

/** The names of both directions, by the field. */
const directionNames: Readonly<Record<SortField, Readonly<Record<'asc' | 'desc', string>>>> = {
  createdAt: { desc: 'newest first', asc: 'oldest first' },
  updatedAt: { desc: 'latest first', asc: 'earliest first' },
  total: { desc: 'highest first', asc: 'lowest first' },
  customer: { asc: 'A to Z', desc: 'Z to A' },
  status: { asc: 'A to Z', desc: 'Z to A' },
  orderNumber: { asc: 'lowest first', desc: 'highest first' },
}

/** The columns and directions that a list of orders can be sorted by. */
export function sortChoices(own: readonly ColumnDescription[]): readonly SortChoice[] {
  const sortable = own.filter(({ sort }) => sort)
  return [...usualChoices, ...sortable.map((described) => sortChoice(described, ownField(described.name)))]
}

const usualChoices: readonly SortChoice[] = sortFields.map((field) => {
  const first = sortsFirst[field]
  const directions = [first, first === 'asc' ? 'desc' : 'asc'] as const
  return {
    field,
    label: columnLabels[field],
    directions: directions.map((direction) => [direction, directionNames[field][direction]] as const),
  }
})

function Customer({ row: { customer } }: { row: OrderRow }) {
  return (
    <span className="customer">
      {customer.name ?? customer.email ?? '–'}
      {customer.name !== undefined && customer.email !== undefined && <span className="muted">{customer.email}</span>}
    </span>
  )
}
