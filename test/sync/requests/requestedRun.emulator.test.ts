import { describe, expect, it } from 'vitest'

import { readHead } from '../../../functions/src/cache/head.ts'
import { readState } from '../../../functions/src/cache/state.ts'
import { momentOfTimestamp } from '../../../functions/src/lib/firestore/usage.ts'
import { Meter } from '../../../functions/src/lib/meter.ts'
import type { PipelineState } from '../../../functions/src/model/state.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { runRequester } from '../../../functions/src/sync/requests/requestRun.ts'
import { runRequested } from '../../../functions/src/sync/requests/requestedRun.ts'
import { syncAll } from '../../../functions/src/sync/syncAll.ts'
import { expectSameAsSource } from '../../harness/consistency.ts'
import { fallingAsleepAt } from '../../harness/crashes.ts'
import { ids, pipeline, Shop, type ShopOptions, type Worker } from '../../harness/shop.ts'

const withFeed: ShopOptions = { source: { changeFeed: true } }
/** A report settles, and the task's time comes. */
const untilDueMs = 20_000

async function shopInSync(options: ShopOptions = withFeed): Promise<Shop> {
  const shop = new Shop(options)
  await shop.putMany(ids(20))
  await shop.fullRun()
  shop.pass(900_000)
  await shop.worker().sync()
  return shop
}

async function changeAndReport(shop: Shop, id: string): Promise<void> {
  await shop.put(id, { status: 'SHIPPED' })
  await shop.report(id)
}

/** Asks as one instance of the trigger does after its report. */
async function ask(shop: Shop, times = 1): Promise<void> {
  const { enqueueRun: enqueue } = shop.worker().context
  const request = runRequester({ pipeline, scope: 'reports', quietCadenceMs: 3_000, enqueue })
  await Promise.all(Array.from({ length: times }, () => request(momentOfTimestamp(shop.now()))))
}

/** Runs the tasks that the queue has once their time has come; returns how many of their runs succeeded. */
async function runTasks(shop: Shop): Promise<number> {
  shop.pass(untilDueMs)
  const tasks = [...shop.runTasks.values()]
  shop.runTasks.clear()
  let ran = 0
  for (const { scope } of tasks) {
    const runs = await runRequested(shop.worker().context, scope)
    ran += runs.filter(({ status }) => status === 'succeeded').length
  }
  return ran
}

async function stateOf(shop: Shop): Promise<PipelineState> {
  const { state } = await readState(shop.db, pipeline, new Meter())
  if (state === null) throw new Error('There is no watermark document.')
  return state
}

/** A run of somebody else that has its lease and has stopped before its second page's commit. */
async function runUnderWay(shop: Shop): Promise<{ readonly finish: () => Promise<void> }> {
  for (const id of ['o000010', 'o000011']) await shop.put(id, { status: 'SHIPPED' })
  const faults = fallingAsleepAt(2)
  const running = shop.worker(faults, { ...withFeed, settings: { pageSize: 1 } }).sync()
  await Promise.race([faults.asleep, running])
  return {
    finish: async () => {
      faults.wake()
      expect(await running).toMatchObject([{ status: 'succeeded' }])
    },
  }
}

