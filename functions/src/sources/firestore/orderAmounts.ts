import { largestAmount } from '../../contract/money.ts'
import type { LineItem, Order } from '../../contract/order.ts'
import type { AmountField, AmountReader } from './amounts.ts'
import type { Problem } from './currencies.ts'
import { orderFields, type OrderField } from './fieldNames.ts'
import { isBlank, valueFinder } from './fields.ts'
import { itemReader } from './items.ts'
import type { OrderSettings } from './settings.ts'
import type { Tell } from './unread.ts'
import { isNothing } from './valueTypes.ts'

/** The amounts of an order, in minor units of its currency, and its items. */
export interface OrderAmounts extends Pick<Order, 'currency' | 'total' | 'subtotal' | 'tax' | 'shipping' | 'discount'> {
  readonly lineItems: LineItem[]
}

/**
 * Reads an order's amounts. `currency` is the one that the order names; where it names none, its total may, and the default one counts
 * otherwise. A total that is missing is that of the items, if the shop says so and all of them have one, else the default total.
 */
export function orderAmountsReader(
  { fields: own, totalFromItems }: OrderSettings,
  amounts: AmountReader,
  defaultCurrency: string,
): (
  data: unknown,
  fields: Partial<Record<OrderField, unknown>>,
  currency: string | null,
  tell: Tell,
) => OrderAmounts | Problem {
  const { default: defaultTotal, ...places } = own.totalAmount ?? { paths: orderFields.totalAmount }
  const findTotal = valueFinder(places)
  const readItems = itemReader(own, amounts)

  return (data, fields, named, tell) => {
    const found = findTotal(data)
    const stated = isBlank(found) ? null : amounts.read(found, 'totalAmount', named)
    if (stated !== null && 'problem' in stated) return stated
    const currency = stated?.currency ?? named ?? defaultCurrency
    const { lineItems, worth } = readItems(fields.items, currency, tell)
    const summed = totalFromItems ? worth : null
    const known = stated?.minor ?? summed
    const total = known === null ? totalByDefault(currency, tell) : known
    if (typeof total !== 'number') return total

    const amount = (field: AmountField & OrderField) => amountAt(field, fields[field], currency, tell)
    // Some shops write what is taken off as a negative amount.
    const [tax, shipping, discount] = [amount('tax') ?? 0, amount('shipping') ?? 0, Math.abs(amount('discount') ?? 0)]
    const rest = stated === null ? total : total - tax - shipping + discount
    const subtotal = amount('subtotal') ?? (Math.abs(rest) <= largestAmount ? rest : total)
    return { currency, total, subtotal, tax, shipping, discount, lineItems }
  }

  function totalByDefault(currency: string, tell: Tell): number | Problem {
    if (defaultTotal === undefined) {
      return { problem: totalFromItems ? 'is missing, and not every item has a price that can be read' : 'is missing' }
    }
    if (totalFromItems)
      tell('totalAmount', 'is missing, items without a price do not replace it, and the default stands for it')
    const amount = amounts.read(defaultTotal, 'totalAmount', currency)
    return 'problem' in amount ? amount : amount.minor
  }

  function amountAt(field: AmountField, value: unknown, currency: string, tell: Tell): number | null {
    if (isNothing(value)) return null
    const amount = amounts.read(value, field, currency)
    if (!('problem' in amount)) return amount.minor
    tell(field, amount.problem)
    return null
  }
}
