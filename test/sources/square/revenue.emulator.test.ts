import { expect, it } from 'vitest'

import { orderStats } from '../../../functions/src/engine/orders/orderStats.ts'
import { CacheReader } from '../../../functions/src/query/store/reader.ts'
import { partedOrderStream } from '../../../functions/src/streams/orderParts/stream.ts'
import { refundPayment, settleRefund } from '../../../tools/fakes/square/trade/refunding.ts'
import { placeOrder } from '../../../tools/fakes/square/trade/trade.ts'
import { eager } from '../../harness/reader.ts'
import { CopiedMerchant } from './merchant/copiedMerchant.ts'

/* What came in is the same number wherever it is asked for, and what went back is taken off once. */

function sell({ merchant }: CopiedMerchant, price: number): { orderId: string; paymentId: string } {
  const lines = [
    { name: 'Tea', quantity: '1', price },
    { name: 'Rice', quantity: '0.5', price: 300 },
  ]
  const { orderId, paymentId } = placeOrder(merchant, { locationId: 'L1', lines, taxPercent: 8.25, discount: 25 })
  if (paymentId === null) throw new Error('The order is paid.')
  return { orderId, paymentId }
}

async function sumOf(
  copied: CopiedMerchant,
  stream: string,
  column: string,
  counts: (record: object) => boolean = () => true,
) {
  const records = [...(await copied.cached(copied.nameOf(stream))).values()].filter(counts)
  return records.reduce((sum, record) => sum + Number(record[column]), 0)
}

async function revenueOf(copied: CopiedMerchant): Promise<number> {
  const { clock } = copied.contextOf('orders')
  const reader = new CacheReader(copied.shop.db, partedOrderStream, [copied.nameOf('orders')], eager, clock)
  const { buckets } = await orderStats(reader, { by: 'source' }, 'UTC', clock)
  return buckets.reduce((sum, { revenue }) => sum + revenue, 0)
}

const isCompleted = (refund: { status?: unknown }): boolean => refund.status === 'COMPLETED'

it('the revenue of orders is that of their days, and payments less refunds', () =>
  CopiedMerchant.with(async (copied) => {
    copied.merchant.putLocation('L1')
    const sold = Array.from({ length: 12 }, (_, n) => sell(copied, 1_000 + n * 137))
    await copied.first()
    const whole = await revenueOf(copied)
    expect(whole).toBe(await sumOf(copied, 'payments', 'total'))
    expect(whole).toBe(await sumOf(copied, 'salesDaily', 'revenue'))
    const endings = ['COMPLETED', 'REJECTED', 'COMPLETED', 'FAILED'] as const
    endings.forEach((status, n) => {
      const { refundId } = refundPayment(copied.merchant, sold[n]?.paymentId ?? '')
      settleRefund(copied.merchant, refundId, status)
    })
    refundPayment(copied.merchant, sold[5]?.paymentId ?? '')
    await copied.sync()
    const revenue = await revenueOf(copied)
    expect(revenue).toBeLessThan(whole)
    expect(revenue).toBe(whole - (await sumOf(copied, 'refunds', 'amount', isCompleted)))
    expect(revenue).toBe(await sumOf(copied, 'salesDaily', 'revenue'))
    await copied.expectSame()
  }))

it('a refund of a part stays beside the revenue of its order, and is told by the order', () =>
  CopiedMerchant.with(async (copied) => {
    copied.merchant.putLocation('L1')
    const { orderId, paymentId } = sell(copied, 2_000)
    const { refundId } = refundPayment(copied.merchant, paymentId, { amount: 500 })
    settleRefund(copied.merchant, refundId, 'COMPLETED')
    await copied.first()
    const order = (await copied.cached(copied.nameOf('orders'))).get(orderId)
    expect(order).toMatchObject({ status: 'completed', refunded: 500 })
    expect(await revenueOf(copied)).toBe(order?.total)
    expect(await revenueOf(copied)).toBe(await sumOf(copied, 'salesDaily', 'revenue'))
  }))

it('a refund that is pending and then rejected never makes its order refunded', () =>
  CopiedMerchant.with(async (copied) => {
    const { merchant, shop } = copied
    merchant.putLocation('L1')
    const { orderId, paymentId } = sell(copied, 2_000)
    await copied.first()
    const { refundId } = refundPayment(merchant, paymentId)
    const stateOf = async () => {
      await copied.sync()
      const { status, refunded } = (await copied.cached(copied.nameOf('orders'))).get(orderId) ?? {}
      return { status, refunded }
    }
    expect(await stateOf()).toEqual({ status: 'completed', refunded: undefined })
    shop.pass(3_600_000)
    settleRefund(merchant, refundId, 'REJECTED')
    expect(await stateOf()).toEqual({ status: 'completed', refunded: undefined })
    await copied.fullRun(copied.nameOf('orders'))
    expect(await stateOf()).toEqual({ status: 'completed', refunded: undefined })
  }))
