/** Where shops keep what an order needs; the first place that has a value counts. Settings name others. */
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

/** The same for one item; places are relative to it. */
export const itemFields = {
  'items.sku': ['sku'],
  'items.name': ['name'],
  'items.quantity': ['quantity'],
  'items.price': ['price'],
} as const satisfies Record<string, readonly string[]>
export type ItemField = keyof typeof itemFields

export const fieldNames = Object.keys({ ...orderFields, ...itemFields }) as (OrderField | ItemField)[] // its very keys
/** Those that are amounts of money. */
export const amountFields = [
  'totalAmount',
  'subtotal',
  'tax',
  'shipping',
  'discount',
  'items.price',
] as const satisfies readonly (OrderField | ItemField)[]
