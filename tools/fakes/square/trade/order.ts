import type { Members } from '../records.ts'
import { money, moneyAmounts, type Amounts } from './money.ts'

/** A line of an order that is placed. */
export interface OrderLine {
  readonly name: string
  /** A decimal string. */
  readonly quantity: string
  /** The price of one, in the smallest unit. */
  readonly price: number
  readonly variationId?: string
  readonly variationName?: string
}

/** The contents of an order to be made. */
export interface OrderContent {
  readonly currency: string
  readonly lines: readonly OrderLine[]
  /** True where it was taken at a point of sale: such an order has no version, and mostly no name and no customer. */
  readonly isPointOfSale: boolean
  readonly customerId?: string
  readonly referenceId?: string
  readonly taxPercent?: number
  /** The discount in the currency's smallest unit. */
  readonly discount?: number
  /** The tip in the currency's smallest unit. */
  readonly tip?: number
  readonly fulfillments?: readonly Members[]
}

const grossOf = ({ price, quantity }: OrderLine): number => Math.round(price * Number(quantity))

/** The amounts of an order, which add up. */
export function amountsOf({ lines, taxPercent = 0, discount = 0, tip = 0 }: OrderContent): Amounts {
  const gross = lines.reduce((sum, line) => sum + grossOf(line), 0)
  const tax = Math.round(((gross - discount) * taxPercent) / 100)
  return { total: gross - discount + tax + tip, tax, discount, tip }
}

/** All members of an order but what lists sort and filter by. `due` is what is not paid yet, in the smallest unit. */
export function orderMembers(
  content: OrderContent,
  { due, tenders }: { due: number; tenders: readonly Members[] },
): Members {
  const { currency, isPointOfSale, customerId, referenceId, fulfillments } = content
  const amounts = amountsOf(content)
  return {
    ...(!isPointOfSale && { version: 1, source: { name: 'Online store' } }),
    ...(isPointOfSale && { source: {} }),
    ...(customerId !== undefined && { customer_id: customerId }),
    ...(referenceId !== undefined && { reference_id: referenceId }),
    line_items: linesMembers(content, amounts),
    ...taxesAndDiscounts(content, amounts),
    ...(fulfillments !== undefined && { fulfillments }),
    ...(tenders.length > 0 && { tenders }),
    total_money: money(amounts.total, currency),
    total_tax_money: money(amounts.tax, currency),
    total_discount_money: money(amounts.discount, currency),
    total_tip_money: money(amounts.tip, currency),
    total_service_charge_money: money(0, currency),
    net_amounts: moneyAmounts(amounts, currency),
    net_amount_due_money: money(due, currency),
  }
}

function taxesAndDiscounts({ taxPercent, discount, currency }: OrderContent, amounts: Amounts): Members {
  const tax = {
    uid: 'tax',
    name: 'Sales tax',
    type: 'ADDITIVE',
    percentage: String(taxPercent),
    scope: 'ORDER',
    applied_money: money(amounts.tax, currency),
  }
  const off = {
    uid: 'discount',
    name: 'Discount',
    type: 'FIXED_AMOUNT',
    scope: 'ORDER',
    amount_money: money(amounts.discount, currency),
    applied_money: money(amounts.discount, currency),
  }
  return { ...(taxPercent !== undefined && { taxes: [tax] }), ...(discount !== undefined && { discounts: [off] }) }
}

/** The lines of an order. Its tax and its discount are shared out by their gross sales. */
function linesMembers({ currency, lines }: OrderContent, amounts: Amounts): readonly Members[] {
  const whole = lines.reduce((sum, line) => sum + grossOf(line), 0)
  let before = 0
  return lines.map((line, n) => {
    const gross = grossOf(line)
    const shareOf = (amount: number): number =>
      whole === 0 ? 0 : Math.floor((amount * (before + gross)) / whole) - Math.floor((amount * before) / whole)
    const [tax, discount] = [shareOf(amounts.tax), shareOf(amounts.discount)]
    before += gross
    return {
      uid: `line-${n + 1}`,
      ...namesOf(line),
      base_price_money: money(line.price, currency),
      variation_total_price_money: money(gross, currency),
      gross_sales_money: money(gross, currency),
      total_tax_money: money(tax, currency),
      total_discount_money: money(discount, currency),
      total_service_charge_money: money(0, currency),
      total_money: money(gross - discount + tax, currency),
    }
  })
}

function namesOf({ name, quantity, variationId, variationName }: OrderLine): Members {
  return {
    name,
    quantity,
    item_type: 'ITEM',
    ...(variationId !== undefined && { catalog_object_id: variationId }),
    ...(variationName !== undefined && { variation_name: variationName }),
  }
}
