import { describe, expect, it } from 'vitest'

import { rebuild } from '../../functions/src/cache/rebuild.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import { SourceError } from '../../functions/src/lib/errors.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { syncAll } from '../../functions/src/sync/syncAll.ts'
import { agreedRows, expectSameAsSource } from '../harness/consistency.ts'
import { fallingAsleepAt } from '../harness/crashes.ts'
import { processOn } from '../harness/firestore.ts'
import { readerOn } from '../harness/reader.ts'
import { ids, pipeline, Shop } from '../harness/shop.ts'

const openAlerts = async (shop: Shop): Promise<string[]> => {
  const { docs } = await shop.db.collection('sync_alerts').get()
  return docs.filter((alert) => alert.get('closedAt') === null).map((alert) => String(alert.get('kind')))
}

describe('a run that opens between a zombie and its last commit', () => {
  it('is skipped, because its view of the cache is out of date', async () => {
    const shop = new Shop({ settings: { pageSize: 1 } })
    await shop.putMany(ids(6))
    await shop.fullRun()
    shop.pass(400_000)
    await shop.put('a')
    await shop.put('b')
    const sleeping = fallingAsleepAt(2)
    const zombie = shop.worker(sleeping).sync()
    await sleeping.asleep
    shop.pass(130_000)
    await shop.put('o000000', { totalAmount: 3 })
    const opening = fallingAsleepAt(1)
    const opened = shop.worker(opening).sync()
    await opening.asleep
    sleeping.wake()
    await zombie
    opening.wake()
    expect((await opened)[0]?.status).toBe('skipped')
    shop.pass(130_000)
    await shop.worker().sync()
    await shop.fullRun()
    await expectSameAsSource(shop.db)
  })
})

describe('an odd order', () => {
  it.each([
    [
      'quantities without end',
      {
        items: [
          { name: 'x', quantity: 1e308, price: 1 },
          { name: 'y', quantity: 1e308, price: 1 },
        ],
      },
    ],
    ['an amount beyond all measure', { totalAmount: 90_071_992_547_409.91 }],
    ['a list of 300,000 flags', { flags: Array.from({ length: 300_000 }, () => true) }],
    ['twenty levels of nesting', { deep: Array.from({ length: 18 }).reduce((inner) => ({ inner }), 1) }],
    ['an address of twenty levels', { shippingAddress: Array.from({ length: 18 }).reduce((inner) => ({ inner }), 1) }],
  ])('with %s stops neither runs nor readers', async (_, fields) => {
    const shop = new Shop()
    await shop.putMany(ids(3))
    await shop.fullRun()
    await shop.put('odd', fields)
    await shop.put('plain')
    expect((await shop.worker().sync())[0]).toMatchObject({ status: 'succeeded' })
    const rows = await agreedRows(shop.db)
    expect(rows.map(({ sourceId }) => sourceId)).toContain('plain')
    await shop.fullRun()
    await rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)
    await agreedRows(shop.db)
  })

  it('whose cached document somebody damaged is written anew by a rebuild and a full run', async () => {
    const shop = new Shop()
    await shop.putMany(ids(3))
    await shop.fullRun()
    await shop.db.collection('orders_cache').doc('firestore:o000001').update({ customer: 'broken' })
    const done = await rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)
    expect(done).toMatchObject({ rows: 2, damaged: { count: 1, ids: ['firestore:o000001'] } })
    await shop.fullRun()
    await expectSameAsSource(shop.db)
  })
})

