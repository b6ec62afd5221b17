import { Timestamp, type Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { reportRef } from '../../functions/src/cache/paths.ts'
import { momentOfTimestamp } from '../../functions/src/lib/firestore/usage.ts'
import type { RunTask } from '../../functions/src/sync/requests/runTask.ts'
import { countedClient } from '../../tools/local/countedClient.ts'
import { DueRuns, type DueRun } from '../../tools/local/dueRuns.ts'
import type { SampleOrder } from '../../tools/samples/orders.ts'
import { billed, type Billed } from '../lab/billed.ts'
import type { VirtualClock } from '../lab/clock.ts'
import type { BenchShop } from '../lab/shop.ts'
import type { Bill } from '../reads/tally.ts'
import { defaultConfig, openTidemark, type Tidemark } from './instance.ts'

/** An order as the shop writes it at a moment. */
export interface Trade {
  readonly atMs: number
  readonly order: SampleOrder
  readonly isNew: boolean
}

/** A run, what it was billed on the wire, and how long it took. */
export interface DeployedRun extends Pick<Billed<unknown>, 'bill' | 'ms'> {
  readonly kind: 'requested' | 'scheduled'
  readonly atMs: number
  /** The changes that it brought into the cache. */
  readonly brought: number
}

/** No run is asked for within so long of a change, in milliseconds. */
const gatherMs = 3_000
const ordersPerBatch = 400

/**
 * Tidemark as it is deployed by default: with its trigger, its task queue and its scheduler, on a clock that only the
 * benchmark moves. Throws where a run's report is not what went over the wire.
 */
export class Deployment {
  readonly runs: DeployedRun[] = []
  /** The trigger's calls: one for each write of the shop. */
  readonly calls: Pick<Billed<unknown>, 'bill' | 'ms'>[] = []
  /** The ids of the orders that the shop wrote. */
  readonly changed = new Set<string>()
  readonly #client: Firestore
  readonly #shop: BenchShop
  readonly #clock: VirtualClock
  readonly #due: DueRuns
  readonly #trigger: CountedFunction
  readonly #worker: CountedFunction

  /** `client` is of the shop's own database, which a full run has copied before. */
  constructor(client: Firestore, shop: BenchShop, clock: VirtualClock) {
    this.#client = client
    this.#shop = shop
    this.#clock = clock
    const tasks = new Map<string, RunTask>()
    this.#due = new DueRuns(tasks, clock.now())
    const enqueue = async (task: RunTask): Promise<void> => void tasks.set(task.id, task)
    const open = (): CountedFunction => {
      const { db, counts } = countedClient(client)
      return { tidemark: openTidemark(db, clock, defaultConfig, enqueue), counts }
    }
    this.#trigger = open()
    this.#worker = open()
  }

  /** The shop writes orders at their times, ascending, and the trigger hears of each; runs come in between as they are due. */
  async trade(trades: readonly Trade[]): Promise<void> {
    for (let left = trades; left[0] !== undefined;) {
      const [{ atMs }] = left
      await this.passTo(atMs)
      // Nothing is asked of the database before the next run, so what comes until then is written at once.
      const untilMs = Math.min(this.#due.next.atMs, atMs + gatherMs)
      const later = left.findIndex((trade) => trade.atMs >= untilMs)
      const batch = left.slice(0, later === -1 ? ordersPerBatch : Math.min(later, ordersPerBatch))
      await this.#write(batch)
      left = left.slice(batch.length)
    }
  }

  /** Lets the time pass until a moment (epoch milliseconds), with the runs that are due until then. */
  async passTo(ms: number): Promise<void> {
    for (let due = this.#due.take(ms); due !== null; due = this.#due.take(ms)) {
      this.#moveTo(due.atMs)
      await this.#run(due)
    }
    this.#moveTo(ms)
  }

  /** Lets the time pass until right after the scheduler's next run. */
  async passToScheduledRun(): Promise<void> {
    await this.passTo(this.#due.scheduledMs + 1)
  }

  async #write(batch: readonly Trade[]): Promise<void> {
    await this.#shop.write(batch.map(({ order }) => order))
    const orders = this.#client.collection('orders')
    const written = await this.#client.getAll(...batch.map(({ order }) => orders.doc(order.id)))
    for (const [i, { atMs, isNew }] of batch.entries()) {
      const snapshot = written[i]
      if (snapshot?.updateTime === undefined) throw new Error('The shop has written this order.')
      this.#moveTo(atMs)
      const { id: sourceId, updateTime } = snapshot
      const kind = isNew ? 'created' : 'updated'
      const write = { sourceId, kind, version: momentOfTimestamp(updateTime) } as const
      const { bill, ms } = await billed(this.#trigger.counts, () => this.#trigger.tidemark.hearOf(write))
      this.calls.push({ bill, ms })
      this.changed.add(sourceId)
      // The emulator stamps reports by its own clock, so they are moved to this one, by a client that nobody counts.
      const at = Timestamp.fromMillis(this.#clock.now())
      await reportRef(this.#client, 'firestore.orders', sourceId).update({ at })
    }
  }

  async #run({ atMs, task }: DueRun): Promise<void> {
    const { tidemark, counts } = this.#worker
    const work = () => (task === null ? tidemark.sync() : tidemark.work(task))
    const { value: report, bill, ms } = await billed(counts, work)
    if (report.firestoreReads !== bill.reads || report.firestoreWrites !== bill.writes) {
      throw new Error(
        `A run reports ${report.firestoreReads} reads and ${report.firestoreWrites} writes, ` +
          `but ${bill.reads} and ${bill.writes} went over the wire.`,
      )
    }
    const brought = report.created + report.updated + report.deleted
    this.runs.push({ kind: task === null ? 'scheduled' : 'requested', atMs, brought, bill, ms })
  }

  /** A run that had to wait has moved the clock itself: it never goes back. */
  #moveTo(ms: number): void {
    this.#clock.moveTo(Math.max(ms, this.#clock.now()))
  }
}

/** An instance that only answers one kind of call, and its client's counts. */
interface CountedFunction {
  readonly tidemark: Tidemark
  readonly counts: Bill
}