describe('requests for a run', () => {
  it('before it starts are one, however many ask', async () => {
    const shop = await shopInSync()
    await changeAndReport(shop, 'o000003')
    await Promise.all([ask(shop, 25), ask(shop, 25)])
    expect(shop.runTasks.size).toBe(1)
    expect(await runTasks(shop)).toBe(1)
    expect(shop.runTasks.size).toBe(0)
    await expectSameAsSource(shop.db)
  })

  it('during a run lead to exactly one more after it', async () => {
    const shop = await shopInSync()
    await changeAndReport(shop, 'o000001')
    const { finish } = await runUnderWay(shop)
    await changeAndReport(shop, 'o000002')
    await ask(shop, 50)
    await finish()
    expect(shop.runTasks.size, 'they name one task').toBe(1)
    expect(await runTasks(shop)).toBe(1)
    expect(shop.runTasks.size, 'and no other follows').toBe(0)
    await expectSameAsSource(shop.db)
  })

  it('do not wait for a run in the way, but follow it', async () => {
    const shop = await shopInSync()
    await changeAndReport(shop, 'o000001')
    const { finish } = await runUnderWay(shop)
    await changeAndReport(shop, 'o000002')
    await ask(shop)
    expect(await runTasks(shop)).toBe(0)
    expect([...shop.runTasks.values()], 'another one is asked for').toMatchObject([{ scope: 'reports' }])
    const next = [...shop.runTasks.values()][0]?.scheduledMs ?? 0
    expect(next - shop.now().toMillis()).toBeLessThan(20_000)
    await finish()
    expect(await runTasks(shop)).toBe(1)
    await expectSameAsSource(shop.db)
  })

  it('cost one read a minute while a full run is under way, and follow it', async () => {
    const shop = await shopInSync({ ...withFeed, limits: { leaseMs: 1_800_000 } })
    const faults = fallingAsleepAt(3)
    const full = shop.fullRun(shop.worker(faults))
    await Promise.race([faults.asleep, full])
    await changeAndReport(shop, 'o000002')
    for (let i = 0; i < 3; i++) await ask(shop)
    for (let minute = 0; minute < 3; minute++) {
      shop.pass(60_000)
      const tasks = [...shop.runTasks.values()]
      expect(tasks, 'it is one task').toHaveLength(1)
      shop.runTasks.clear()
      const worker = shop.worker()
      const [report] = await runRequested(worker.context, 'reports')
      expect(report).toMatchObject({ status: 'skipped', firestoreReads: 1, firestoreWrites: 0 })
      expect(worker.counts).toMatchObject({ reads: 1, writes: 0 })
    }
    faults.wake()
    await full
    shop.pass(60_000)
    expect(await runTasks(shop)).toBe(1)
    await expectSameAsSource(shop.db)
  })

  it('whose task comes again after its run find nothing', async () => {
    const shop = await shopInSync()
    await changeAndReport(shop, 'o000001')
    await ask(shop)
    shop.pass(untilDueMs)
    expect(await runRequested(shop.worker().context, 'reports')).toMatchObject([{ updated: 1 }])
    shop.pass(1_000)
    const again = shop.worker()
    expect(await runRequested(again.context, 'reports')).toMatchObject([{ status: 'succeeded', fetched: 0 }])
    expect(again.counts.reads).toBeLessThanOrEqual(6)
    expect(again.counts.writes).toBeLessThanOrEqual(3)
  })

  it('whose task dies in its run have it when the task comes again', async () => {
    const shop = await shopInSync()
    await changeAndReport(shop, 'o000001')
    const dying = shop.worker({
      before: (method, request) => {
        if (method === 'commit' && JSON.stringify(request).includes('orders_cache_head')) throw new Error('died')
      },
    })
    shop.pass(untilDueMs)
    await runRequested(dying.context, 'reports').catch(() => {})
    shop.pass(200_000)
    expect(await runRequested(shop.worker().context, 'reports')).toMatchObject([{ status: 'succeeded' }])
    await expectSameAsSource(shop.db)
  })

  it('that their deadline stops go on with another task', async () => {
    const shop = await shopInSync({ ...withFeed, settings: { pageSize: 5 } })
    for (const id of ids(12)) await changeAndReport(shop, id)
    shop.pass(untilDueMs)
    const hurried = shop.worker(undefined, { ...withFeed, settings: { pageSize: 5 }, limits: { softDeadlineMs: 0 } })
    expect(await runRequested(hurried.context, 'reports')).toMatchObject([{ status: 'succeeded', updated: 5 }])
    expect(await runTasks(shop)).toBe(1)
    expect(shop.runTasks.size).toBe(0)
    await expectSameAsSource(shop.db)
  })
})

