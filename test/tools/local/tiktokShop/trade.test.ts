import { expect, it } from 'vitest'

import { fillShop, type SampleFilling } from '../../../../tools/fakes/tiktokShop/sampleShop.ts'
import { FakeShop } from '../../../../tools/fakes/tiktokShop/shop.ts'
import { Trader } from '../../../../tools/local/tiktokShop/trade.ts'
import { randomFrom } from '../../../../tools/samples/random.ts'

it('a shop places orders, moves them on and takes some back, and each trade is told by a webhook', () => {
  const filling: SampleFilling = { seed: 3, count: 60, now: Date.UTC(2026, 6, 1) }
  const shop = new FakeShop({ id: '7495' })
  fillShop(shop, filling)
  const returnsBefore = new Set(shop.returns.ids())
  const trader = new Trader({ shop, filling }, randomFrom(1))
  const trades = Array.from({ length: 300 }, (_, n) => trader.trade(filling.now + (n + 1) * 5_000))
  expect(shop.orders.size).toBe(60 + trades.filter(({ isNew }) => isNew).length)
  for (const { orderId, webhook } of trades) {
    expect(shop.orders.get(orderId)).toBeDefined()
    expect(webhook).toMatchObject({ shopId: '7495', data: { order_id: orderId } })
  }
  const told = trades.filter(({ webhook }) => webhook.type === 12).map(({ webhook }) => webhook.data)
  const returns = [...shop.returns.ids()].filter((id) => !returnsBefore.has(id))
  expect(returns.length).toBeGreaterThan(3)
  for (const id of returns) {
    const steps = told.filter((data) => 'return_id' in data && data.return_id === id)
    expect(steps).toMatchObject([
      { return_status: 'RETURN_OR_REFUND_REQUEST_PENDING' },
      // The last one that was asked for may be open still.
      ...steps.slice(1).map(() => ({ return_status: 'RETURN_OR_REFUND_REQUEST_COMPLETE' })),
    ])
    expect(steps.length).toBeLessThanOrEqual(2)
  }
})
