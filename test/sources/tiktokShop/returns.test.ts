import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { rowOf } from '../../../functions/src/model/row.ts'
import { noInputs, type ParsedRecord, type Source } from '../../../functions/src/model/source.ts'
import { createReturnSource } from '../../../functions/src/sources/tiktokShop/returns.ts'
import type { Return } from '../../../functions/src/streams/returns/schema.ts'
import { ordersOfReturn, returnStream } from '../../../functions/src/streams/returns/stream.ts'
import type { FakeTikTokShop } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import { TestClock } from '../vendor/testClock.ts'
import { connect, startFake, type Connected } from './connected.ts'

const clock = new TestClock()
let fake: FakeTikTokShop
let connected: Connected
let source: Source<Return>
beforeAll(async () => {
  fake = await startFake(clock)
})
afterAll(() => fake.stop())
beforeEach(() => {
  connected = connect(fake, clock)
  source = createReturnSource(connected.options)
})

const complete = {
  return_id: '4035',
  order_id: '5766',
  return_status: 'RETURN_OR_REFUND_REQUEST_COMPLETE',
  return_type: 'REFUND',
  return_reason: 'ecom_order_delivered_refund_reason_1',
  return_reason_text: 'Missing parts',
  refund_amount: { currency: 'USD', refund_total: '12.50', refund_subtotal: '12.00' },
  create_time: 1_718_305_585,
  update_time: 1_718_309_999,
}

function read(raw: object): ParsedRecord<Return> {
  const readTime = instantFromMs(0)
  return source.parse({ sourceId: '4035', changedAt: null, version: '1', readTime, raw }, noInputs)
}

describe('a return', () => {
  it('becomes a record, and a row that names its order', () => {
    const parsed = read(complete)
    if (!parsed.ok) throw new Error(parsed.reason)
    expect(parsed.record).toEqual({
      id: 'tiktokShop:4035',
      source: 'tiktokShop',
      sourceId: '4035',
      orderId: '5766',
      status: 'RETURN_OR_REFUND_REQUEST_COMPLETE',
      isRefunded: true,
      type: 'REFUND',
      reason: 'Missing parts',
      currency: 'USD',
      refundTotal: 1_250,
      createdAt: '2024-06-13T19:06:25.000Z',
      updatedAt: '2024-06-13T20:19:59.000Z',
    })
    expect(returnStream.schema.parse(parsed.record)).toEqual(parsed.record)
    expect(ordersOfReturn(rowOf(returnStream, parsed.record, '1', '1'))).toEqual(['5766'])
  })

  it.each([
    ['RETURN_OR_REFUND_REQUEST_COMPLETE', true],
    ['REPLACEMENT_REQUEST_REFUND_SUCCESS', true],
    // The buyer will be refunded, and is not yet.
    ['RETURN_OR_REFUND_REQUEST_SUCCESS', false],
    ['RETURN_OR_REFUND_REQUEST_PENDING', false],
    ['REFUND_OR_RETURN_REQUEST_REJECT', false],
    ['RETURN_OR_REFUND_REQUEST_CANCEL', false],
    ['REPLACEMENT_REQUEST_COMPLETE', false],
    ['SOMETHING_NEW', false],
  ])('that is %s has its money back: %s', (return_status, isRefunded) => {
    expect(read({ ...complete, return_status })).toMatchObject({ ok: true, record: { isRefunded } })
  })

  it('may lack what it has no need of', () => {
    const { return_id, order_id, return_status, create_time } = complete
    expect(read({ return_id, order_id, return_status, create_time })).toMatchObject({
      ok: true,
      record: { type: null, reason: null, currency: null, refundTotal: null },
    })
  })

  it('without an order, a status or a time is refused', () => {
    const { refund_amount } = complete
    expect(read({ refund_amount })).toEqual({
      ok: false,
      reason:
        'order_id: is missing or cannot be read; return_status: is missing or cannot be read; ' +
        'create_time: is missing or cannot be read',
    })
  })
})

describe('the list of returns', () => {
  it('is read fifty at a time, as the vendor allows', async () => {
    for (let n = 0; n < 120; n++) {
      const times = { create_time: 1_000 + n, update_time: 2_000 + n }
      connected.shop.returns.put({ id: `r${n}`, ...times, status: 'X', rest: { order_id: `o${n}` } })
    }
    const { names } = await source.parts()
    let records = 0
    for await (const page of source.enumerate(names[0] ?? '', null, 1_250, noInputs)) records += page.records.length
    expect(records).toBe(120)
    const { found, absent, usage } = await source.lookup(['r1', 'r7', 'nowhere'], noInputs)
    expect(found.map(({ sourceId }) => sourceId).toSorted()).toEqual(['r1', 'r7'])
    expect(absent.map(({ sourceId }) => sourceId)).toEqual(['nowhere'])
    expect(usage.calls).toBe(1)
  })

  it('proves nothing absent where the vendor went by other ids', async () => {
    const row = { ...complete, return_id: 'other' }
    const data = { return_orders: [row], total_count: 1, next_page_token: '' }
    const answering: typeof fetch = async () => new Response(JSON.stringify({ code: 0, message: 'Success', data }))
    const { options } = connect(fake, clock, 2_000, answering)
    await expect(createReturnSource(options).lookup(['4035'], noInputs)).rejects.toMatchObject({ retryable: true })
  })
})
