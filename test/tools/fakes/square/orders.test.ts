import { describe, expect, it } from 'vitest'

import { fulfilOrder, payOrder, placeOrder, type NewOrder } from '../../../../tools/fakes/square/trade/trade.ts'
import { AskedSquare, idsOf, searchOf, startMs, withCursor } from './askedSquare.ts'

const asked = new AskedSquare()

const line = { name: 'Anchor mug', quantity: '1', price: 1600, variationId: 'VARIATION' }

function place(more: Partial<NewOrder> = {}): { orderId: string; paymentId: string | null } {
  return placeOrder(asked.merchant, { locationId: 'MAIN', lines: [line], ...more })
}

/** Places orders one second after the other. */
function placeMany(count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    asked.nowMs = startMs + n * 1000
    return place({ id: `o${n}` }).orderId
  })
}

const at = (n: number): string => new Date(startMs + n * 1000).toISOString()

async function found(filter: object, location_ids = ['MAIN', 'SIDE']): Promise<string[]> {
  const body = { location_ids, query: { filter } }
  return idsOf(await asked.rows('orders', { path: '/v2/orders/search', body })).toSorted()
}

describe('a search for orders', () => {
  it('is newest first by default', async () => {
    placeMany(3)
    const body = { location_ids: ['MAIN'] }
    expect(idsOf(await asked.rows('orders', { path: '/v2/orders/search', body }))).toEqual(['o2', 'o1', 'o0'])
  })

  it('takes a misspelt order without a word, and is newest first', async () => {
    placeMany(3)
    for (const sort of [{ sort_order: 'ASCENDING' }, { order: 'ASC' }]) {
      const query = { sort: { sort_field: 'UPDATED_AT', ...sort } }
      expect(idsOf(await asked.rows('orders', searchOf({ query })))).toEqual(['o2', 'o1', 'o0'])
    }
  })

  it('includes both ends of a range', async () => {
    placeMany(5)
    expect(idsOf(await asked.rows('orders', searchOf({}, { start_at: at(1), end_at: at(3) })))).toEqual([
      'o1',
      'o2',
      'o3',
    ])
  })

  it('keeps an open end where it was at the first page', async () => {
    placeMany(3)
    const first = await asked.call(searchOf({ limit: 2 }))
    asked.nowMs += 1000
    place({ id: 'late' })
    const second = await asked.rows('orders', withCursor(searchOf({ limit: 2 }), String(first.cursor)))
    expect(idsOf(second)).toEqual(['o2'])
  })

  it('is filtered by location, state, source and fulfillment', async () => {
    place({ id: 'a' })
    place({ id: 'b', locationId: 'SIDE' })
    const fulfillments = [{ uid: 'f', type: 'PICKUP', state: 'PROPOSED' }]
    place({ id: 'c', fulfillments })
    place({ id: 'd', isPointOfSale: true, payment: null })
    expect(await found({}, ['SIDE'])).toEqual(['b'])
    expect(await found({ state_filter: { states: ['OPEN'] } })).toEqual(['c', 'd'])
    expect(await found({ source_filter: { source_names: ['Online store'] } })).toEqual(['a', 'b', 'c'])
    expect(await found({ fulfillment_filter: { fulfillment_states: ['PROPOSED'] } })).toEqual(['c'])
  })

  it('gives entries alone where those are asked for', async () => {
    place({ id: 'a' })
    place({ id: 'b', isPointOfSale: true })
    const entries = await asked.rows('order_entries', searchOf({ return_entries: true }))
    expect(entries).toEqual([
      { order_id: 'a', location_id: 'MAIN', version: 2 },
      { order_id: 'b', location_id: 'MAIN' },
    ])
  })

  it('holds tens of thousands of orders, and gives any page of them', async () => {
    asked.merchant.orders.putAll(
      Array.from({ length: 60_000 }, (_, n) => ({
        id: `m${n}`,
        locationId: 'MAIN',
        state: 'COMPLETED',
        createdMs: startMs - n,
        updatedMs: startMs - n,
        rest: () => ({}),
      })),
    )
    expect(
      (await asked.pages('orders', searchOf({ limit: 1000 }, { start_at: at(-2.5) }))).map((page) => page.length),
    ).toEqual([1000, 1000, 501])
  })
})