describe('what several tasks and runs find', () => {
  it('keeps its alert when a full run took several tasks', async () => {
    const shop = new Shop({ settings: { pageSize: 400 }, limits: { softDeadlineMs: 0 } })
    await shop.db
      .collection('orders')
      .doc('a')
      .set({ orderId: '1', status: 'PAID', totalAmount: 1, timestamp: shop.now() })
    await shop.putMany(ids(5_200))
    await shop.fullRun()
    expect(await openAlerts(shop)).toEqual(['missing-change-time'])
  })

  it('stays in quarantine when an incremental run found it during a full run', async () => {
    const shop = new Shop()
    await shop.putMany(ids(3))
    await shop.fullRun()
    const faults = fallingAsleepAt(3)
    const { context } = shop.worker()
    await requestFullRun(context)
    const full = shop.worker(faults).fullTask()
    await faults.asleep
    shop.pass(130_000)
    await shop.put('bad', { totalAmount: null as never })
    await shop.worker().sync()
    faults.wake()
    await full
    await shop.drain()
    expect((await shop.db.collection('sync_quarantine').get()).size).toBe(1)
    expect(await openAlerts(shop)).toEqual(['quarantine'])
  })

  it('keeps the quarantine alert open while more failed than the watermark document lists', async () => {
    const shop = new Shop({ settings: { pageSize: 400 } })
    await shop.putMany(ids(500), () => ({ totalAmount: null as never }))
    await shop.fullRun()
    await shop.putMany(ids(200))
    await shop.worker().sync()
    expect(await openAlerts(shop)).toContain('quarantine')
    await shop.putMany(ids(500))
    await shop.worker().sync()
    await shop.fullRun()
    expect(await openAlerts(shop)).toEqual([])
    await expectSameAsSource(shop.db)
  })

  it('is reported for each pipeline though the next full run cannot be asked for', async () => {
    const shop = new Shop()
    await shop.put('a')
    await shop.fullRun()
    await shop.put('b')
    const { context } = shop.worker({}, { settings: { fullRunEveryMs: 0 } })
    const answer = await syncAll([{ ...context, enqueueFullRun: () => Promise.reject(new Error('the queue is gone')) }])
    expect(answer.success).toBe(false)
    expect(answer.runs.map(({ mode, status }) => [mode, status])).toEqual([
      ['incremental', 'succeeded'],
      ['full', 'failed'],
    ])
  })
})

describe('a large permitted deletion', () => {
  it('gets on however short its tasks are', async () => {
    const shop = new Shop({ settings: { pageSize: 400 }, limits: { softDeadlineMs: 0 } })
    await shop.putMany(ids(1_000))
    await shop.fullRun()
    for (const lot of [ids(950).slice(0, 475), ids(950).slice(475)]) {
      const batch = shop.db.batch()
      for (const id of lot) batch.delete(shop.db.collection('orders').doc(id))
      await batch.commit()
    }
    await shop.fullRun(shop.worker(), { maxDeletes: 950 })
    expect((await expectSameAsSource(shop.db)).lastFullRun).toMatchObject({ deleted: 950 })
  })
})

describe('how much a full run may delete', () => {
  it('can still be said when it waits, and when it has begun', async () => {
    const shop = new Shop()
    await shop.putMany(ids(60))
    await shop.fullRun()
    for (const id of ids(25)) await shop.remove(id)
    const { context } = shop.worker()
    await requestFullRun(context)
    const faults = fallingAsleepAt(2)
    const full = shop.worker(faults).fullTask()
    await faults.asleep
    await requestFullRun(context, { maxDeletes: 30 })
    faults.wake()
    expect(await full).toBe('ended')
    expect((await expectSameAsSource(shop.db)).lastFullRun).toMatchObject({ status: 'succeeded', deleted: 25 })
  })
})

describe('a first full run that fails', () => {
  it('is told by the next call, which starts another', async () => {
    const shop = new Shop()
    await shop.put('a')
    const { context } = shop.worker()
    const refusing = {
      ...context,
      source: {
        ...context.source,
        parse: context.source.parse.bind(context.source),
        enumerate: () => {
          throw new SourceError('The source refused.', { retryable: false })
        },
      },
    }
    await shop.worker().sync()
    await runFullTask(refusing)
    shop.tasks = 0
    const runs = await shop.worker().sync()
    expect(runs.map(({ status, error }) => [status, error])).toEqual([
      ['failed', 'The source refused.'],
      ['running', undefined],
    ])
    await shop.drain()
    await expectSameAsSource(shop.db)
  })
})

describe('concurrent readers', () => {
  it('never drop rows because another forgot a segment', async () => {
    const shop = new Shop({ settings: { pageSize: 400 } })
    await shop.putMany(ids(1_500))
    await shop.fullRun()
    // A reader that waits for its segments while the others go on.
    const asked = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    let isSlow = false
    const { db } = processOn(shop.db, {
      before: (method, request) => {
        if (!isSlow || method !== 'batchGetDocuments' || !JSON.stringify(request).includes('segments')) return undefined
        isSlow = false
        asked.resolve()
        return goOn.promise
      },
    })
    const { clock } = shop.worker().context
    const reader = readerOn(db, clock)
    const total = async (): Promise<number> => (await listOrders(reader, { filter: { search: 'o0' } }, clock)).total
    expect(await total()).toBe(1_500)
    await shop.putMany(ids(1_400), () => ({ totalAmount: 2 }))
    await shop.worker().sync()
    isSlow = true
    const slow = total()
    await asked.promise
    await shop.putMany(ids(1_450), () => ({ totalAmount: 3 }))
    await shop.worker().sync()
    expect(await total()).toBe(1_500)
    goOn.resolve()
    expect(await slow).toBe(1_500)
  })
})
