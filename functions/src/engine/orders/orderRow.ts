import type { OrderRow } from '../../contract/api.ts'
import type { Customer, OrderStatus, SourceName } from '../../contract/order.ts'
import { sourceIdOf, type Stream } from '../../model/stream.ts'
import type { orderColumns } from '../../streams/orders/columns.ts'
import { wordAt, type Columns, type ColumnsOf } from '../encoding/columns.ts'
import { textAt } from '../encoding/texts.ts'
import { valueAt } from '../records/row.ts'
import { extrasOf, type ExtraColumn } from './extra.ts'

/** The columns of orders, each of the kind that the stream declares. */
export type OrderColumns = Columns['byName'] & ColumnsOf<typeof orderColumns>

/** The columns of a block of the orders' stream. */
export function orderColumnsOf({ byName }: Columns): OrderColumns {
  // Blocks are decoded by the declaration that the type is made of.
  return byName as OrderColumns
}

/** Makes of a block's rows what crosses the wire: ISO times with milliseconds, and nothing that only the cache needs. */
export function orderRowOf(stream: Pick<Stream, 'columns'>): (all: Columns, row: number) => OrderRow {
  const extras = extrasOf(stream)
  if (extras.length === 0) return orderRowAt
  return (all, row) => ({ ...orderRowAt(all, row), extra: extraAt(extras, all, row) })
}

function extraAt(extras: readonly ExtraColumn[], { byName }: Columns, row: number): NonNullable<OrderRow['extra']> {
  return Object.fromEntries(
    extras.map(({ name, column }) => [name, valueAt(byName[column.name], column.kind, row)] as const),
  )
}

/** A row without the columns that the shop declares. */
export function orderRowAt(all: Columns, row: number): OrderRow {
  const columns = orderColumnsOf(all)
  const id = textAt(columns.id, row) ?? ''
  // A column that was declared anew has no values until a full run has prepared it.
  const number = (column: Float64Array): number => column[row] || 0
  const order = {
    id,
    // Only words that the schema of an order lets through are written.
    source: wordAt(columns.source, row) as SourceName,
    sourceId: sourceIdOf(id),
    orderNumber: textAt(columns.orderNumber, row) ?? '',
    status: wordAt(columns.status, row) as OrderStatus,
    sourceStatus: wordAt(columns.sourceStatus, row) ?? '',
    currency: wordAt(columns.currency, row) ?? '',
    total: number(columns.total),
    subtotal: number(columns.subtotal),
    tax: number(columns.tax),
    shipping: number(columns.shipping),
    discount: number(columns.discount),
    customer: customerAt(columns, row),
    itemCount: number(columns.itemCount),
    createdAt: new Date(number(columns.createdAt)).toISOString(),
    updatedAt: new Date(number(columns.updatedAt)).toISOString(),
  }
  // Spread in the midst of it, it would make every row dearer.
  return columns.statusUnknown[row] === 1 ? { ...order, statusUnknown: true } : order
}

/** The members that are known; an order of an unknown customer has an empty object. */
function customerAt(columns: OrderColumns, row: number): Customer {
  const id = textAt(columns.customerId, row)
  const name = textAt(columns.customerName, row)
  const email = textAt(columns.customerEmail, row)
  const phone = textAt(columns.customerPhone, row)
  return {
    ...(id !== null && { id }),
    ...(name !== null && { name }),
    ...(email !== null && { email }),
    ...(phone !== null && { phone }),
  }
}
