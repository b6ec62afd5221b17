import { largestAmount, minorUnitsOfLine } from '../../contract/money.ts'
import type { LineItem } from '../../contract/order.ts'
import type { Amount, AmountReader } from './amounts.ts'
import { textOf, type FieldSettings } from './fields.ts'
import { itemDivider, type ItemValues } from './itemDivider.ts'
import type { Tell } from './unread.ts'
import { describeType, idOf, isNothing } from './valueTypes.ts'

export interface ReadItems {
  readonly lineItems: LineItem[]
  /** The sum of all line totals in minor units; null where one of them is unknown, or where there is no item. */
  readonly worth: number | null
}

/**
 * Reads a document's items as line items. Without a readable quantity an item counts once, without a readable price it costs nothing:
 * its order is worth more than it.
 */
export function itemReader(
  own: FieldSettings,
  amounts: AmountReader,
): (items: unknown, currency: string, tell: Tell) => ReadItems {
  const divide = itemDivider(own)
  return (items, currency, tell) => {
    const divided = divide(items, tell)
    const read = divided.map((item) => item && readItem(item, currency, amounts, tell))
    const lineItems = read.flatMap((item) => item?.line ?? [])
    const worth = lineItems.reduce((sum, { total }) => sum + total, 0)
    const isKnown = read.length > 0 && read.every((item) => item?.isPriced) && Math.abs(worth) <= largestAmount
    return { lineItems, worth: isKnown ? worth : null }
  }
}

/** A line item, and whether its total follows from the item. */
function readItem(item: ItemValues, currency: string, amounts: AmountReader, tell: Tell) {
  const sku = readAs(idOf, item, 'items.sku', tell)
  const name = readAs(textOf, item, 'items.name', tell)
  const quantity = quantityOf(item['items.quantity'])
  if (quantity === null) tell('items.quantity', 'is not a number, or too large')
  const price = priceOf(item['items.price'], currency, amounts, tell)
  // Rounded once: three at 0.333 are 1.00.
  const total = price && minorUnitsOfLine(price.exact, quantity ?? 1, currency)
  if (price !== null && total === null) tell('items.price', 'is too large for its quantity')
  const line: LineItem = {
    ...(sku !== undefined && { sku }),
    name: name ?? sku ?? '',
    quantity: quantity ?? 1,
    unitPrice: price?.minor ?? 0,
    total: total ?? 0,
  }
  return { line, isPriced: quantity !== null && total !== null }
}

function readAs(
  read: (value: unknown) => string | undefined,
  item: ItemValues,
  field: keyof ItemValues,
  tell: Tell,
): string | undefined {
  const text = read(item[field])
  if (text === undefined && !isNothing(item[field])) tell(field, `is ${describeType(item[field])}`)
  return text
}

/** The largest quantity: nobody means more, and sums of such quantities stay finite. */
const largestQuantity = 1e15

/** The quantity that a value stands for: 1 where there is no value; null where it cannot be read. */
function quantityOf(value: unknown): number | null {
  if (isNothing(value)) return 1
  const text = typeof value === 'string' ? value.trim() : ''
  const quantity = /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : value
  return typeof quantity === 'number' && Math.abs(quantity) <= largestQuantity ? quantity : null
}

function priceOf(value: unknown, currency: string, amounts: AmountReader, tell: Tell): Amount | null {
  if (isNothing(value)) return null
  const price = amounts.read(value, 'items.price', currency)
  if (!('problem' in price)) return price
  tell('items.price', price.problem)
  return null
}
