import { expect, it } from 'vitest'

import { alertRef, quarantineRef } from '../../../functions/src/cache/paths.ts'
import { placeOrder } from '../../../tools/fakes/square/trade/trade.ts'
import { dyingAt } from '../../harness/crashes.ts'
import { CopiedMerchant } from './merchant/copiedMerchant.ts'

/* What orders and stock are like that nobody would make up. */

const lines = [{ name: 'Tea', quantity: '1', price: 2_000, variationId: 'V1' }]

const shopWith = (play: (copied: CopiedMerchant) => Promise<void>) =>
  CopiedMerchant.with(async (copied) => {
    copied.merchant.putLocation('L1', { timezone: 'Pacific/Honolulu' })
    copied.merchant.catalog.put('ITEM', 'I1', { name: 'Tea' })
    copied.merchant.catalog.put('ITEM_VARIATION', 'V1', { item_id: 'I1', name: '100 g' })
    await play(copied)
  })

it('an order of a till has neither a name nor a customer, and its id for a number', () =>
  shopWith(async (copied) => {
    const { orderId } = placeOrder(copied.merchant, { locationId: 'L1', lines, isPointOfSale: true })
    await copied.first()
    const order = (await copied.cached(copied.nameOf('orders'))).get(orderId)
    expect(order).toMatchObject({ orderNumber: orderId, customer: {}, status: 'completed', total: 2_000 })
    await copied.expectSame()
  }))

it('an amount beyond what a number holds puts its order into quarantine, until a good version comes', () =>
  shopWith(async (copied) => {
    const { merchant, shop } = copied
    placeOrder(merchant, { locationId: 'L1', lines })
    await copied.first()
    shop.pass(600_000)
    const put = (amount: number) => {
      const times = { createdMs: merchant.now(), updatedMs: merchant.now() }
      const rest = { total_money: { amount, currency: 'USD' } }
      merchant.orders.put({ id: 'HUGE', locationId: 'L1', state: 'COMPLETED', ...times, rest })
    }
    put(2 ** 53)
    const { runs } = await copied.sync()
    const orders = copied.nameOf('orders')
    expect(copied.runOf(runs, 'orders')).toMatchObject({ status: 'succeeded', quarantined: 1 })
    expect((await copied.cached(orders)).has('HUGE')).toBe(false)
    const quarantined = await quarantineRef(shop.db, orders, 'HUGE').get()
    expect(quarantined.get('reason')).toBe('total_money: is missing or cannot be read')
    put(900)
    await copied.sync()
    expect((await copied.cached(orders)).get('HUGE')).toMatchObject({ total: 900 })
    expect((await quarantineRef(shop.db, orders, 'HUGE').get()).exists).toBe(false)
  }))

it('times with and without a fraction stand in the order of time, and a run that dies between them goes on', () =>
  CopiedMerchant.with(
    async (copied) => {
      const { merchant, shop } = copied
      merchant.putLocation('L1')
      placeOrder(merchant, { locationId: 'L1', lines })
      await copied.first()
      shop.pass(600_000)
      const second = Math.floor(merchant.now() / 1000) * 1000
      // As texts `…36.136Z` stands before `…36Z`.
      for (const ms of [136, 0, 999, 1_000]) {
        const times = { createdMs: second + ms, updatedMs: second + ms }
        const rest = { total_money: { amount: ms, currency: 'USD' } }
        merchant.orders.put({ id: `at-${ms}`, locationId: 'L1', state: 'COMPLETED', ...times, rest })
      }
      shop.pass(10_000)
      const orders = copied.nameOf('orders')
      await copied.sync(dyingAt(3, 'after')).catch(() => undefined)
      shop.pass(200_000)
      await copied.sync()
      const cached = [...(await copied.cached(orders))].filter(([id]) => id.startsWith('at-'))
      const inOrder = cached.toSorted(([, a], [, b]) => (String(a.createdAt) < String(b.createdAt) ? -1 : 1))
      expect(inOrder.map(([id]) => id)).toEqual(['at-0', 'at-136', 'at-999', 'at-1000'])
      await copied.expectSame()
    },
    { settings: { pageSize: 1 } },
  ))

it('goods that are ordered from a vendor leave what is in stock as it is', () =>
  shopWith(async (copied) => {
    const { merchant, shop } = copied
    const stock = { variationId: 'V1', locationId: 'L1' }
    merchant.inventory.count(stock, '12')
    await copied.first()
    shop.pass(600_000)
    merchant.inventory.adjust(stock, { from: 'NONE', to: 'ORDERED_FROM_VENDOR', quantity: '24' })
    await copied.sync()
    const counts = await copied.cached(copied.nameOf('inventoryCounts'))
    expect(counts.get('V1:L1:IN_STOCK')).toMatchObject({ quantity: 12 })
    expect(counts.get('V1:L1:ORDERED_FROM_VENDOR')).toMatchObject({ quantity: 24 })
    const library = await copied.cached(copied.nameOf('itemLibrary'))
    expect(library.get('V1')).toMatchObject({ stock: [{ locationId: 'L1', quantity: 12 }] })
  }))

it('a day of sales is a day of the place where they were made', () =>
  shopWith(async (copied) => {
    const { merchant } = copied
    merchant.putLocation('L2', { timezone: 'Asia/Tokyo' })
    // Late in the evening in Honolulu, the next morning in UTC, and that afternoon in Tokyo.
    const soldMs = Date.UTC(2026, 2, 1, 9, 30)
    for (const locationId of ['L1', 'L2', 'L2']) placeOrder(merchant, { locationId, lines, soldMs })
    placeOrder(merchant, { locationId: 'L2', lines, soldMs: Date.UTC(2026, 2, 1, 15, 30) })
    await copied.first()
    const days = [...(await copied.cached(copied.nameOf('salesDaily'))).values()]
    const listed = days.map(({ locationId, day, orders, revenue }) => [locationId, day, orders, revenue].join(' '))
    expect(listed.toSorted()).toEqual(['L1 2026-02-28 1 2000', 'L2 2026-03-01 2 4000', 'L2 2026-03-02 1 2000'])
  }))

it('a line whose variation has not come yet is listed as an orphan, and for no longer', () =>
  shopWith(async (copied) => {
    const { merchant, shop } = copied
    await copied.first()
    placeOrder(merchant, { locationId: 'L1', lines: [{ name: 'New', quantity: '1', price: 100, variationId: 'V9' }] })
    await copied.sync()
    const pipeline = copied.nameOf('missingRecords')
    expect(Object.fromEntries(await copied.cached(pipeline))).toMatchObject({
      'catalogVariations:V9': { missingId: 'V9', from: 'orderLineItems', references: 1 },
    })
    const isOpen = async () => (await alertRef(shop.db, pipeline, 'missing-records').get()).get('closedAt') === null
    expect(await isOpen()).toBe(true)
    merchant.catalog.put('ITEM_VARIATION', 'V9', { item_id: 'I1', name: 'New' })
    await copied.sync()
    expect((await copied.cached(pipeline)).size).toBe(0)
    expect(await isOpen()).toBe(false)
  }))
