import type { SampleCurrency } from '../../../samples/currencies.ts'

/** The size and seed of a sample merchant: the same for the same filling. */
export interface MerchantFilling {
  readonly seed: number
  /** The number of sales; the orders that refunds make come on top. */
  readonly count: number
  /** In milliseconds. */
  readonly now: number
  /** The lines of all sales together; about five a sale by default. */
  readonly lineItems?: number
  /** The counts of goods in stock, one a variation and location; a few hundred by default. */
  readonly availabilities?: number
  /** By default one more than a search for orders takes. */
  readonly locations?: number
  readonly currency?: SampleCurrency
}

export const defaults = { linesASale: 5, availabilities: 600, locations: 11, currency: 'USD' } as const

/** The number of lines of a sale: from one to twice the average, and `lineItems` for all sales together. */
export function lineCountAt(n: number, { count, lineItems = count * defaults.linesASale }: MerchantFilling): number {
  const share = (sale: number): number =>
    Math.floor(((sale + 1) * lineItems) / count) - Math.floor((sale * lineItems) / count)
  const first = n - (n % 2)
  if (first + 1 >= count) return share(n)
  // Of two sales one gives lines to the other.
  const given = (first * 7) % Math.max(1, Math.min(share(first), share(first + 1)))
  return n === first ? share(n) + given : share(n) - given
}
