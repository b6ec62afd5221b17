import { describe, expect, it } from 'vitest'

import { openAlerts } from '../harness/alerts.ts'
import { agreedRows, expectSameAsSource } from '../harness/consistency.ts'
import { ids } from '../harness/shop.ts'
import { elsewhere, shopOf, statuses } from './otherCollection.ts'

describe('a mistyped collection that is empty', () => {
  it('deletes nothing, alarms, and is forgotten as soon as it is put right', async () => {
    const shop = await shopOf(15)
    const mistyped = elsewhere(shop, 'ordres')
    expect(await statuses(mistyped)).toEqual(['full running'])
    await shop.drain(mistyped)
    expect(await agreedRows(shop.db)).toHaveLength(15)
    expect((await openAlerts(shop.db))['empty-source']).toMatch(/"ordres".* 15 records.*ORDERS_COLLECTION/)
    expect(await statuses(mistyped), 'each call says so and looks again').toEqual(['full failed', 'full running'])

    await shop.put('meanwhile')
    const [first, second] = await shop.worker().sync()
    expect(first).toMatchObject({ mode: 'incremental', status: 'succeeded', created: 1 })
    expect(second, 'updates in between went unreported').toMatchObject({ mode: 'full', status: 'running' })
    await shop.drain()
    await expectSameAsSource(shop.db)
    expect(await openAlerts(shop.db)).toEqual({})
    expect(await statuses(shop.worker())).toEqual(['incremental succeeded'])
  })

  it('deletes nothing whatever max_deletes says', async () => {
    const shop = await shopOf(300)
    await shop.fullRun(elsewhere(shop, 'ordres'), { maxDeletes: 300 })
    expect(await agreedRows(shop.db)).toHaveLength(300)
    expect(Object.keys(await openAlerts(shop.db))).toEqual(['empty-source'])
    await shop.fullRun()
    await expectSameAsSource(shop.db)
  })
})

describe('a collection that holds other things than orders', () => {
  it('deletes nothing, is not enumerated again by itself, and leaves no trace once it is put right', async () => {
    const shop = await shopOf(30)
    await shop.putMany(ids(9, 'c'), (_, i) => ({ totalAmount: i < 5 ? ('none' as never) : 1 }), 'customers')
    const wrong = elsewhere(shop, 'customers')
    await shop.fullRun(wrong, { maxDeletes: 1_000 })
    const message = (await openAlerts(shop.db))['unreadable-source']
    expect(message).toMatch(/^Of 9 records in the collection "customers", 5 could not be read/)
    expect(message).toContain('ORDERS_COLLECTION')
    const rows = (await agreedRows(shop.db)).map(({ sourceId }) => sourceId)
    expect(rows).toEqual(expect.arrayContaining(ids(30)))

    const again = elsewhere(shop, 'customers')
    expect(await statuses(again), 'it is told, and not tried').toEqual(['full failed'])
    expect([shop.tasks, again.counts.reads]).toEqual([0, 1])
    shop.pass(25 * 3_600_000)
    expect(await statuses(elsewhere(shop, 'customers')), 'a day later it is').toEqual(['full failed', 'full running'])

    shop.tasks = 0
    expect(await statuses(shop.worker())).toEqual(['full running'])
    await shop.drain()
    await expectSameAsSource(shop.db)
    expect(await openAlerts(shop.db)).toEqual({})
    expect((await shop.db.collection('sync_quarantine').get()).size).toBe(0)
  })

  it('is copied again at once when somebody asks for it', async () => {
    const shop = await shopOf(30)
    await shop.putMany(ids(30), () => ({ totalAmount: 'none' as never }), 'orders_v2')
    await shop.fullRun(elsewhere(shop, 'orders_v2'))
    expect(await openAlerts(shop.db)).toHaveProperty('unreadable-source')
    await shop.putMany(ids(30), () => ({ totalAmount: 2 }), 'orders_v2')
    await shop.fullRun(elsewhere(shop, 'orders_v2'))
    await expectSameAsSource(shop.db, 'orders_v2')
    expect(await openAlerts(shop.db)).toEqual({})
  })
})