describe('a call of the scheduler or of a person', () => {
  it('that finds a run in its way asks for one behind it, which reads the window', async () => {
    const shop = await shopInSync()
    await shop.put('o000001', { status: 'SHIPPED' })
    const { finish } = await runUnderWay(shop)
    expect((await syncAll([shop.worker().context])).runs).toMatchObject([{ status: 'skipped', firestoreReads: 1 }])
    expect([...shop.runTasks.values()]).toMatchObject([{ scope: 'window' }])
    await finish()
    const { bound } = await stateOf(shop)
    expect(await runTasks(shop)).toBe(1)
    expect((await stateOf(shop)).bound?.localeCompare(bound ?? '')).toBe(1)
  })
})

/** Runs and returns which collections it queried. */
async function queriedBy(worker: Worker): Promise<readonly unknown[]> {
  expect(await runRequested(worker.context, 'reports')).toMatchObject([{ status: 'succeeded' }])
  return worker.counts.queries.map((query) => (query as { from: { collectionId: string }[] }).from[0]?.collectionId)
}

describe('a requested run', () => {
  it('reads what was reported and no window, and moves liveAsOf alone', async () => {
    const shop = await shopInSync()
    await changeAndReport(shop, 'o000001')
    // Changed, and its event has not come yet.
    await shop.put('o000002', { status: 'SHIPPED' })
    shop.pass(untilDueMs)
    const before = await stateOf(shop)
    const queried = await queriedBy(shop.worker())
    expect(new Set(queried)).toEqual(new Set(['sync_reports']))
    const after = await stateOf(shop)
    expect(after).toMatchObject({ bound: before.bound, watermark: before.watermark, lastRun: { updated: 1 } })
    const behindMs = shop.now().toMillis() - Date.parse(after.reports?.bound ?? '')
    expect(behindMs, 'reports are left two seconds to settle').toBeGreaterThanOrEqual(2_000)
    expect(behindMs).toBeLessThan(10_000)
    const { head } = await readHead(shop.db, orderStream, pipeline, new Meter())
    expect(head).toMatchObject({ bound: before.bound, reportsBound: after.reports?.bound })
  })

  it('reads the window where that was read longer ago than the interval in force', async () => {
    const shop = await shopInSync()
    await shop.put('o000002', { status: 'SHIPPED' })
    shop.pass(900_000)
    expect(await queriedBy(shop.worker()), 'the scheduler may be a little late').not.toContain('orders')
    shop.pass(61_000)
    expect(await queriedBy(shop.worker())).toContain('orders')
    await expectSameAsSource(shop.db)

    await shop.db.doc(`sync_state/${pipeline}`).update({ schedule: { everyMinutes: 60, failing: false } })
    shop.pass(961_000)
    const adaptive = { ...withFeed, settings: { schedule: { everyMinutes: 15, isAdaptive: true } } }
    expect(await queriedBy(shop.worker(undefined, adaptive)), 'hourly by now').not.toContain('orders')
    expect(await queriedBy(shop.worker()), 'fixed at 15 minutes').toContain('orders')
  })

  it('reads the window where nothing reports changes', async () => {
    const shop = await shopInSync({})
    await shop.put('o000002', { status: 'SHIPPED' })
    expect(await queriedBy(shop.worker())).toEqual(expect.arrayContaining(['orders']))
    await expectSameAsSource(shop.db)
    expect((await stateOf(shop)).reports).toBeNull()
  })

  it('leaves the checkpoint of an unfinished window to a run that reads one', async () => {
    const shop = await shopInSync({ ...withFeed, settings: { pageSize: 5 } })
    await shop.putMany(ids(12, 'new'))
    const options = { ...withFeed, settings: { pageSize: 5 }, limits: { softDeadlineMs: 0 } }
    await shop.worker(undefined, options).sync()
    const before = await stateOf(shop)
    expect(before.checkpoint).not.toBeNull()
    shop.pass(10_000)
    expect(await queriedBy(shop.worker())).not.toContain('orders')
    expect(await stateOf(shop)).toMatchObject({ checkpoint: before.checkpoint, bound: before.bound })
    await shop.worker().sync()
    await expectSameAsSource(shop.db)
  })
})