describe('an order', () => {
  it('adds up, with its tenders and its payment', async () => {
    const lines = [line, { name: 'Hemp rope', quantity: '2.5', price: 1001 }]
    const { orderId, paymentId } = place({ lines, taxPercent: 7, discount: 100, tip: 250 })
    const { order } = await asked.call({ path: `/v2/orders/${orderId}` })
    expect(order).toMatchObject({
      state: 'COMPLETED',
      line_items: [{ quantity: '1' }, { quantity: '2.5', gross_sales_money: { amount: 2503 } }],
      total_money: { amount: 1600 + 2503 - 100 + 280 + 250, currency: 'USD' },
      net_amounts: { total_money: { amount: 4533 }, tax_money: { amount: 280 } },
      net_amount_due_money: { amount: 0 },
      tenders: [{ payment_id: paymentId, type: 'CARD', amount_money: { amount: 4533 }, tip_money: { amount: 250 } }],
    })
    const { payment } = await asked.call({ path: `/v2/payments/${paymentId}` })
    expect(payment).toMatchObject({
      order_id: orderId,
      amount_money: { amount: 4283 },
      tip_money: { amount: 250 },
      total_money: { amount: 4533 },
    })
  })

  it('of a point of sale has no version and no name, and is not reported', async () => {
    const { orderId } = place({ isPointOfSale: true })
    const { order } = await asked.call({ path: `/v2/orders/${orderId}` })
    expect(Object.keys(order as object)).not.toEqual(expect.arrayContaining(['version']))
    expect(order).toMatchObject({ source: {} })
    expect(asked.merchant.events.all.map(({ type }) => type)).not.toContain('order.created')
  })

  it('is open until it is paid, and grows a version with each change', async () => {
    const fulfillments = [{ uid: 'f', type: 'SHIPMENT', state: 'PROPOSED' }]
    const { orderId } = place({ payment: null, fulfillments })
    const seen = async () => (await asked.call({ path: `/v2/orders/${orderId}` })).order
    expect(await seen()).toMatchObject({ state: 'OPEN', version: 1, net_amount_due_money: { amount: 1600 } })
    payOrder(asked.merchant, orderId, 'CASH')
    expect(await seen()).toMatchObject({ state: 'OPEN', version: 2, net_amount_due_money: { amount: 0 } })
    asked.nowMs += 36_136
    fulfilOrder(asked.merchant, orderId, 'COMPLETED')
    const closed_at = '2026-09-20T12:00:36.136Z'
    expect(await seen()).toMatchObject({
      state: 'COMPLETED',
      version: 3,
      closed_at,
      fulfillments: [{ state: 'COMPLETED' }],
    })
  })

  it('may be paid by several', async () => {
    const { orderId } = place({ payment: null, tip: 400 })
    const first = payOrder(asked.merchant, orderId, 'CASH', { amount: 1500 })
    const seen = async () => (await asked.call({ path: `/v2/orders/${orderId}` })).order
    expect(await seen()).toMatchObject({ state: 'OPEN', net_amount_due_money: { amount: 500 } })
    const second = payOrder(asked.merchant, orderId)
    expect(await seen()).toMatchObject({
      state: 'COMPLETED',
      net_amount_due_money: { amount: 0 },
      tenders: [
        { id: first, type: 'CASH', amount_money: { amount: 1500 }, tip_money: { amount: 400 } },
        { id: second, type: 'CARD', amount_money: { amount: 500 } },
      ],
    })
    expect((await asked.rows('payments', { path: '/v2/payments' })).map(({ amount_money }) => amount_money)).toEqual(
      expect.arrayContaining([
        { amount: 1100, currency: 'USD' },
        { amount: 500, currency: 'USD' },
      ]),
    )
  })

  it('is older than its update where the sale came late', async () => {
    const { orderId, paymentId } = place({ isPointOfSale: true, soldMs: startMs - 72 * 3_600_000 })
    const { order } = await asked.call({ path: `/v2/orders/${orderId}` })
    expect(order).toMatchObject({ created_at: '2026-09-17T12:00:00Z', updated_at: '2026-09-20T12:00:00Z' })
    const { payment } = await asked.call({ path: `/v2/payments/${paymentId}` })
    expect(payment).toMatchObject({ offline_payment_details: { client_created_at: '2026-09-17T12:00:00Z' } })
  })

  it('has times with three digits of fraction or with none, which do not sort as strings', async () => {
    place({ id: 'a' })
    asked.nowMs += 136
    place({ id: 'b' })
    const rows = await asked.rows('orders', searchOf())
    const times = rows.map(({ updated_at }) => String(updated_at))
    expect(times).toEqual(['2026-09-20T12:00:00Z', '2026-09-20T12:00:00.136Z'])
    expect(times.toSorted()).toEqual(times.toReversed())
  })

  it('comes with others by ids, without those that are not there or elsewhere', async () => {
    placeMany(3)
    place({ id: 'side', locationId: 'SIDE' })
    const body = { order_ids: ['o2', 'nobody', 'side', 'o0'] }
    const path = '/v2/orders/batch-retrieve'
    expect(idsOf(await asked.rows('orders', { path, body }))).toEqual(['o2', 'side', 'o0'])
    expect(idsOf(await asked.rows('orders', { path, body: { ...body, location_id: 'SIDE' } }))).toEqual(['side'])
  })
})
