import { expect, it } from 'vitest'

import { expectedStates } from '../../../bench/sources/expected.ts'
import { fillShop } from '../../../tools/fakes/tiktokShop/sampleShop.ts'
import { FakeShop } from '../../../tools/fakes/tiktokShop/shop.ts'

it('a returned order is refunded, any other is as the vendor says', () => {
  const shop = new FakeShop({ id: '1' })
  const order = { create_time: 5, update_time: 9 }
  shop.orders.put({ ...order, id: 'a', status: 'IN_TRANSIT' })
  shop.orders.put({ ...order, id: 'b', status: 'COMPLETED' })
  shop.orders.put({ ...order, id: 'c', status: 'CANCELLED' })
  for (const id of ['b', 'c']) {
    shop.returns.put({ ...order, id: `r${id}`, status: 'DONE', rest: { order_id: id } })
  }
  expect([...expectedStates(shop)]).toEqual([
    ['a', 'shipped 9'],
    ['b', 'refunded 9'],
    ['c', 'cancelled 9'],
  ])
})

it('every order of a sample shop has a state', () => {
  const shop = new FakeShop({ id: '1' })
  fillShop(shop, { seed: 3, count: 2_000, now: Date.UTC(2026, 6, 1) })
  expect(expectedStates(shop).size).toBe(2_000)
})
