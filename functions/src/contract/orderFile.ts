import type { OrderFileColumn, OrderRow } from './api.ts'
import type { FileColumn } from './csvCells.ts'
import type { ColumnKind } from './records.ts'

/* The columns of a file of orders, for the functions and for the page that writes the orders it shows. */

type UnnamedColumn = Omit<FileColumn<OrderRow>, 'name'>

/** The currency of all amounts of an order. */
export function currencyOf({ currency }: OrderRow): string {
  return currency
}

const amount = (field: 'total' | 'subtotal' | 'tax' | 'shipping' | 'discount') =>
  ({ kind: 'amount', of: (order: OrderRow) => order[field], currencyOf }) as const
const ofCustomer = (field: 'id' | 'name' | 'email' | 'phone') =>
  ({ kind: 'text', of: ({ customer }: OrderRow) => customer[field] }) as const

/** The columns of every order. */
export const orderColumns: Readonly<Record<OrderFileColumn, UnnamedColumn>> = {
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

/** A column that the shop declares, under the name that the shop gave to it. */
export function extraFileColumn(
  name: string,
  { kind, money }: { readonly kind: ColumnKind; readonly money?: object | undefined },
): FileColumn<OrderRow> {
  const of = ({ extra }: OrderRow) => extra?.[name]
  if (money !== undefined) return { name: `extra.${name}`, kind: 'amount', of, currencyOf }
  return { name: `extra.${name}`, kind: kind === 'time' ? 'time' : 'text', of }
}
