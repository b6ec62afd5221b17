import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { noInputs, type ChangeWindow, type Source } from '../../../functions/src/model/source.ts'
import { createRefundSource } from '../../../functions/src/sources/square/refunds.ts'
import { refundSchema, type Refund } from '../../../functions/src/streams/refunds/schema.ts'
import type { FakeSquare } from '../../../tools/fakes/square/fakeSquare.ts'
import { refundPayment, settleRefund } from '../../../tools/fakes/square/trade/refunding.ts'
import { placeOrder } from '../../../tools/fakes/square/trade/trade.ts'
import { TestClock } from '../vendor/testClock.ts'
import { connect, startFake, type Connected } from './connected.ts'

const clock = new TestClock()
let fake: FakeSquare
let connected: Connected
let source: Source<Refund>
beforeAll(async () => {
  fake = await startFake(clock)
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.calls.length = 0
  connected = connect(fake, clock)
  source = createRefundSource(connected.options)
})

const lines = [{ name: 'Tea', quantity: '1', price: 2_000 }]

function sale(): { orderId: string; paymentId: string } {
  const { orderId, paymentId } = placeOrder(connected.merchant, { locationId: 'L1', lines })
  if (paymentId === null) throw new Error('The order is paid.')
  return { orderId, paymentId }
}

async function changed(): Promise<Refund[]> {
  const window: ChangeWindow = { from: { kind: 'at', at: instantFromMs(0) }, until: instantFromMs(clock.ms + 1e6) }
  const refunds: Refund[] = []
  for await (const { records } of source.changes(window, 100)) {
    for (const record of records) refunds.push(parsed(record))
  }
  return refunds
}

function parsed(record: Parameters<Source['parse']>[0]): Refund {
  const result = source.parse(record, noInputs)
  if (!result.ok) throw new Error(result.reason)
  return refundSchema.parse(result.record)
}

describe('a refund', () => {
  it('names the order that was paid, and not the one that the vendor makes of the return', async () => {
    const { orderId, paymentId } = sale()
    const { refundId, orderId: returnId } = refundPayment(connected.merchant, paymentId, { amount: 500 })
    const [refund] = await changed()
    expect(refund).toMatchObject({ sourceId: refundId, orderId, paymentId, amount: 500, isRefunded: false })
    expect(refund?.orderId).not.toBe(returnId)
    const { found } = await source.lookup([refundId, 'nowhere'], noInputs)
    expect(found.map(parsed)).toEqual([refund])
  })

  it('has given the money back once it is completed, and never where it is rejected or fails', async () => {
    for (const status of ['COMPLETED', 'REJECTED', 'FAILED'] as const) {
      const { refundId } = refundPayment(connected.merchant, sale().paymentId)
      clock.ms += 1_000
      settleRefund(connected.merchant, refundId, status)
    }
    expect((await changed()).map(({ status, isRefunded }) => [status, isRefunded])).toEqual([
      ['COMPLETED', true],
      ['REJECTED', false],
      ['FAILED', false],
    ])
  })

  it('of a return that does not say what was sold is found by its payment', async () => {
    const { orderId, paymentId } = sale()
    const { orderId: returnId } = refundPayment(connected.merchant, paymentId)
    connected.merchant.orders.remove(returnId)
    expect(await changed()).toMatchObject([{ orderId, paymentId }])
    expect(fake.calls.map(({ path }) => path)).toContain(`/v2/payments/${paymentId}`)
  })

  it('of neither an order nor a payment is one of none', async () => {
    const money = { amount: 500, currency: 'USD' }
    const rest = { amount_money: money, unlinked: true }
    connected.merchant.refunds.put({ id: 'R1', state: 'COMPLETED', createdMs: clock.ms, updatedMs: clock.ms, rest })
    expect(await changed()).toMatchObject([{ orderId: null, paymentId: null, isRefunded: true }])
  })

  it('costs one call for a hundred to be told of its order', async () => {
    for (let n = 0; n < 30; n++) refundPayment(connected.merchant, sale().paymentId)
    fake.calls.length = 0
    expect((await changed()).every(({ orderId }) => orderId !== null)).toBe(true)
    expect(fake.calls.map(({ path }) => path).toSorted()).toEqual(['/v2/orders/batch-retrieve', '/v2/refunds'])
  })
})
