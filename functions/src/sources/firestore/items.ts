import { minorUnits, minorUnitsOfLine } from '../../contract/money.ts'
import type { LineItem } from '../../contract/order.ts'
import { isMap } from '../../lib/firestore/firestoreValues.ts'
import { itemFields } from './fieldNames.ts'
import { fieldReader, type FieldSettings } from './fields.ts'

/** Text as it stands; ids and numbers of shops that count them are text here too. Anything else is no text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' ? value : undefined
}

/** A decimal as shops write it: a number, or a text of one. */
export function decimalOf(value: unknown): number | string | undefined {
  return typeof value === 'number' || typeof value === 'string' ? value : undefined
}

/**
 * Reads a document's items as line items. An item that is no map is left out; without a readable quantity it counts once,
 * without a readable price it costs nothing: its order is worth more than it.
 */
export function itemReader(own: FieldSettings): (items: unknown, currency: string) => LineItem[] {
  const read = fieldReader(itemFields, own)
  return (items, currency) => {
    if (!Array.isArray(items)) return []
    return items.filter(isMap).map((item) => lineItemOf(read(item), currency))
  }
}

function lineItemOf(item: Partial<Record<keyof typeof itemFields, unknown>>, currency: string): LineItem {
  const sku = textOf(item['items.sku'])
  const price = decimalOf(item['items.price']) ?? 0
  const quantity = quantityOf(item['items.quantity'])
  return {
    ...(sku !== undefined && { sku }),
    name: textOf(item['items.name']) ?? sku ?? '',
    quantity,
    unitPrice: minorUnits(price, currency) ?? 0,
    // Rounded once: three at 0.333 are 1.00.
    total: minorUnitsOfLine(price, quantity, currency) ?? 0,
  }
}

/** So large that nobody means more; sums of them stay finite. */
const largestQuantity = 1e15

function quantityOf(value: unknown): number {
  const quantity = typeof value === 'string' ? Number.parseFloat(value) : value
  return typeof quantity === 'number' && Math.abs(quantity) <= largestQuantity ? quantity : 1
}
