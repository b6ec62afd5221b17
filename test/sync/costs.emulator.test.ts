import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { readHead } from '../../functions/src/cache/head.ts'
import type { RunReport } from '../../functions/src/contract/sync.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { runRequested } from '../../functions/src/sync/requests/requestedRun.ts'
import { expectSameAsSource } from '../harness/consistency.ts'
import { ids, pipeline, Shop, type Worker } from '../harness/shop.ts'

/** Runs once and holds the run's own report against what went over the wire. */
async function costOf(
  worker: Worker,
  run: (worker: Worker) => Promise<readonly RunReport[]> = () => worker.sync(),
): Promise<{ reads: number; writes: number; report: RunReport }> {
  const [report] = await run(worker)
  if (report === undefined) throw new Error('The call reported no run.')
  expect(report.firestoreReads, 'the report tells the reads').toBe(worker.counts.reads)
  expect(report.firestoreWrites, 'the report tells the writes').toBe(worker.counts.writes)
  return { reads: worker.counts.reads, writes: worker.counts.writes, report }
}

const requested = (worker: Worker): Promise<readonly RunReport[]> => runRequested(worker.context, 'reports')

/** 2,000 characters that hardly compress, the same ones for the same id. */
function longName(id: string): string {
  return Array.from({ length: 23 }, (_, i) => createHash('sha512').update(`${id}${i}`).digest('base64')).join('')
}

