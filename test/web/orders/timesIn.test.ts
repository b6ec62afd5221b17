import { expect, it } from 'vitest'

import { timesIn } from '../../../web/src/orders/timesIn.ts'

it('finds the times of a record, in any of the ways in which shops write them, earliest first', () => {
  const record = {
    orderId: '#1',
    deliveredAt: '2026-11-20T10:00:00.000Z',
    paid_time: 1_795_000_000,
    shippedAt: 1_795_100_000_000,
    timestamp: '2026-11-01T00:00:00+01:00',
  }
  expect(timesIn(record)).toEqual([
    { name: 'Timestamp', iso: '2026-10-31T23:00:00.000Z' },
    { name: 'Paid time', iso: new Date(1_795_000_000_000).toISOString() },
    { name: 'Shipped at', iso: new Date(1_795_100_000_000).toISOString() },
    { name: 'Delivered at', iso: '2026-11-20T10:00:00.000Z' },
  ])
})

it.each([
  null,
  'paidAt',
  { paidAt: 'soon' },
  { createdAt: 5 },
  { createdAt: 1e15 },
  { createdAt: Number.NaN },
  { format: 1_795_000_000 },
  { items: [{ addedAt: '2026-11-20T10:00:00Z' }] },
])('finds none in %j', (record) => {
  expect(timesIn(record)).toEqual([])
})
