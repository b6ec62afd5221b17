import { isMap } from '../../lib/firestore/firestoreValues.ts'

/** Where shops keep what an order needs; the first place that has a value counts. A field map names one other place. */
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
export type FieldMap = Readonly<Partial<Record<OrderField | ItemField, string>>>

/** Reads every field of `fields` from a document's data (or an item); what is absent or null is undefined. */
export function fieldReader<Name extends OrderField | ItemField>(
  fields: Readonly<Record<Name, readonly string[]>>,
  fieldMap: FieldMap,
): (data: unknown) => Partial<Record<Name, unknown>> {
  const names = Object.keys(fields) as Name[] // the keys of a literal are its names
  const places = names.map((name) => ({ name, paths: (mapped(fieldMap, name) ?? fields[name]).map(keysOf) }))
  return (data) => {
    const values: Partial<Record<Name, unknown>> = {}
    for (const { name, paths } of places) {
      for (const path of paths) values[name] ??= valueAt(data, path) ?? undefined
    }
    return values
  }
}

function mapped(fieldMap: FieldMap, name: OrderField | ItemField): readonly string[] | undefined {
  const path = fieldMap[name]
  return path === undefined ? undefined : [path]
}

/** The keys that a field path (`customer.name`) goes through. */
export function keysOf(path: string): string[] {
  return path.split('.')
}

/** The value that stands at `keys` in nested maps; undefined where there is none. */
export function valueAt(data: unknown, keys: readonly string[]): unknown {
  let value = data
  for (const key of keys) {
    if (!isMap(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}