describe('what a run costs', () => {
  it('is at most 6 reads and 3 writes with nothing new, and 20 and 9 with 5 changed orders', async () => {
    const shop = new Shop()
    await shop.putMany(ids(300))
    await shop.fullRun()
    shop.pass(900_000)
    await shop.worker().sync()

    const quiet = await costOf(shop.worker())
    expect(quiet.report).toMatchObject({ status: 'succeeded', fetched: 0 })
    expect(quiet.reads).toBeLessThanOrEqual(6)
    expect(quiet.writes).toBeLessThanOrEqual(3)

    for (const id of ids(5)) await shop.put(id, { status: 'SHIPPED' })
    const busy = await costOf(shop.worker())
    expect(busy.report).toMatchObject({ updated: 5 })
    expect(busy.reads).toBeLessThanOrEqual(20)
    // The orders, and one commit: before-images, head, journal, watermark document.
    expect(busy.writes).toBeLessThanOrEqual(5 + 4)
  })

  it('is told to the last read and write by a requested run, with a change and without', async () => {
    const shop = new Shop({ source: { changeFeed: true } })
    await shop.putMany(ids(300))
    await shop.fullRun()
    shop.pass(900_000)
    await shop.worker().sync()
    await shop.put('o000001', { status: 'SHIPPED' })
    await shop.report('o000001')
    shop.pass(5_000)
    const one = await costOf(shop.worker(), requested)
    expect(one.report).toMatchObject({ status: 'succeeded', updated: 1 })
    // Report, look-up and before-image; the order, and one commit that is the run's end as well.
    expect(one.reads).toBeLessThanOrEqual(3 + 5)
    expect(one.writes).toBeLessThanOrEqual(1 + 4)
    shop.pass(15_000)
    const none = await costOf(shop.worker(), requested)
    expect(none.report).toMatchObject({ status: 'succeeded', fetched: 0 })
    expect(none.reads).toBeLessThanOrEqual(6)
    expect(none.writes).toBeLessThanOrEqual(3)
    process.stdout.write(
      `A requested run with one change: ${one.reads}/${one.writes}, with none: ${none.reads}/${none.writes}\n`,
    )
  })

  it('of a reported deletion is three reads too, wherever its row is', async () => {
    const shop = new Shop({ source: { changeFeed: true } })
    await shop.putMany(ids(3_000), (_id, i) => ({ timestamp: Timestamp.fromMillis(Date.UTC(2026, 0, 1) + i * 60_000) }))
    await shop.fullRun()
    shop.pass(900_000)
    await shop.worker().sync()
    for (const id of ['o000001', 'o002999']) {
      await shop.remove(id)
      await shop.report(id, 'deleted')
      shop.pass(5_000)
      const { reads, report } = await costOf(shop.worker(), requested)
      expect(report).toMatchObject({ deleted: 1 })
      expect(reads).toBeLessThanOrEqual(3 + 5)
    }
    await expectSameAsSource(shop.db)
  })

  it('of the first run after an import and a full run is not the import over again', async () => {
    const shop = new Shop({ source: { changeFeed: true } })
    const imported = ids(150)
    // Its change times are old, so that the window leaves it out.
    const old = Timestamp.fromMillis(Date.UTC(2026, 0, 1))
    await shop.putMany(imported, () => ({ timestamp: old, updatedAt: old }))
    for (const id of imported) await shop.report(id, 'created')
    shop.pass(10_000)
    await shop.fullRun()
    // What was written before the full run it has read, whenever it was reported; what came later is read.
    await shop.put('o000001', { status: 'SHIPPED' })
    await shop.report('o000001')
    shop.pass(10_000)
    const { reads, report } = await costOf(shop.worker())
    expect(report).toMatchObject({ updated: 1 })
    expect(reads).toBeLessThanOrEqual(3 + 6)
    await expectSameAsSource(shop.db)
  })

  it('of a scheduled run over changes that are copied already is the window, its reports and few segments', async () => {
    const shop = new Shop({ source: { changeFeed: true }, settings: { pageSize: 480 } })
    await shop.putMany(ids(4_000), (_id, i) => ({ timestamp: Timestamp.fromMillis(Date.UTC(2026, 0, 1) + i * 60_000) }))
    await shop.fullRun()
    // Read again by the lookback, and in segments by now: a document each would cost as much again.
    const { reads, report } = await costOf(shop.worker())
    expect(report).toMatchObject({ fetched: 4_000, unchanged: 4_000 })
    expect(reads).toBeLessThanOrEqual(4_000 + 30)
  })

  it('is as little right after a burst of 3,000', async () => {
    const shop = new Shop({ settings: { pageSize: 400 } })
    await shop.put('first')
    await shop.fullRun()
    shop.pass(900_000)
    await shop.putMany(ids(3_000))
    // The scheduler's next tick: the burst lies further back than the lookback.
    shop.pass(400_000)
    const burst = await costOf(shop.worker())
    expect(burst.report).toMatchObject({ created: 3_000 })
    const after = await costOf(shop.worker())
    expect(after.reads).toBeLessThanOrEqual(6)
    expect(after.writes).toBeLessThanOrEqual(3)
    await expectSameAsSource(shop.db)
  })

  it('is under 20 writes besides the documents with 100 changes all over the cache, folding included', async () => {
    const shop = new Shop({ settings: { pageSize: 400 } })
    // Rows so long that the cache has many segments, and each run's changes lie in all of them.
    const all = ids(3_000)
    const now = shop.now().toMillis()
    const placed = (id: string): Timestamp => Timestamp.fromMillis(now - (all.length - Number(id.slice(1))) * 60_000)
    await shop.putMany(all, (id) => ({ timestamp: placed(id), customerName: longName(id) }))
    await shop.fullRun()
    let folds = 0
    for (let round = 0; round < 4; round++) {
      shop.pass(900_000)
      const before = await readHead(shop.db, orderStream, pipeline, new Meter())
      // Others in each round, and in each round some of every segment.
      await shop.putMany(
        all.filter((_id, i) => i % 30 === round),
        (id) => ({ status: 'SHIPPED', timestamp: placed(id), customerName: longName(id) }),
      )
      const { writes, report } = await costOf(shop.worker())
      expect(report).toMatchObject({ updated: 100 })
      expect(writes - 100, `writes of round ${round}`).toBeLessThan(20)
      const after = await readHead(shop.db, orderStream, pipeline, new Meter())
      if (after.head.pending.size < before.head.pending.size + 100) folds += 1
    }
    expect(folds, 'rounds that folded').toBeGreaterThan(0)
    await expectSameAsSource(shop.db)
  })

  it('is told rightly by a full run too, task by task', async () => {
    const shop = new Shop({ settings: { pageSize: 400 }, limits: { softDeadlineMs: 0 } })
    await shop.putMany(ids(5_300))
    const worker = shop.worker()
    await shop.fullRun(worker)
    const state = await expectSameAsSource(shop.db)
    // Asking for it, a call of its own, is among them.
    expect(state.lastFullRun?.firestoreReads).toBe(worker.counts.reads)
    expect(state.lastFullRun?.firestoreWrites).toBe(worker.counts.writes)
  })
})
