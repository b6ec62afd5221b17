import { describe, expect, it } from 'vitest'

import { rebuild } from '../../functions/src/cache/rebuild.ts'
import { readState } from '../../functions/src/cache/state.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { shift, type Instant } from '../../functions/src/lib/instant.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import type { PipelineState } from '../../functions/src/model/state.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { syncAll } from '../../functions/src/sync/syncAll.ts'
import { openAlerts } from '../harness/alerts.ts'
import { agreedRows, expectSameAsSource } from '../harness/consistency.ts'
import { Crash, dyingAt } from '../harness/crashes.ts'
import type { Faults } from '../harness/firestore.ts'
import { ids, pipeline, Shop, type Worker } from '../harness/shop.ts'
import { ordersAs } from '../harness/orderSettings.ts'

/** A worker whose settings name another collection. */
function elsewhere(shop: Shop, collection: string, faults: Faults = {}): Worker {
  return shop.worker(faults, { settings: { pageSize: 50 }, source: { collection } })
}

async function shopOf(count: number): Promise<Shop> {
  const shop = new Shop()
  await shop.putMany(ids(count))
  await shop.fullRun()
  return shop
}

async function stateOf(shop: Shop): Promise<PipelineState> {
  const { state } = await readState(shop.db, pipeline, new Meter())
  if (state === null) throw new Error('There is no watermark document.')
  return state
}

const statuses = async (worker: Worker): Promise<string[]> =>
  (await worker.sync()).map(({ mode, status }) => `${mode} ${status}`)

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

describe('orders that were deleted all the same', () => {
  it.each([15, 300])('are restored by the next read that finds them: %i, after a rebuild too', async (count) => {
    const shop = await shopOf(count)
    await shop.put('other', {}, 'ordres')
    await shop.fullRun(elsewhere(shop, 'ordres'), { maxDeletes: count })
    await expectSameAsSource(shop.db, 'ordres')
    await rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)
    expect(await statuses(shop.worker())).toEqual(['full running'])
    await shop.drain()
    const state = await expectSameAsSource(shop.db)
    expect(state.lastFullRun).toMatchObject({ status: 'succeeded', created: count, stale: 0, deleted: 1 })
    expect(await openAlerts(shop.db)).toEqual({})
  })

  it('are restored within one identity, too, by a full run and by a report', async () => {
    const shop = new Shop({ source: { changeFeed: true } })
    const longAgo = Timestamp.fromMillis(Date.UTC(2026, 0, 1))
    await shop.putMany(ids(4), () => ({ timestamp: longAgo, updatedAt: longAgo }))
    await shop.fullRun()
    const { context } = shop.worker()
    const blind = sourceAs(context, {
      lookup: async (asked, inputs) => {
        const looked = await context.source.lookup(asked, inputs)
        const absent = asked.map((sourceId) => ({ sourceId, readTime: looked.readTime }))
        return { ...looked, found: [], absent }
      },
      enumerate: async function* (part, cursor, pageSize, inputs) {
        for await (const page of context.source.enumerate(part, cursor, pageSize, inputs))
          yield { ...page, records: page.records.slice(2) }
      },
    })
    await shop.fullRun(workerOf(shop, blind))
    expect((await agreedRows(shop.db)).map(({ sourceId }) => sourceId)).toEqual(['o000002', 'o000003'])
    await shop.report('o000000')
    expect(await shop.worker().sync()).toMatchObject([{ created: 1, stale: 0 }])
    await shop.fullRun()
    expect((await expectSameAsSource(shop.db)).lastFullRun).toMatchObject({ created: 1, stale: 0 })
  })
})

