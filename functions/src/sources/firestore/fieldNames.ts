/** The usual places of an order's fields; the first place that has a value counts. Settings name other places. */
export const orderFields = {
  orderId: ['orderId'],
  status: ['status'],
  totalAmount: ['totalAmount'],
  currency: ['currency'],
  subtotal: ['subtotal'],
  tax: ['tax'],
  shipping: ['shipping'],
  discount: ['discount'],
  'customer.id': ['customer.id', 'customerId'],
  'customer.name': ['customer.name', 'customerName'],
  'customer.email': ['customer.email', 'customerEmail'],
  'customer.phone': ['customer.phone', 'customerPhone'],
  items: ['items'],
  shippingAddress: ['shippingAddress'],
} as const satisfies Record<string, readonly string[]>
export type OrderField = keyof typeof orderFields

/** The usual places of an item's fields, relative to the item. */
export const itemFields = {
  'items.sku': ['sku'],
  'items.name': ['name'],
  'items.quantity': ['quantity'],
  'items.price': ['price'],
} as const satisfies Record<string, readonly string[]>
export type ItemField = keyof typeof itemFields

export const fieldNames = Object.keys({ ...orderFields, ...itemFields }) as (OrderField | ItemField)[] // its very keys
/** The fields of an order that are amounts of money. */
export const amountFields = [
  'totalAmount',
  'subtotal',
  'tax',
  'shipping',
  'discount',
  'items.price',
] as const satisfies readonly (OrderField | ItemField)[]
