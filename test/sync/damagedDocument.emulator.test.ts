import { describe, expect, it } from 'vitest'

import { intactRowOf } from '../../functions/src/cache/documents.ts'
import { documentRef, stateRef } from '../../functions/src/cache/paths.ts'
import { rebuild } from '../../functions/src/cache/rebuild.ts'
import { getOrder } from '../../functions/src/query/orders/getOrder.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { agreedRows } from '../harness/consistency.ts'
import { readerOn } from '../harness/reader.ts'
import { pipeline, Shop } from '../harness/shop.ts'
import { expectHealed, filledShop, orders } from './damagedShop.ts'

describe('an order’s document', () => {
  const gone = 'firestore:o000007'
  const edited = 'firestore:o000011'

  async function damagedShop(): Promise<Shop> {
    const shop = await filledShop()
    await documentRef(shop.db, 'orders', gone).delete()
    await documentRef(shop.db, 'orders', edited).update({ total: 999_999 })
    return shop
  }

  it('that was changed outside is told by getOrder, and by the rebuild, which leaves it out and names it', async () => {
    const shop = await damagedShop()
    await expect(getOrder(shop.db, readerOn(shop.db, shop.worker().context.clock), edited)).rejects.toThrow(
      /changed outside.*POST resyncOrders\?verify=true/,
    )
    await expect(
      getOrder(shop.db, readerOn(shop.db, shop.worker().context.clock), 'firestore:o000012'),
    ).resolves.toMatchObject({ total: 1_200 })
    const done = await rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)
    expect(done).toMatchObject({ rows: orders - 2, damaged: { count: 1, ids: [edited] } })
    await shop.fullRun()
    await expectHealed(shop)
  })

  it('is written anew by a full run that reads every document, and was in the list meanwhile', async () => {
    const shop = await damagedShop()
    await shop.db
      .doc('orders_cache/firestore:made-up')
      .set((await documentRef(shop.db, 'orders', 'firestore:o000012').get()).data() ?? {})
    await shop.fullRun(shop.worker(), { verify: true })
    await expectHealed(shop)
    expect((await stateRef(shop.db, pipeline).get()).get('lastFullRun')).toMatchObject({ updated: 2, created: 0 })
    await expect(getOrder(shop.db, readerOn(shop.db, shop.worker().context.clock), edited)).resolves.toMatchObject({
      total: 1_100,
    })
    await expect(getOrder(shop.db, readerOn(shop.db, shop.worker().context.clock), gone)).resolves.toMatchObject({
      total: 700,
    })
    expect((await stateRef(shop.db, pipeline).get()).get('verify')).toBe(false)
  })

  it('costs an ordinary run nothing', async () => {
    const shop = await damagedShop()
    const worker = shop.worker()
    await shop.fullRun(worker)
    expect((await stateRef(shop.db, pipeline).get()).get('lastFullRun')).toMatchObject({ unchanged: orders })
    expect(worker.counts.reads).toBeLessThan(orders + 50)
  })

  it('is as it was written whatever an order holds', async () => {
    const shop = new Shop()
    await shop.put('plain', { note: null, tags: [], nested: { empty: {}, list: [{ a: [1, 2.5, -0, 1e300] }] } })
    await shop.put('bytes', { picture: Buffer.from([1, 2, 3]), big: 2 ** 60, nan: Number.NaN })
    await shop.put('large', { note: 'x'.repeat(905_000), ref: shop.db.doc('a/b'), at: shop.now() })
    await shop.put('random', {
      note: Array.from({ length: 14_000 }, (_, i) => Math.sin(i).toString(36) + Math.cos(i))
        .join('')
        .repeat(2),
    })
    await shop.put('address', { shippingAddress: { city: 'Bern', lines: [undefined, 'x'].filter(Boolean), extra: {} } })
    await shop.put('negative', {
      totalAmount: -0,
      discount: -0,
      items: [{ name: 'Mug', quantity: 0.5, price: -1.005 }],
    })
    await shop.fullRun()
    const { docs } = await shop.db.collection('orders_cache').get()
    expect(docs).toHaveLength(6)
    const changed = docs.filter((document) => intactRowOf(orderStream, document) === null)
    expect(changed.map(({ id }) => id)).toEqual([])
    expect(await agreedRows(shop.db)).toHaveLength(6)
  })
})
