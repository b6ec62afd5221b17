import { describe, expect, it } from 'vitest'

import { refundPayment } from '../../../../tools/fakes/square/trade/refunding.ts'
import { changePayment, placeOrder } from '../../../../tools/fakes/square/trade/trade.ts'
import { AskedSquare, idsOf, searchOf, startMs } from './askedSquare.ts'

const asked = new AskedSquare()

const line = { name: 'Anchor mug', quantity: '1', price: 1600 }
const dayMs = 86_400_000
const path = '/v2/payments'

function pay(locationId = 'MAIN', dayOffset = 0): string {
  asked.nowMs = startMs + dayOffset * dayMs
  const { paymentId } = placeOrder(asked.merchant, { locationId, lines: [line], isPointOfSale: true })
  asked.nowMs = startMs
  return paymentId ?? ''
}

const paymentIds = async (query: Record<string, string> = {}): Promise<string[]> =>
  idsOf(await asked.rows('payments', { path, query }))

describe('the list of payments', () => {
  it('is of the main location where none is named', async () => {
    const [main, side] = [pay('MAIN'), pay('SIDE')]
    expect(await paymentIds()).toEqual([main])
    expect(await paymentIds({ location_id: 'SIDE' })).toEqual([side])
    expect(await asked.refused({ path, query: { location_id: 'ELSEWHERE' } })).toEqual([403, 'INSUFFICIENT_SCOPES'])
  })

  it('is newest first, and oldest first where that is spelt right', async () => {
    const [old, young] = [pay('MAIN', -2), pay('MAIN', -1)]
    expect(await paymentIds()).toEqual([young, old])
    expect(await paymentIds({ sort_order: 'ASC' })).toEqual([old, young])
    expect(await paymentIds({ sort_order: 'UP' })).toEqual([young, old])
  })

  it('goes back one year, which a range of updates does not lift', async () => {
    const old = pay('MAIN', -366)
    changePayment(asked.merchant, old, { note: 'Changed today' })
    const updates = { sort_field: 'UPDATED_AT', updated_at_begin_time: '2026-09-20T00:00:00Z' }
    expect(await paymentIds(updates)).toEqual([])
    expect(await paymentIds({ ...updates, begin_time: '2000-01-01T00:00:00Z' })).toEqual([old])
  })

  it('includes both ends of its ranges', async () => {
    const all = [pay('MAIN', -3), pay('MAIN', -2), pay('MAIN', -1)]
    const range = { begin_time: '2026-09-17T12:00:00Z', end_time: '2026-09-18T12:00:00Z' }
    expect(await paymentIds(range)).toEqual([all[1], all[0]])
    const updates = { updated_at_begin_time: range.end_time, updated_at_end_time: '2026-09-19T12:00:00Z' }
    expect(await paymentIds({ ...updates, sort_field: 'UPDATED_AT', sort_order: 'ASC' })).toEqual([all[1], all[2]])
  })

  it('wants to be sorted by the time that it is filtered by', async () => {
    const query = { updated_at_begin_time: '2026-09-17T12:00:00Z' }
    expect(await asked.refused({ path, query })).toEqual([400, 'BAD_REQUEST'])
  })

  it('gives a hundred rows a page at most, whatever is asked for', async () => {
    for (let n = 0; n < 101; n++) pay()
    for (const limit of ['100', '101', '5000', '0']) {
      expect((await asked.pages('payments', { path, query: { limit } })).map((page) => page.length)).toEqual([100, 1])
    }
    const halves = await asked.pages('payments', { path, query: { limit: '51' } })
    expect(halves.map((page) => page.length)).toEqual([51, 50])
    expect(new Set(halves.flat().map(({ id }) => id)).size).toBe(101)
  })
})

const refundIds = async (query: Record<string, string>): Promise<string[]> =>
  idsOf(await asked.rows('refunds', { path: '/v2/refunds', query }))

describe('the list of refunds', () => {
  it('is of all locations, and may be of one or of a status', async () => {
    const ids = [pay('MAIN'), pay('SIDE')].map((id) => refundPayment(asked.merchant, id).refundId)
    expect((await refundIds({})).toSorted()).toEqual(ids.toSorted())
    expect(await refundIds({ location_id: 'SIDE' })).toEqual([ids[1]])
    expect(await refundIds({ status: 'COMPLETED' })).toEqual([])
  })
})

describe('what was traded just now', () => {
  it('is shown by lists some seconds later, and by its id at once', async () => {
    asked.merchant.lagMs = 4000
    const { orderId, paymentId } = placeOrder(asked.merchant, { locationId: 'MAIN', lines: [line] })
    const { refundId } = refundPayment(asked.merchant, paymentId ?? '')
    const counts = async () => [
      (await asked.rows('orders', searchOf())).length,
      (await paymentIds()).length,
      (await asked.rows('refunds', { path: '/v2/refunds' })).length,
    ]
    expect(await counts()).toEqual([0, 0, 0])
    for (const id of [`/v2/orders/${orderId}`, `${path}/${paymentId}`, `/v2/refunds/${refundId}`]) {
      await asked.call({ path: id })
    }
    asked.nowMs += 3999
    expect(await counts()).toEqual([0, 0, 0])
    asked.nowMs += 1
    expect(await counts()).toEqual([2, 1, 1])
  })

  it('is not found by its id at once where a test says so', async () => {
    asked.merchant.lookupLagMs = 2000
    const { orderId, paymentId } = placeOrder(asked.merchant, { locationId: 'MAIN', lines: [line] })
    const calls = [{ path: `/v2/orders/${orderId}` }, { path: `${path}/${paymentId}` }]
    for (const call of calls) expect(await asked.refused(call)).toEqual([404, 'NOT_FOUND'])
    asked.nowMs += 2000
    for (const call of calls) await asked.call(call)
  })

  it('stands in lists as it was until then', async () => {
    const id = pay()
    asked.merchant.lagMs = 4000
    asked.nowMs += 1000
    changePayment(asked.merchant, id, { status: 'CANCELED' })
    expect(await asked.rows('payments', { path })).toMatchObject([{ status: 'COMPLETED' }])
    asked.nowMs += 4000
    expect(await asked.rows('payments', { path })).toMatchObject([{ status: 'CANCELED' }])
  })
})
