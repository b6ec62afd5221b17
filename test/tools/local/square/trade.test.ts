import { expect, it } from 'vitest'

import { shownEvent } from '../../../../tools/fakes/square/endpoints/events.ts'
import { FakeMerchant } from '../../../../tools/fakes/square/merchant.ts'
import { restOf } from '../../../../tools/fakes/square/records.ts'
import { fillMerchant } from '../../../../tools/fakes/square/sample/sampleMerchant.ts'
import { createSquareWebhook } from '../../../../functions/src/sources/square/webhook.ts'
import { Trader } from '../../../../tools/local/square/trade.ts'
import { randomFrom } from '../../../../tools/samples/random.ts'

const filling = { seed: 5, count: 60, now: Date.UTC(2026, 6, 1), availabilities: 30, locations: 7 }

function traded(count: number) {
  let now = filling.now
  const merchant = new FakeMerchant({ id: 'ML1' }, () => now)
  fillMerchant(merchant, filling)
  const trader = new Trader({ merchant, filling }, randomFrom(1))
  const sizeBefore = merchant.orders.size
  const trades = Array.from({ length: count }, () => {
    now += 5_000
    return trader.trade()
  })
  return { merchant, trades, sizeBefore }
}

it('a merchant sells, moves orders on, refunds, counts goods and changes prices', () => {
  const { merchant, trades, sizeBefore } = traded(400)
  expect(merchant.orders.size - sizeBefore).toBeGreaterThanOrEqual(trades.filter(({ isNew }) => isNew).length)
  for (const { orderId } of trades) if (orderId !== null) expect(merchant.orders.get(orderId)).toBeDefined()
  const types = new Set(trades.flatMap(({ events }) => events.map(({ type }) => type)))
  const wanted = ['order.created', 'order.updated', 'payment.created', 'refund.created', 'refund.updated']
  for (const type of [...wanted, 'inventory.count.updated', 'catalog.version.updated']) expect(types).toContain(type)
  const late = [...merchant.refunds.ids()].map((id) => merchant.refunds.get(id)?.state)
  expect(late.filter((state) => state === 'COMPLETED').length).toBeGreaterThan(10)
  for (const { data, type } of merchant.catalog.objects.values())
    if (type === 'ITEM_VARIATION') expect(data.price_money).toMatchObject({ currency: 'USD' })
  for (const id of merchant.inventory.counts.ids())
    expect(
      Number(restOf(merchant.inventory.counts.get(id) ?? { rest: {}, id, createdMs: 0, updatedMs: 0 }).quantity),
    ).toBeGreaterThanOrEqual(0)
})

it('each trade is told by webhooks that the functions understand', () => {
  const { merchant, trades } = traded(200)
  const handler = createSquareWebhook({ key: 'key', url: 'https://tea.example/webhooks/square' })
  for (const { events } of trades) {
    const read = events.map((event) => handler.read(Buffer.from(JSON.stringify(shownEvent(merchant.id, event)))))
    expect(read.some((notification) => notification !== null)).toBe(true)
  }
})
