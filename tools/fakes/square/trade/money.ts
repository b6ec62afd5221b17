/** An amount in the smallest unit of its currency, as the API sends it. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

export const money = (amount: number, currency: string): Money => ({ amount, currency })

export interface Amounts {
  readonly total: number
  readonly tax: number
  readonly discount: number
  readonly tip: number
}

/** Amounts as an order nests them; `sign` is −1 for what goes back. */
export function moneyAmounts({ total, tax, discount, tip }: Amounts, currency: string, sign: 1 | -1 = 1) {
  // Adding 0 makes 0 of −0.
  const of = (amount: number): Money => money(amount * sign + 0, currency)
  return {
    total_money: of(total),
    tax_money: of(tax),
    discount_money: of(discount),
    tip_money: of(tip),
    service_charge_money: of(0),
  }
}