describe('another collection under the same ids', () => {
  it('is taken over by a full run that starts by itself, although its writes are older', async () => {
    const shop = new Shop()
    await shop.putMany(ids(200), () => ({ totalAmount: 2 }), 'orders_v2')
    await shop.putMany(ids(200), () => ({ totalAmount: 1 }))
    await shop.fullRun()
    const worker = elsewhere(shop, 'orders_v2')
    expect(await statuses(worker)).toEqual(['full running'])
    expect(worker.counts.queries, 'and the source is not read before').toEqual([])
    await shop.drain(worker)
    const state = await expectSameAsSource(shop.db, 'orders_v2')
    expect(state.identity).toBe('(default)/orders_v2')
    expect(state.lastFullRun).toMatchObject({ status: 'succeeded', updated: 200, stale: 0, deleted: 0 })
    await shop.put('o000007', { totalAmount: 3 }, 'orders_v2')
    expect(await elsewhere(shop, 'orders_v2').sync()).toMatchObject([{ status: 'succeeded', updated: 1 }])
    await expectSameAsSource(shop.db, 'orders_v2')
  })

  it('keeps every other run from reading until it is taken over', async () => {
    const shop = await shopOf(5)
    await shop.putMany(ids(5), () => ({ totalAmount: 2 }), 'orders_v2')
    const answer = await syncAll([elsewhere(shop, 'orders_v2').context])
    expect(answer.runs).toMatchObject([{ mode: 'full', status: 'running' }])
    const again = elsewhere(shop, 'orders_v2')
    expect(await statuses(again)).toEqual(['full running'])
    expect(again.counts).toMatchObject({ reads: 2, writes: 0 })
  })

  it('that was half copied when the setting was put back is undone by a full run that starts by itself', async () => {
    const shop = new Shop({ settings: { pageSize: 3 } })
    await shop.putMany(ids(9), () => ({ totalAmount: 2 }), 'orders_v2')
    await shop.putMany(ids(9), () => ({ totalAmount: 1 }))
    await shop.fullRun()
    const dying = shop.worker(dyingAt(5, 'before'), { settings: { pageSize: 3 }, source: { collection: 'orders_v2' } })
    await expect(shop.fullRun(dying)).rejects.toThrow(Crash)
    const totals = new Set((await agreedRows(shop.db)).map(({ total }) => total))
    expect(totals, 'some of each').toEqual(new Set([100, 200]))
    const { fullRun, identity } = await stateOf(shop)
    expect(identity, 'it is of neither').toBeNull()

    shop.pass(130_000)
    shop.tasks = 0
    const [report] = await shop.worker().sync()
    expect(report).toMatchObject({ mode: 'full', status: 'running' })
    expect(report?.runId).not.toBe(fullRun?.runId)
    await shop.drain()
    await expectSameAsSource(shop.db)
    const abandoned = await shop.db.doc(`sync_runs/${fullRun?.runId ?? ''}`).get()
    expect(abandoned.data()).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('(default)/orders_v2') as unknown,
    })
  })
})

