import { expect, it } from 'vitest'

import { createSquareWebhook } from '../../../../functions/src/sources/square/webhook.ts'
import { shownEvent } from '../../../../tools/fakes/square/endpoints/events.ts'
import { FakeMerchant } from '../../../../tools/fakes/square/merchant.ts'
import { restOf } from '../../../../tools/fakes/square/records.ts'
import { fillMerchant } from '../../../../tools/fakes/square/sample/sampleMerchant.ts'
import { Trader } from '../../../../tools/local/square/trade.ts'
import { randomFrom } from '../../../../tools/samples/random.ts'

const filling = { seed: 5, count: 60, now: Date.UTC(2026, 6, 1), availabilities: 30, locations: 7 }

/** A merchant who makes a trade every five seconds. */
function openMerchant() {
  let now = filling.now
  const merchant = new FakeMerchant({ id: 'ML1' }, () => now)
  fillMerchant(merchant, filling)
  const trader = new Trader({ merchant, filling }, randomFrom(1))
  const trade = (count: number) =>
    Array.from({ length: count }, () => {
      now += 5_000
      return trader.trade()
    })
  return { merchant, trade }
}

it('a merchant sells, moves orders on, refunds payments, counts goods and changes prices', () => {
  const { merchant, trade } = openMerchant()
  const { orders, refunds, inventory } = merchant
  const before = { orders: orders.size, refunds: new Set(refunds.ids()) }
  const trades = trade(400)
  expect(orders.size - before.orders).toBe(trades.filter(({ isNew }) => isNew).length)
  for (const { orderId } of trades) if (orderId !== null) expect(orders.get(orderId)).toBeDefined()
  const types = new Set(trades.flatMap(({ events }) => events.map(({ type }) => type)))
  for (const type of ['order.created', 'payment.created', 'order.fulfillment.updated', 'refund.created'])
    expect(types).toContain(type)
  for (const type of ['refund.updated', 'inventory.count.updated', 'catalog.version.updated'])
    expect(types).toContain(type)
  const states = [...refunds.ids()].filter((id) => !before.refunds.has(id)).map((id) => refunds.get(id)?.state)
  expect(states).toContain('COMPLETED')
  // The last one that was asked for may be open still.
  expect(states.slice(0, -1)).not.toContain('PENDING')
  const inStock = [...inventory.counts.ids()].flatMap((id) => inventory.counts.get(id) ?? [])
  expect(inStock.filter((count) => Number(restOf(count).quantity) < 0)).toEqual([])
})

it('each trade comes with events of which the functions understand one at least', () => {
  const { merchant, trade } = openMerchant()
  const handler = createSquareWebhook({ key: 'key', url: 'https://tea.example/webhooks/square' })
  for (const { events } of trade(200)) {
    const read = events.map((event) => handler.read(Buffer.from(JSON.stringify(shownEvent(merchant.id, event)))))
    expect(read.some((notification) => notification !== null)).toBe(true)
  }
})
