import { describe, expect, it } from 'vitest'

import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { agreedRows, expectSameAsSource } from '../harness/consistency.ts'
import { dyingAt, fallingAsleepAt } from '../harness/crashes.ts'
import { ids, Shop } from '../harness/shop.ts'
import { ordersAs } from '../harness/orderSettings.ts'

const before = (shop: Shop, ms: number): Timestamp => Timestamp.fromMillis(shop.now().toMillis() - ms)

describe('an incremental run', () => {
  it('copies 1,203 orders of one change time with pages of 100, each once', async () => {
    const shop = new Shop()
    await shop.put('first')
    await shop.fullRun()
    shop.pass(3_600_000)
    const at = shop.now()
    await shop.putMany(ids(1_203), () => ({ updatedAt: at }))
    const [report] = await shop.worker().sync()
    // The order of before is within the lookback, so it is read again.
    expect(report).toMatchObject({ fetched: 1_204, created: 1_203, updated: 0, unchanged: 1 })
    await expectSameAsSource(shop.db)
  })

  it('copies a commit that became visible late, within the lookback', async () => {
    const shop = new Shop()
    await shop.put('a')
    await shop.fullRun()
    shop.pass(60_000)
    await shop.put('b')
    await shop.worker().sync()
    await shop.put('late', { updatedAt: before(shop, 240_000) })
    const [report] = await shop.worker().sync()
    expect(report).toMatchObject({ created: 1 })
    await expectSameAsSource(shop.db)
  })

  it('that its deadline stopped goes on next time, and loses no commit that came in between', async () => {
    const shop = new Shop({ settings: { pageSize: 5 } })
    await shop.put('a')
    await shop.fullRun()
    shop.pass(600_000)
    await shop.putMany(ids(20), (_, i) => ({ updatedAt: before(shop, 100_000 - i * 1_000) }))
    const [stopped] = await shop.worker({}, { settings: { pageSize: 5 }, limits: { softDeadlineMs: 0 } }).sync()
    expect(stopped).toMatchObject({ status: 'succeeded', fetched: 5, created: 4 })
    expect(stopped?.watermark?.id).toBe('o000003')
    // Below the point where it stopped, and below its bound.
    await shop.put('late1', { updatedAt: before(shop, 99_500) })
    await shop.put('late2', { updatedAt: before(shop, 85_500) })
    await shop.worker().sync()
    const state = await expectSameAsSource(shop.db)
    expect(state.checkpoint).toBeNull()
  })

  it('that crashed is finished by the next, which also copies what came in between', async () => {
    const shop = new Shop({ settings: { pageSize: 5 } })
    await shop.put('a')
    await shop.fullRun()
    shop.pass(600_000)
    await shop.putMany(ids(20), (_, i) => ({ updatedAt: before(shop, 100_000 - i * 1_000) }))
    const [failed] = await shop.worker(dyingAt(2, 'after')).sync()
    expect(failed?.status).toBe('failed')
    await shop.put('late', { updatedAt: before(shop, 99_500) })
    shop.pass(130_000)
    await shop.put('new')
    const [report] = await shop.worker().sync()
    expect(report).toMatchObject({ status: 'succeeded', created: 13 })
    await expectSameAsSource(shop.db)
  })

  it('keeps what it had copied when reading on fails, and reports just that', async () => {
    const shop = new Shop({ settings: { pageSize: 1 } })
    await shop.put('a')
    await shop.fullRun()
    shop.pass(600_000)
    await shop.putMany(['b', 'c', 'd'], (_, i) => ({ updatedAt: before(shop, 3_000 - i * 1_000) }))
    let queries = 0
    const refused = shop.worker({
      before(method) {
        if (method !== 'runQuery' || ++queries !== 6) return
        throw Object.assign(new Error('7 PERMISSION_DENIED: no more'), { code: 7 })
      },
    })
    const [failed] = await refused.sync()
    const copied = (await agreedRows(shop.db)).length - 1
    expect(failed).toMatchObject({ status: 'failed', created: copied, firestoreWrites: refused.counts.writes })
    expect(copied).toBeGreaterThan(0)
    const [next] = await shop.worker().sync()
    expect(next).toMatchObject({ status: 'succeeded', created: 3 - copied })
    await expectSameAsSource(shop.db)
  })

  it('that loses its lease with its only commit reports that it was skipped, and counts nothing', async () => {
    const shop = new Shop()
    await shop.put('a')
    await shop.fullRun()
    await shop.put('b')
    const faults = fallingAsleepAt(1)
    const late = shop.worker(faults).sync()
    await faults.asleep
    expect(await shop.worker().sync()).toMatchObject([{ status: 'succeeded', created: 1 }])
    faults.wake()
    expect(await late).toMatchObject([{ status: 'skipped', created: 0, firestoreWrites: 0 }])
    await expectSameAsSource(shop.db)
  })

  it('closes in the journal the run whose lease ran out', async () => {
    const shop = new Shop()
    await shop.put('a')
    await shop.fullRun()
    await shop.put('b')
    await shop.put('d')
    const [failed] = await shop.worker(dyingAt(1, 'after'), { settings: { pageSize: 1 } }).sync()
    shop.pass(130_000)
    await shop.put('c')
    await shop.worker().sync()
    const run = await shop.db
      .collection('sync_runs')
      .doc(failed?.runId ?? '')
      .get()
    expect(run.data()).toMatchObject({ status: 'failed', mode: 'incremental', error: expect.stringContaining('lease') })
  })

  it('that wakes up after another took its lease cannot write', async () => {
    const shop = new Shop()
    await shop.put('a')
    await shop.fullRun()
    await shop.put('b', { totalAmount: 1 })
    const faults = fallingAsleepAt(2)
    await shop.put('c', { totalAmount: 1 })
    const zombie = shop.worker(faults, { settings: { pageSize: 1 } }).sync()
    await faults.asleep
    shop.pass(130_000)
    await shop.put('b', { totalAmount: 2 })
    const [healthy] = await shop.worker().sync()
    expect(healthy?.status).toBe('succeeded')
    faults.wake()
    const [late] = await zombie
    expect(late).toMatchObject({ status: 'failed', error: expect.stringContaining('lease') })
    await expectSameAsSource(shop.db)
  })

  it('runs once when two start together; the other is skipped and nothing is doubled', async () => {
    const shop = new Shop()
    await shop.put('a')
    await shop.fullRun()
    await shop.putMany(ids(30))
    const reports = await Promise.all([shop.worker().sync(), shop.worker().sync()])
    expect(new Set(reports.map(([report]) => report?.status))).toEqual(new Set(['skipped', 'succeeded']))
    expect(reports.reduce((sum, [report]) => sum + (report?.created ?? 0), 0)).toBe(30)
    await expectSameAsSource(shop.db)
  })

  it('recognises its own commit when only the acknowledgement was lost', async () => {
    const shop = new Shop()
    await shop.put('a')
    await shop.fullRun()
    await shop.put('b')
    let lost = 0
    const flaky = shop.worker({
      after(method) {
        if (method !== 'commit' || lost > 0) return
        lost += 1
        throw Object.assign(new Error('14 UNAVAILABLE: the connection broke'), { code: 14 })
      },
    })
    const [report] = await flaky.sync()
    expect(lost).toBe(1)
    expect(report).toMatchObject({ status: 'succeeded', created: 1 })
    await expectSameAsSource(shop.db)
  })

  it('changes and writes nothing when there is nothing new, however often it runs', async () => {
    const shop = new Shop()
    await shop.putMany(ids(5))
    await shop.fullRun()
    const version = (await expectSameAsSource(shop.db)).cacheVersion
    for (let i = 0; i < 3; i++) {
      const [report] = await shop.worker().sync()
      expect(report).toMatchObject({ created: 0, updated: 0, unchanged: 5, firestoreWrites: 3 })
    }
    expect((await expectSameAsSource(shop.db)).cacheVersion).toBe(version)
  })
})

