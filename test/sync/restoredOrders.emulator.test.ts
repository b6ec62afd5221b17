import { describe, expect, it } from 'vitest'

import { rebuild } from '../../functions/src/cache/rebuild.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { shift, type Instant } from '../../functions/src/lib/instant.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { syncAll } from '../../functions/src/sync/syncAll.ts'
import { openAlerts } from '../harness/alerts.ts'
import { agreedRows, expectSameAsSource } from '../harness/consistency.ts'
import { ids, pipeline, Shop, type Worker } from '../harness/shop.ts'
import { ordersAs } from '../harness/orderSettings.ts'
import { elsewhere, shopOf, stateOf, statuses } from './otherCollection.ts'

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
