import type { Customer } from '../../contract/order.ts'
import { DocumentReference } from '../../lib/firestore/firestore.ts'
import { isMap } from '../../lib/firestore/firestoreValues.ts'
import { orderFields, type OrderField } from './fieldNames.ts'
import { isBlank, keysOf, textOf, valueAt, type FieldSettings } from './fields.ts'
import type { Tell } from './unread.ts'
import { describeType, idOf, isNothing } from './valueTypes.ts'

const parts = ['id', 'name', 'email', 'phone'] as const

/**
 * Reads who ordered. Where the map that holds the customer's fields is something else, its meaning may be plain: a text is a name, or an
 * e-mail address if it has an @, a reference or number an id.
 */
export function customerReader(
  own: FieldSettings,
): (data: unknown, fields: Partial<Record<OrderField, unknown>>, tell: Tell) => Customer {
  const holders = holdersOf(own)
  return (data, fields, tell) => {
    const customer: Customer = {}
    for (const part of parts) {
      const field = `customer.${part}` as const
      const text = part === 'id' ? idOf(fields[field]) : textOf(fields[field])
      if (text !== undefined) customer[part] = text
      else if (!isNothing(fields[field])) tell(field, `is ${describeType(fields[field])}`)
    }
    for (const keys of holders) {
      const holder = valueAt(data, keys)
      if (isMap(holder) || isBlank(holder)) continue
      const whole = customerAsWhole(holder)
      if (whole !== null) Object.assign(customer, { ...whole, ...customer })
      else if (!isNothing(holder)) tell('customer.name', `stands in ${describeType(holder)}`)
    }
    return customer
  }
}

/** The maps in which the customer's fields stand, each once. */
function holdersOf(own: FieldSettings): string[][] {
  const paths = parts.flatMap((part) => own[`customer.${part}`]?.paths ?? orderFields[`customer.${part}`])
  const holders = paths.map((path) => keysOf(path).slice(0, -1)).filter((keys) => keys.length > 0)
  return [...new Map(holders.map((keys) => [JSON.stringify(keys), keys])).values()]
}

function customerAsWhole(value: unknown): Customer | null {
  if (typeof value === 'string') return value.includes('@') ? { email: value } : { name: value }
  const id = typeof value === 'number' || value instanceof DocumentReference ? idOf(value) : undefined
  return id === undefined ? null : { id }
}
