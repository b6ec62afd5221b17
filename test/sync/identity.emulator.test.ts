import { describe, expect, it } from 'vitest'

import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { syncAll } from '../../functions/src/sync/syncAll.ts'
import { openAlerts } from '../harness/alerts.ts'
import { agreedRows, expectSameAsSource } from '../harness/consistency.ts'
import { Crash, dyingAt } from '../harness/crashes.ts'
import { ids, Shop } from '../harness/shop.ts'
import { elsewhere, shopOf, stateOf, statuses } from './otherCollection.ts'

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
