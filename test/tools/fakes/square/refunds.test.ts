import { describe, expect, it } from 'vitest'

import { refundPayment, settleRefund } from '../../../../tools/fakes/square/trade/refunding.ts'
import { placeOrder } from '../../../../tools/fakes/square/trade/trade.ts'
import { AskedSquare } from './askedSquare.ts'

const asked = new AskedSquare()

const line = { name: 'Anchor mug', quantity: '2', price: 1600 }

function paid(): { orderId: string; paymentId: string } {
  const { orderId, paymentId } = placeOrder(asked.merchant, { locationId: 'MAIN', lines: [line] })
  return { orderId, paymentId: paymentId ?? '' }
}

const seen = async (kind: 'order' | 'payment' | 'refund', id: string) =>
  (await asked.call({ path: `/v2/${kind}s/${id}` }))[kind]

describe('a refund', () => {
  it('makes an order without a total and without lines, whose net amounts are negative', async () => {
    const { orderId, paymentId } = paid()
    const before = await seen('order', orderId)
    const refunded = refundPayment(asked.merchant, paymentId, { amount: 1000 })
    const order = (await seen('order', refunded.orderId)) as object
    expect(order).toMatchObject({
      state: 'COMPLETED',
      returns: [{ source_order_id: orderId }],
      return_amounts: { total_money: { amount: 1000 } },
      net_amounts: { total_money: { amount: -1000, currency: 'USD' }, tax_money: { amount: 0 } },
      refunds: [{ id: refunded.refundId, status: 'PENDING' }],
    })
    for (const key of ['total_money', 'line_items', 'version', 'customer_id']) expect(order).not.toHaveProperty(key)
    expect(await seen('refund', refunded.refundId)).toMatchObject({
      status: 'PENDING',
      order_id: refunded.orderId,
      payment_id: paymentId,
      amount_money: { amount: 1000 },
    })
    expect(await seen('order', orderId)).toEqual(before)
  })

  it('is told by its payment when it is completed', async () => {
    const { paymentId } = paid()
    const { refundId, orderId } = refundPayment(asked.merchant, paymentId)
    expect(await seen('payment', paymentId)).toMatchObject({ refund_ids: [refundId] })
    expect(await seen('payment', paymentId)).not.toHaveProperty('refunded_money')
    asked.nowMs += 5000
    settleRefund(asked.merchant, refundId, 'COMPLETED')
    expect(await seen('payment', paymentId)).toMatchObject({ refunded_money: { amount: 3200 } })
    const updated_at = '2026-09-20T12:00:05Z'
    expect(await seen('refund', refundId)).toMatchObject({ status: 'COMPLETED', updated_at })
    expect(await seen('order', orderId)).toMatchObject({ updated_at, refunds: [{ status: 'APPROVED' }] })
  })

  it.each(['REJECTED', 'FAILED'] as const)('that ends %s gives nothing back', async (status) => {
    const { paymentId } = paid()
    const { refundId, orderId } = refundPayment(asked.merchant, paymentId)
    settleRefund(asked.merchant, refundId, status)
    expect(await seen('payment', paymentId)).not.toHaveProperty('refunded_money')
    expect(await seen('refund', refundId)).toMatchObject({ status })
    expect(await seen('order', orderId)).toMatchObject({ refunds: [{ status }] })
    expect(() => settleRefund(asked.merchant, refundId, 'COMPLETED')).toThrow(RangeError)
  })

  it('may be one of several, the last one of what is left', async () => {
    const { paymentId } = paid()
    settleRefund(asked.merchant, refundPayment(asked.merchant, paymentId, { amount: 1000 }).refundId, 'COMPLETED')
    const second = refundPayment(asked.merchant, paymentId)
    settleRefund(asked.merchant, second.refundId, 'COMPLETED')
    expect(await seen('refund', second.refundId)).toMatchObject({ amount_money: { amount: 2200 } })
    expect(await seen('payment', paymentId)).toMatchObject({ refunded_money: { amount: 3200 } })
    expect(await asked.rows('refunds', { path: '/v2/refunds' })).toHaveLength(2)
  })
})
