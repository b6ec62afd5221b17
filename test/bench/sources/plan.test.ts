import { describe, expect, it } from 'vitest'

import { sourcesPlanOf } from '../../../bench/sources/plan.ts'

describe('what is measured of a shop at a vendor', () => {
  it('is a shop of 314,000 orders of whose calls 2 % fail', () => {
    expect(sourcesPlanOf({ isQuick: false, orders: null })).toMatchObject({
      most: 314_000,
      latencyMs: 300,
      failing: { copy: 0.02, resync: 0.02 },
    })
  })

  it('is a small shop in a quick run, of whose few calls more fail', () => {
    expect(sourcesPlanOf({ isQuick: true, orders: null })).toMatchObject({
      most: 10_000,
      latencyMs: 100,
      failing: { copy: 0.2, resync: 0.02 },
    })
  })

  it('is a shop of as many orders as are asked for, in which fewer are gone than a run may delete', () => {
    for (const orders of [1_000, 5_000, 1_000_000]) {
      const plan = sourcesPlanOf({ isQuick: true, orders })
      expect(plan.most).toBe(orders)
      expect(plan.removed).toBeLessThanOrEqual(orders / 20)
    }
  })
})
