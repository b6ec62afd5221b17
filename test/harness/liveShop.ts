import { expect } from 'vitest'

import { reportRef } from '../../functions/src/cache/paths.ts'
import type { RunReport } from '../../functions/src/contract/sync.ts'
import { FieldValue, Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { runRequested } from '../../functions/src/sync/requests/requestedRun.ts'
import { runRequester } from '../../functions/src/sync/requests/requestRun.ts'
import type { RunTask } from '../../functions/src/sync/requests/runTask.ts'
import { DueRuns } from '../../tools/local/dueRuns.ts'
import { pipeline, shopIdentity, type Shop, type Worker } from './shop.ts'

/** A run and how it came about. */
export interface LiveRun {
  readonly kind: 'requested' | 'scheduled'
  readonly atMs: number
  readonly report: RunReport
}

/**
 * A shop with the change feed on, with its trigger, its task queue and its scheduler, on a clock that only the test moves.
 * Holds each run's report against what went over the wire.
 */
export class LiveShop {
  readonly shop: Shop
  readonly runs: LiveRun[] = []
  /** The number of tasks that the trigger asked for, the same one again included. */
  asked = 0
  readonly #request: ReturnType<typeof runRequester>
  readonly #due: DueRuns

  constructor(shop: Shop) {
    this.shop = shop
    shop.stopClock()
    const { context } = shop.worker()
    const enqueue = async (task: RunTask): Promise<void> => {
      this.asked += 1
      await context.enqueueRun(task)
    }
    this.#request = runRequester({ pipeline, scope: 'reports', quietCadenceMs: 3_000, enqueue })
    this.#due = new DueRuns(shop.runTasks, this.nowMs)
  }

  get nowMs(): number {
    return this.shop.now().toMillis()
  }

  /** Goes on to the start of the next interval of the schedule, and through its run. */
  async passToScheduledRun(): Promise<void> {
    await this.passTo(this.#due.scheduledMs + 1)
  }

  /** Lets the time pass, with the runs that come meanwhile. */
  async pass(ms: number): Promise<void> {
    await this.passTo(this.nowMs + ms)
  }

  /** Writes orders, one each `everyMs` (0: all at once), and reports each; runs come in between as they are asked for. */
  async change(ids: readonly string[], everyMs: number, fields: Record<string, unknown> = {}): Promise<void> {
    const startMs = this.nowMs
    for (let i = 0; i < ids.length;) {
      // Nothing is asked of the database before the next run, so what comes until then is written at once.
      const untilMs = this.#due.next.atMs
      const timeOf = (j: number): number => startMs + j * everyMs
      let end = i + 1
      while (end < ids.length && timeOf(end) < untilMs && timeOf(end) < timeOf(i) + 3_000) end++
      const batch = ids.slice(i, end).map((id, j) => ({ id, atMs: timeOf(i + j) }))
      await this.#write(batch, fields)
      for (const { atMs } of batch) {
        await this.#moveTo(atMs)
        await this.#request(instantFromMs(atMs))
      }
      i = end
      await this.passTo(timeOf(i))
    }
  }

  async #write(batch: readonly { id: string; atMs: number }[], fields: Record<string, unknown>): Promise<void> {
    const { db } = this.shop
    const writer = db.bulkWriter({ throttling: false })
    for (const { id, atMs } of batch) {
      const at = Timestamp.fromMillis(atMs)
      const order = { orderId: `#${id}`, status: 'SHIPPED', totalAmount: 10, timestamp: at, updatedAt: at, ...fields }
      void writer.set(db.collection('orders').doc(id), order).then(({ writeTime }) => {
        // As the trigger's report has it.
        const written = writeTime.seconds * 1e6 + Math.floor(writeTime.nanoseconds / 1e3)
        const report = { of: shopIdentity, kind: 'updated', written, events: FieldValue.increment(1), at, expireAt: at }
        return writer.set(reportRef(db, 'firestore.orders', id), report, { merge: true })
      })
    }
    await writer.flush()
    await writer.close()
  }

  /** Moves the clock to a moment, through the runs that are due until then in their order. */
  async passTo(ms: number): Promise<void> {
    for (let due = this.#due.take(ms); due !== null; due = this.#due.take(ms)) {
      const { atMs, task } = due
      await this.#moveTo(atMs)
      if (task === null) await this.#run('scheduled', (worker) => worker.sync())
      else await this.#run('requested', (worker) => runRequested(worker.context, task.scope))
    }
    await this.#moveTo(ms)
  }

  async #moveTo(ms: number): Promise<void> {
    if (ms > this.nowMs) this.shop.pass(ms - this.nowMs)
  }

  async #run(kind: LiveRun['kind'], run: (worker: Worker) => Promise<readonly RunReport[]>): Promise<void> {
    const worker = this.shop.worker()
    const reports = await run(worker)
    const sum = (name: 'firestoreReads' | 'firestoreWrites'): number =>
      reports.reduce((total, report) => total + report[name], 0)
    expect(sum('firestoreReads'), 'the reports tell the reads').toBe(worker.counts.reads)
    expect(sum('firestoreWrites'), 'the reports tell the writes').toBe(worker.counts.writes)
    this.runs.push(...reports.map((report) => ({ kind, atMs: this.nowMs, report })))
  }
}
