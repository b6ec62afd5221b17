import { DocumentReference } from '../../lib/firestore/firestore.ts'
import { isMap } from '../../lib/firestore/firestoreValues.ts'
import { itemFields, type ItemField } from './fieldNames.ts'
import { fieldReader, isBlank, valueFinder, type FieldSettings } from './fields.ts'
import type { Tell } from './unread.ts'
import { describeType, idOf, isNothing } from './valueTypes.ts'

/** The values of one item, by the fields that they are for. */
export type ItemValues = Partial<Record<ItemField, unknown>>

/**
 * Divides the value of an order's items into items, whichever way the shop keeps them: a list of them, a map from the product's id to the
 * item or to its quantity, one item alone, or a JSON text of any of these. An item is a map of its fields, the product's name, or a
 * reference to the product. A value that is no item is null among the items, and `tell` is called.
 */
export function itemDivider(own: FieldSettings): (items: unknown, tell: Tell) => (ItemValues | null)[] {
  const read = fieldReader(itemFields, own)
  const finders = Object.entries(itemFields).map(([name, paths]) => valueFinder(own[name as ItemField] ?? { paths })) // its very keys
  const isItem = (value: unknown) => finders.some((find) => !isBlank(find(value)))

  /** The item that a value stands for; null where the value is no item. */
  const itemOf = (value: unknown): ItemValues | null => {
    const item = fromJsonText(value)
    if (isMap(item)) return isItem(item) ? read(item) : null
    if (typeof item === 'string') return { ...read({}), 'items.name': item }
    if (item instanceof DocumentReference) return { ...read({}), 'items.sku': idOf(item) }
    return null
  }
  const ofProduct = (sku: string, value: unknown): ItemValues | null => {
    const item = isMap(value) ? read(value) : null
    if (item !== null) return { ...item, 'items.sku': item['items.sku'] ?? sku }
    return isNumber(value) ? { ...read({}), 'items.sku': sku, 'items.quantity': value } : null
  }
  const divide = (items: unknown): (ItemValues | null)[] => {
    if (Array.isArray(items)) return items.filter((item) => !isNothing(item)).map(itemOf)
    if (!isMap(items) || isItem(items)) return [itemOf(items)]
    // The order of a map's keys is nobody's promise.
    const products = Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1))
    return products.filter(([, value]) => !isBlank(value)).map(([sku, value]) => ofProduct(sku, value))
  }

  return (value, tell) => {
    const items = fromJsonText(value)
    if (isNothing(items)) return []
    const divided = divide(items)
    if (divided.includes(null)) tell('items', problemOf(items))
    return divided
  }
}

/** The problem of items that cannot be read; where there is one item alone, its own type says most. */
function problemOf(items: unknown): string {
  if (items === brokenJson) return 'is a JSON text with an error in it'
  return Array.isArray(items) || isMap(items)
    ? `is ${describeType(items)} of what is no item by the fields that are set`
    : `is ${describeType(items)}`
}

const brokenJson = Symbol('broken JSON')

/** The list or map in a JSON text, `brokenJson` where the text has an error; any other value unchanged. */
function fromJsonText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*(\[\s*["[{\]]|\{\s*["}])/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return brokenJson
  }
}

function isNumber(value: unknown): boolean {
  return (
    typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
  )
}
