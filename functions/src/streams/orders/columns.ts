import type { Order } from '../../contract/order.ts'
import type { Cell, Column } from '../../model/stream.ts'

/** The most characters of SKUs and of products' names that are searched in a row: one order must not fill a segment. */
const skuCharacters = 8_000
const nameCharacters = 4_000

/** The columns of an order's list row: an order without line items, address and payload. */
export const orderColumns = [
  { name: 'source', kind: 'category', label: 'Source', facet: true, of: ({ source }) => source },
  {
    name: 'orderNumber',
    kind: 'text',
    label: 'Order number',
    sort: true,
    search: 'text',
    personal: true,
    of: ({ orderNumber }) => orderNumber,
  },
  { name: 'status', kind: 'category', label: 'Status', facet: true, sort: true, of: ({ status }) => status },
  { name: 'sourceStatus', kind: 'category', label: 'Status at the source', of: ({ sourceStatus }) => sourceStatus },
  {
    name: 'statusUnknown',
    kind: 'flag',
    label: 'Status unknown',
    of: ({ statusUnknown }) => statusUnknown === true,
  },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  { ...amount('total', 'Total'), range: true, sort: true },
  amount('subtotal', 'Subtotal'),
  amount('tax', 'Tax'),
  amount('shipping', 'Shipping'),
  amount('discount', 'Discount'),
  { name: 'customerId', kind: 'text', label: 'Customer id', personal: true, of: ({ customer }) => customer.id ?? null },
  {
    name: 'customerName',
    kind: 'text',
    label: 'Customer',
    sort: true,
    search: 'text',
    personal: true,
    of: ({ customer }) => customer.name ?? null,
  },
  {
    name: 'customerEmail',
    kind: 'text',
    label: 'E-mail',
    search: 'text',
    personal: true,
    of: ({ customer }) => customer.email ?? null,
  },
  {
    name: 'customerPhone',
    kind: 'text',
    label: 'Phone',
    search: 'phone',
    personal: true,
    of: ({ customer }) => customer.phone ?? null,
  },
  { name: 'itemCount', kind: 'number', label: 'Items', of: ({ itemCount }) => itemCount },
  {
    name: 'updatedAt',
    kind: 'time',
    label: 'Updated',
    range: true,
    sort: true,
    of: ({ updatedAt }) => Date.parse(updatedAt),
  },
  { name: 'skus', kind: 'text', label: 'SKUs', search: 'lines', personal: true, hidden: true, of: skusOf },
  {
    name: 'productNames',
    kind: 'text',
    label: 'Products',
    search: 'lines',
    personal: true,
    hidden: true,
    of: productNamesOf,
  },
] as const satisfies readonly Column<Order>[]

type Amount = 'total' | 'subtotal' | 'tax' | 'shipping' | 'discount'

function amount<const Name extends Amount>(name: Name, label: string) {
  const of = (order: Order): number => order[name]
  return { name, kind: 'integer', label, money: { currency: 'currency' }, of } as const
}

/** The distinct SKUs, one a line. */
function skusOf({ lineItems }: Order): Cell {
  return linesOf(
    lineItems.flatMap(({ sku }) => sku ?? []),
    skuCharacters,
  )
}

/** The distinct names of products, one a line; an item without a name of its own is called by its SKU. */
function productNamesOf({ lineItems }: Order): Cell {
  const named = lineItems.filter(({ name, sku }) => name !== '' && name !== sku)
  return linesOf(
    named.map(({ name }) => name),
    nameCharacters,
  )
}

function linesOf(texts: readonly string[], characters: number): string {
  const lines = new Set(texts.map((text) => text.replaceAll('\n', ' ')))
  return [...lines].join('\n').slice(0, characters)
}
