import { largestAmount } from '../../contract/money.ts'
import { currencyOf, memberOf } from '../vendor/fields.ts'

/** An amount in minor units, and its currency. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

/** Money as the vendor sends it: a whole number of minor units. Null where it is none, or too large to be exact. */
export function moneyOf(value: unknown): Money | null {
  const [amount, currency] = [memberOf(value, 'amount'), currencyOf(memberOf(value, 'currency'))]
  // A larger number was rounded when it was read as JSON.
  const isExact = typeof amount === 'number' && Number.isInteger(amount) && Math.abs(amount) <= largestAmount
  return isExact && currency !== null ? { amount, currency } : null
}

/** Reads the amounts of one record in its currency, and notes the fields that cannot be read. */
export class Amounts {
  readonly #currency: string
  readonly faults: string[] = []

  constructor(currency: string) {
    this.#currency = currency
  }

  /** The amount of a field in minor units; 0 where it is absent. */
  of(name: string, value: unknown): number {
    if (value === undefined || value === null) return 0
    const money = moneyOf(value)
    if (money !== null && money.currency === this.#currency) return money.amount
    const problem = money === null ? 'is no whole amount with a currency, or too large' : 'is in another currency'
    return this.refuse(`${name}: ${problem}`)
  }

  /** Notes that a field cannot be read, and gives a number in its place: the record is refused. */
  refuse(fault: string): 0 {
    this.faults.push(fault)
    return 0
  }
}
