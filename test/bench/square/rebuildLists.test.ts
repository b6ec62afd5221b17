import { expect, it } from 'vitest'

import { vendorLists } from '../../../bench/square/rebuildLists.ts'

it('orders are searched for at ten locations at once, payments at each by itself', () => {
  const lists = vendorLists(Array.from({ length: 12 }, (_, n) => `L${n}`))
  const orders = lists.filter(({ table }) => table === 'orders').map(({ asked }) => asked.location_ids)
  expect(orders).toEqual([expect.objectContaining({ length: 10 }), ['L10', 'L11']])
  expect(lists.filter(({ table }) => table === 'payments')).toHaveLength(12)
})
