import { expect, it } from 'vitest'

import type { FakeRecord } from '../../../tools/fakes/square/records.ts'
import { changePayment } from '../../../tools/fakes/square/trade/trade.ts'
import { CopiedMerchant } from './merchant/copiedMerchant.ts'

/* Each location has lists of its own, which end where they end. */

const money = { amount: 700, currency: 'USD' }
const placeAt = (n: number): string => `L${String(n).padStart(2, '0')}`

const order = (id: string, location: number, ms: number): FakeRecord => ({
  id,
  locationId: placeAt(location),
  state: 'COMPLETED',
  createdMs: ms,
  updatedMs: ms,
  rest: { total_money: money },
})

it('35 locations, of which one has exactly four full pages of orders, are copied whole, at first and afterwards', () =>
  CopiedMerchant.with(async (copied) => {
    const { merchant, shop } = copied
    for (let n = 0; n < 35; n++) merchant.putLocation(placeAt(n))
    const begin = merchant.now() - 86_400_000
    merchant.orders.putAll([
      ...Array.from({ length: 1_000 }, (_, n) => order(`full-${n}`, 7, begin + n * 60)),
      ...Array.from({ length: 70 }, (_, n) => order(`other-${n}`, n % 35, begin + n * 999)),
    ])
    await copied.sync()
    const cached = async () => (await copied.cached(copied.nameOf('orders'))).size
    expect(await cached()).toBe(1_070)
    shop.pass(900_000)
    merchant.orders.putAll([
      ...Array.from({ length: 500 }, (_, n) => order(`later-${n}`, 7, merchant.now() - n)),
      ...Array.from({ length: 35 }, (_, n) => order(`late-${n}`, n, merchant.now() - n)),
    ])
    const { runs } = await copied.sync()
    expect(copied.runOf(runs, 'orders')).toMatchObject({ status: 'succeeded', created: 535, deleted: 0 })
    expect(await cached()).toBe(1_605)
  }))

it('a payment of two years ago that is updated today, at a location that is not the main one, is copied', () =>
  CopiedMerchant.with(async (copied) => {
    const { merchant, shop } = copied
    for (const id of ['MAIN', 'SECOND']) merchant.putLocation(id)
    const createdMs = merchant.now() - 730 * 86_400_000
    const rest = { amount_money: money, total_money: money }
    merchant.payments.put({ id: 'OLD', locationId: 'SECOND', state: 'APPROVED', createdMs, updatedMs: createdMs, rest })
    await copied.first()
    const status = async () => (await copied.cached(copied.nameOf('payments'))).get('OLD')?.status
    expect(await status()).toBe('APPROVED')
    shop.pass(3_600_000)
    changePayment(merchant, 'OLD', { status: 'COMPLETED' })
    await copied.sync()
    expect(await status()).toBe('COMPLETED')
  }))