describe('a full run that was noted for another collection', () => {
  it('is begun anew by the task, with nothing of what it saw or might delete', async () => {
    const shop = new Shop({ settings: { pageSize: 3 } })
    await shop.putMany(ids(9))
    await shop.putMany(ids(9), () => ({ totalAmount: 2 }), 'orders_v2')
    await shop.fullRun()
    await shop.remove('o000008')
    const other = { settings: { pageSize: 3 }, source: { collection: 'orders_v2' } }
    await expect(shop.fullRun(shop.worker(dyingAt(5, 'after'), other), { maxDeletes: 9 })).rejects.toThrow(Crash)
    const noted = (await stateOf(shop)).fullRun
    shop.pass(130_000)
    // Its task comes again, in functions that have the setting put right.
    expect(await shop.worker().fullTask()).toBe('ended')
    const state = await expectSameAsSource(shop.db)
    expect(state.lastFullRun).toMatchObject({ status: 'succeeded', deleted: 1, fetched: 8 })
    expect(state.lastFullRun?.runId).not.toBe(noted?.runId)
    expect((await shop.db.doc(`sync_runs/${noted?.runId ?? ''}`).get()).get('status')).toBe('failed')
  })

  it('gives way to one that is asked for, which says itself how much it may delete', async () => {
    const shop = await shopOf(3)
    const other = await requestFullRun(elsewhere(shop, 'orders_v2').context, { maxDeletes: 3 })
    const { context } = shop.worker()
    const own = await requestFullRun(context)
    expect(own).toMatchObject({ identity: '(default)/orders', startedAt: null })
    expect(own.runId).not.toBe(other.runId)
    expect(await stateOf(shop)).toMatchObject({ maxDeletes: null, fullRun: { runId: own.runId } })
    await shop.drain()
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

describe('a record of another collection that cannot be read', () => {
  it('does not stand there as the old one, and comes when it is well, however old its version is', async () => {
    const shop = new Shop()
    await shop.putMany(ids(6), (id) => ({ totalAmount: id === 'o000002' ? ('two' as never) : 2 }), 'orders_v2')
    await shop.putMany(ids(6), () => ({ totalAmount: 1 }))
    await shop.fullRun()
    await shop.fullRun(elsewhere(shop, 'orders_v2'))
    const rows = await agreedRows(shop.db)
    expect(rows.map(({ total }) => total)).toEqual([200, 200, 200, 200, 200])
    expect((await stateOf(shop)).quarantined.map(({ id }) => id)).toEqual(['o000002'])
    expect(Object.keys(await openAlerts(shop.db))).toEqual(['quarantine'])
    await shop.put('o000002', { totalAmount: 3 }, 'orders_v2')
    expect(await elsewhere(shop, 'orders_v2').sync()).toMatchObject([{ status: 'succeeded', created: 1 }])
    await expectSameAsSource(shop.db, 'orders_v2')
    expect(await openAlerts(shop.db)).toEqual({})
  })
})

describe('records that are older in the source than in the cache', () => {
  it('are alarmed by the full run that finds them, and taken over by the next, which starts by itself', async () => {
    const shop = await shopOf(20)
    const { context } = shop.worker({}, { source: { orders: ordersAs({ status: { words: { pending: 'shipped' } } }) } })
    // As after a backup was restored: other content under older versions.
    const restored = sourceAs(context, {
      enumerate: async function* (part, cursor, pageSize, inputs) {
        for await (const page of context.source.enumerate(part, cursor, pageSize, inputs)) {
          const records = page.records.map((record) => ({
            ...record,
            version: shift(record.version as Instant, -3_600_000), // a Firestore record's version is an instant
          }))
          yield { ...page, records }
        }
      },
    })
    await shop.fullRun(workerOf(shop, restored))
    expect((await stateOf(shop)).lastFullRun).toMatchObject({ status: 'succeeded', stale: 20 })
    expect((await openAlerts(shop.db))['stale-records']).toMatch(/^20 records are older in the source/)
    expect((await agreedRows(shop.db)).every(({ status }) => status === 'pending')).toBe(true)

    expect((await workerOf(shop, restored).sync()).map(({ mode, status }) => [mode, status])).toEqual([
      ['full', 'running'],
    ])
    await shop.drain(workerOf(shop, restored))
    expect((await agreedRows(shop.db)).every(({ status }) => status === 'shipped')).toBe(true)
    expect((await stateOf(shop)).lastFullRun).toMatchObject({ status: 'succeeded', updated: 20, stale: 0 })
    expect(await openAlerts(shop.db)).toEqual({})
  })
})

/** A context whose source does some things otherwise. */
function sourceAs(context: SyncContext, changed: Partial<SyncContext['source']>): SyncContext {
  return { ...context, source: { ...context.source, ...changed } }
}

/** A worker that runs in a context of its own. */
function workerOf(shop: Shop, context: SyncContext): Worker {
  return {
    ...shop.worker(),
    context,
    sync: async () => (await syncAll([context])).runs,
    fullTask: () => runFullTask(context),
  }
}
