import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../../functions/src/lib/instant.ts'
import type { Order } from '../../../../functions/src/contract/order.ts'
import { noInputs } from '../../../../functions/src/model/source.ts'
import { orderParser } from '../../../../functions/src/sources/tiktokShop/normalise.ts'
import { randomFrom } from '../../../../tools/samples/random.ts'
import { listKinds } from '../../../../tools/fakes/tiktokShop/lists.ts'
import { shown } from '../../../../tools/fakes/tiktokShop/records.ts'
import {
  advanceOrder,
  askForReturn,
  completeReturn,
  fillShop,
  placeOrder,
  type SampleFilling,
} from '../../../../tools/fakes/tiktokShop/sampleShop.ts'
import { FakeShop } from '../../../../tools/fakes/tiktokShop/shop.ts'

const filling: SampleFilling = { seed: 7, count: 2_000, now: Date.UTC(2026, 6, 1) }

function filled(more: Partial<SampleFilling> = {}): FakeShop {
  const shop = new FakeShop({ id: '7495' })
  fillShop(shop, { ...filling, ...more })
  return shop
}

const rawOf = (shop: FakeShop, id: string): object => {
  const record = shop.orders.get(id)
  if (record === undefined) throw new Error('The order is there.')
  return shown(record, listKinds.orders)
}

function orderOf(shop: FakeShop, id: string): Order {
  const parse = orderParser({ statusMap: {}, returns: 'tiktokShop.7495.returns' })
  const readTime = instantFromMs(0)
  const parsed = parse({ sourceId: id, changedAt: null, version: '1', readTime, raw: rawOf(shop, id) }, noInputs)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.record
}

describe('a sample shop', () => {
  it('has orders that can be read, the same each time', () => {
    const [shop, again] = [filled(), filled()]
    expect(shop.orders.size).toBe(2_000)
    for (const id of shop.orders.ids()) {
      const order = orderOf(shop, id)
      expect(order.lineItems.reduce((sum, { total }) => sum + total, 0)).toBe(order.subtotal)
      expect(order.total).toBe(order.subtotal + order.shipping)
      expect(rawOf(again, id)).toEqual(rawOf(shop, id))
    }
  })

  it('has a row for each unit', () => {
    const shop = filled()
    const quantities = [...shop.orders.ids()].flatMap((id) =>
      orderOf(shop, id).lineItems.map(({ quantity }) => quantity),
    )
    expect(Math.max(...quantities)).toBeGreaterThanOrEqual(3)
  })

  it('has a return of the whole amount for each order that was refunded', () => {
    const shop = filled()
    expect(shop.returns.size).toBeGreaterThan(20)
    for (const id of shop.returns.ids()) {
      const rest = shop.returns.get(id)?.rest as { order_id: string; refund_amount: { refund_total: string } } // as it is made
      expect(Number(rest.refund_amount.refund_total) * 100).toBeCloseTo(orderOf(shop, rest.order_id).total)
    }
  })

  it('shares no id with a shop of another seed', () => {
    const [one, other] = [filled({ count: 300 }), filled({ count: 300, seed: 8 })]
    for (const kind of ['orders', 'returns', 'products'] as const) {
      expect(one[kind].size).toBeGreaterThan(0)
      expect([...one[kind].ids()].filter((id) => other[kind].get(id) !== undefined)).toEqual([])
    }
  })

  it('may be of another currency, and masked', () => {
    const shop = filled({ currency: 'VND', isMasked: true, count: 20 })
    for (const id of shop.orders.ids()) {
      const order = orderOf(shop, id)
      expect(order.currency).toBe('VND')
      expect(order.total).toBeGreaterThan(10_000)
      expect(order.customer.name).toMatch(/^.\*/)
    }
  })

  it('goes on trading', () => {
    const shop = filled({ count: 10 })
    const nowMs = filling.now + 60_000
    const id = placeOrder(shop, filling, nowMs)
    expect(shop.orders.get(id)).toMatchObject({ status: 'UNPAID', update_time: nowMs / 1000 })
    advanceOrder(shop, id, randomFrom(1), nowMs + 5_000)
    expect(shop.orders.get(id)?.status).not.toBe('UNPAID')
    expect(shop.orders.get(id)?.update_time).toBe(nowMs / 1000 + 5)
  })

  it('takes an order back, and then pays for it', () => {
    const shop = filled({ count: 10 })
    const [order = ''] = shop.orders.ids()
    const nowMs = filling.now + 60_000
    const id = askForReturn(shop, order, filling, nowMs)
    expect(shop.returns.get(id)).toMatchObject({
      status: 'RETURN_OR_REFUND_REQUEST_PENDING',
      rest: { order_id: order },
    })
    completeReturn(shop, id, nowMs + 5_000)
    const { rest, ...complete } = shop.returns.get(id) ?? {}
    expect(complete).toMatchObject({ status: 'RETURN_OR_REFUND_REQUEST_COMPLETE', update_time: nowMs / 1000 + 5 })
    const { refund_amount: refund } = rest as { refund_amount: { refund_total: string } } // as it is made
    expect(Number(refund.refund_total) * 100).toBeCloseTo(orderOf(shop, order).total)
  })
})
