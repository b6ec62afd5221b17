import {
  itemFileColumns,
  orderFileColumns,
  type ExportOrdersRequest,
  type ItemFileColumn,
  type OrderFileColumn,
  type OrderRow,
} from '../../contract/api.ts'
import type { LineItem } from '../../contract/order.ts'
import type { TimeZone } from '../../contract/timeZone.ts'
import { extrasOf, type ExtraColumn } from '../../engine/orders/extra.ts'
import { InvalidInputError } from '../../lib/errors.ts'
import type { Stream } from '../../model/stream.ts'
import { csvStyle } from '../csv.ts'
import { csvOf, ndjsonOf, type FileColumn } from '../fileColumns.ts'
import { ndjson, type FileFormat } from '../filePieces.ts'

/** A line of a file: an order, or an item with its order's values; null is the item of an order that has none. */
export interface OrderLine extends OrderRow {
  readonly item?: LineItem | null
}

type UnnamedColumn = Omit<FileColumn<OrderLine>, 'name'>

const currencyOf = ({ currency }: OrderLine): string => currency
const amount = (field: 'total' | 'subtotal' | 'tax' | 'shipping' | 'discount') =>
  ({ kind: 'amount', of: (line: OrderLine) => line[field], currencyOf }) as const
const ofCustomer = (field: 'id' | 'name' | 'email' | 'phone') =>
  ({ kind: 'text', of: ({ customer }: OrderLine) => customer[field] }) as const

const orderColumns: Readonly<Record<OrderFileColumn, UnnamedColumn>> = {
  id: { kind: 'text', of: ({ id }) => id },
  source: { kind: 'word', of: ({ source }) => source },
  sourceId: { kind: 'text', of: ({ sourceId }) => sourceId },
  orderNumber: { kind: 'text', of: ({ orderNumber }) => orderNumber },
  status: { kind: 'word', of: ({ status }) => status },
  sourceStatus: { kind: 'text', of: ({ sourceStatus }) => sourceStatus },
  statusUnknown: { kind: 'word', of: ({ statusUnknown }) => statusUnknown },
  currency: { kind: 'word', of: currencyOf },
  total: amount('total'),
  subtotal: amount('subtotal'),
  tax: amount('tax'),
  shipping: amount('shipping'),
  discount: amount('discount'),
  customerId: ofCustomer('id'),
  customerName: ofCustomer('name'),
  customerEmail: ofCustomer('email'),
  customerPhone: ofCustomer('phone'),
  itemCount: { kind: 'word', of: ({ itemCount }) => itemCount },
  createdAt: { kind: 'time', of: ({ createdAt }) => createdAt },
  updatedAt: { kind: 'time', of: ({ updatedAt }) => updatedAt },
}

const itemColumns: Readonly<Record<ItemFileColumn, UnnamedColumn>> = {
  itemSku: { kind: 'text', of: ({ item }) => item?.sku },
  itemName: { kind: 'text', of: ({ item }) => item?.name },
  itemQuantity: { kind: 'word', of: ({ item }) => item?.quantity },
  itemUnitPrice: { kind: 'amount', of: ({ item }) => item?.unitPrice, currencyOf },
  itemTotal: { kind: 'amount', of: ({ item }) => item?.total, currencyOf },
}

/**
 * The file that a parsed request asks for, its times in `zone`. NDJSON without chosen columns has orders as `listOrders` answers them,
 * with `item` beside them in a file of items. Throws an InvalidInputError for a column that there is not.
 */
export function orderFile(
  stream: Pick<Stream, 'columns'>,
  { rows = 'orders', format, columns, delimiter, decimal }: ExportOrdersRequest,
  zone: TimeZone,
): FileFormat<OrderLine> {
  const extras = extrasOf(stream)
  const all = [
    ...orderFileColumns.map((name): FileColumn<OrderLine> => ({ name, ...orderColumns[name] })),
    ...extras.map(extraFileColumn),
    ...(rows === 'items' ? itemFileColumns.map((name): FileColumn<OrderLine> => ({ name, ...itemColumns[name] })) : []),
  ]
  const left = extras.filter(({ column }) => column.exported === false).map(({ name }) => name)
  if (format === 'ndjson' && columns === undefined) return wholeLines(left)
  const isUsual = ({ name }: FileColumn<OrderLine>): boolean => !left.some((extra) => name === `extra.${extra}`)
  const chosen = columns === undefined ? all.filter(isUsual) : columns.map((name, i) => columnIn(all, name, i))
  return format === 'csv' ? csvOf(chosen, csvStyle(zone, { delimiter, decimal })) : ndjsonOf(chosen)
}

function columnIn(all: readonly FileColumn<OrderLine>[], name: string, i: number): FileColumn<OrderLine> {
  const column = all.find((one) => one.name === name)
  if (column !== undefined) return column
  const names = all.map((one) => one.name).join(', ')
  throw new InvalidInputError(`columns.${i}`, `is no column of this file, which can have ${names}`)
}

function extraFileColumn({ name, column: { kind, money } }: ExtraColumn): FileColumn<OrderLine> {
  const of = ({ extra }: OrderLine) => extra?.[name]
  if (money !== undefined) return { name: `extra.${name}`, kind: 'amount', of, currencyOf }
  return { name: `extra.${name}`, kind: kind === 'time' ? 'time' : 'text', of }
}

/** Orders as lists answer them, without the own columns that files leave out. */
function wholeLines(left: readonly string[]): FileFormat<OrderLine> {
  if (left.length === 0) return ndjson
  return {
    ...ndjson,
    line: ({ extra = {}, ...line }) =>
      ndjson.line({
        ...line,
        extra: Object.fromEntries(Object.entries(extra).filter(([name]) => !left.includes(name))),
      }),
  }
}
