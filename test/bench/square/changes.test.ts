import { expect, it } from 'vitest'

import { change, spread } from '../../../bench/square/changes.ts'
import { FakeMerchant } from '../../../tools/fakes/square/merchant.ts'
import { fillMerchant } from '../../../tools/fakes/square/sample/sampleMerchant.ts'
import { randomFrom } from '../../../tools/samples/random.ts'

const openedMs = Date.parse('2026-11-02T00:00:00Z')

it('as many orders, prices, counts and refunds change as are asked for', () => {
  let nowMs = openedMs
  const merchant = new FakeMerchant({ id: 'M1' }, () => nowMs)
  const filling = { seed: 5, count: 200, now: openedMs }
  fillMerchant(merchant, filling)
  const before = { orders: merchant.orders.size, refunds: merchant.refunds.size }
  nowMs += 60_000
  change(merchant, filling, { orders: 20, prices: 7, counts: 6, refunds: 5 }, randomFrom(1))
  const changed = [...merchant.catalog.objects.values()].filter(({ updatedMs }) => updatedMs === nowMs)
  expect(changed.map(({ type }) => type)).toEqual(Array.from({ length: 7 }, () => 'ITEM_VARIATION'))
  expect(merchant.inventory.changes.size).toBe(6)
  // An order that moves on may be refunded, too, and each refund makes an order.
  const refunded = merchant.refunds.size - before.refunds
  expect(refunded).toBeGreaterThanOrEqual(5)
  expect(merchant.orders.size - before.orders).toBe(10 + refunded)
})

it('what changes is spread from the first to the last', () => {
  expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5)).toEqual([1, 3, 5, 7, 9])
  expect(spread([0, 1], 5)).toEqual([0, 1])
})