describe('a full run', () => {
  it('brings back an order that was deleted and restored with its old change time', async () => {
    const shop = new Shop()
    const { timestamp, updatedAt } = await shop.put('a')
    await shop.put('b')
    await shop.fullRun()
    await shop.remove('a')
    await shop.fullRun()
    expect((await agreedRows(shop.db)).map(({ sourceId }) => sourceId)).toEqual(['b'])
    shop.pass(3_600_000)
    await shop.put('a', { timestamp, updatedAt })
    await shop.fullRun()
    await expectSameAsSource(shop.db)
  })

  it('applies a changed mapping to orders that did not change', async () => {
    const shop = new Shop()
    await shop.put('a', { status: 'AT THE GATE' })
    await shop.fullRun()
    expect((await agreedRows(shop.db))[0]).toMatchObject({ status: 'processing', sourceStatus: 'AT THE GATE' })
    await shop.fullRun(
      shop.worker({}, { source: { orders: ordersAs({ status: { words: { 'at the gate': 'shipped' } } }) } }),
    )
    expect((await agreedRows(shop.db))[0]).toMatchObject({ status: 'shipped', sourceStatus: 'AT THE GATE' })
  })

  it('goes on in further tasks where its deadline stopped it', async () => {
    const shop = new Shop({ settings: { pageSize: 400 }, limits: { softDeadlineMs: 0 } })
    await shop.putMany(ids(5_300))
    expect(await shop.fullRun()).toBeGreaterThan(2)
    const state = await expectSameAsSource(shop.db)
    expect(state.lastFullRun).toMatchObject({ created: 5_300, fetched: 5_300 })
    expect(state.fullRun).toBeNull()
  })

  it('asked for during a run waits for its end, and then starts', async () => {
    const shop = new Shop()
    await shop.put('a')
    await shop.fullRun()
    await shop.put('b')
    const faults = fallingAsleepAt(1)
    const busy = shop.worker(faults)
    const run = busy.sync()
    await faults.asleep
    const other = shop.worker()
    const first = await requestFullRun(other.context)
    const second = await requestFullRun(other.context)
    expect(second.runId).toBe(first.runId)
    faults.wake()
    const reports = await run
    expect(reports.map(({ mode, status }) => [mode, status])).toEqual([
      ['incremental', 'succeeded'],
      ['full', 'running'],
    ])
    await shop.drain()
    const state = await expectSameAsSource(shop.db)
    expect(state.lastFullRun?.runId).toBe(first.runId)
  })

  it('finds orders without a change time or a creation time, and says so', async () => {
    const shop = new Shop()
    await shop.put('a')
    await shop.db.collection('orders').doc('undated').set({ orderId: '#1', status: 'PAID', totalAmount: 5 })
    const { timestamp } = await shop.put('unchanged')
    await shop.db
      .collection('orders')
      .doc('unchanged')
      .set({ orderId: '#2', status: 'PAID', totalAmount: 5, timestamp })
    await shop.fullRun()
    const rows = await agreedRows(shop.db)
    expect(rows.map(({ sourceId }) => sourceId).toSorted()).toEqual(['a', 'unchanged', 'undated'])
    const alert = await shop.db.collection('sync_alerts').doc('firestore.orders:missing-change-time').get()
    expect(alert.data()).toMatchObject({ closedAt: null, message: expect.stringContaining('full runs only') })
  })
})

describe('a collection whose change times are of several kinds', () => {
  it('is read by the kind that the shop writes now, whatever odd or future values lie about', async () => {
    const shop = new Shop()
    await shop.putMany(ids(10))
    await shop.put('odd', { updatedAt: 5e8 as never })
    await shop.put('tomorrow', { updatedAt: Timestamp.fromMillis(shop.now().toMillis() + 86_400_000) })
    await shop.fullRun()
    for (const id of ids(3, 'new')) await shop.put(id)
    expect((await shop.worker().sync())[0]).toMatchObject({ created: 3 })
    const alert = await shop.db.collection('sync_alerts').doc('firestore.orders:mixed-change-times').get()
    expect(alert.get('closedAt')).toBeNull()
  })
})
