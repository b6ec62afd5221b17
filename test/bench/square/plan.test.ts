import { describe, expect, it } from 'vitest'

import { changeCount, squarePlanOf } from '../../../bench/square/plan.ts'

describe('what is measured of a Square merchant', () => {
  it('is the merchant of 30,390 orders, with 100 changes between two runs', () => {
    const plan = squarePlanOf({ isQuick: false, orders: null })
    expect(plan).toMatchObject({ mode: 'full', orders: 30_390, lineItems: 159_131, availabilities: 7_801 })
    expect(changeCount(plan.changes)).toBe(100)
  })

  it('is a smaller one of the same make in a quick run, or of as many orders as are asked for', () => {
    expect(squarePlanOf({ isQuick: true, orders: null })).toMatchObject({
      mode: 'quick',
      orders: 1_000,
      lineItems: 5_236,
    })
    expect(squarePlanOf({ isQuick: false, orders: 10_000 })).toMatchObject({ orders: 10_000, availabilities: 2_567 })
  })
})
