import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { momentOfTimestamp } from '../../functions/src/lib/firestore/usage.ts'
import { createReportFeed, reportWrite, type RecordWrite } from '../../functions/src/cache/feed.ts'
import { reportRef } from '../../functions/src/cache/paths.ts'
import { ByteBudget } from '../../functions/src/lib/byteBudget.ts'
import { instantFromMs, shift, type Instant } from '../../functions/src/lib/instant.ts'
import type { Clock } from '../../functions/src/lib/clock.ts'
import type { RunReport } from '../../functions/src/contract/sync.ts'
import type { Order } from '../../functions/src/contract/order.ts'
import { pipelineOf } from '../../functions/src/model/pipeline.ts'
import type { Stream } from '../../functions/src/model/stream.ts'
import { readFirestoreSourceConfig } from '../../functions/src/sources/firestore/config.ts'
import { createOrderSource } from '../../functions/src/sources/firestore/orderSource.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { memoryBytes, type RunLimits, type SyncContext, type SyncSettings } from '../../functions/src/sync/context.ts'
import { linksOf } from '../../functions/src/sync/links.ts'
import { requestFullRun, type FullRunWishes } from '../../functions/src/sync/full/requestFullRun.ts'
import { unlimitedPace, type Pace } from '../../functions/src/sync/commit/pace.ts'
import type { RunTask } from '../../functions/src/sync/requests/runTask.ts'
import { runFullTask, type FullTaskOutcome } from '../../functions/src/sync/full/runFull.ts'
import { syncPipeline } from '../../functions/src/sync/syncPipeline.ts'
import { databaseOf, processOn, type ClientCounts, type Faults } from './firestore.ts'

export const pipeline = 'firestore.orders'
/** The identity of a shop's orders. */
export const shopIdentity = '(default)/orders'

/** An order as a shop writes it. `updatedAt` and `timestamp` are Firestore timestamps here. */
export interface ShopOrder {
  readonly orderId: string
  readonly status: string
  readonly totalAmount: number
  readonly timestamp: Timestamp
  readonly updatedAt: Timestamp
  readonly [field: string]: unknown
}

export interface ShopOptions {
  /** A project that another process uses too; by default one of its own. */
  readonly projectId?: string
  readonly settings?: Partial<SyncSettings>
  readonly limits?: Partial<RunLimits>
  /** The pace of runs; by default that of the emulators, where nothing slows a run. */
  readonly pace?: Pace
  /** The memory that the runs of one process share; by default this shop's alone. */
  readonly memory?: ByteBudget
  readonly source?: Parameters<typeof readFirestoreSourceConfig>[0]
  /** The stream as another deployment declares it. */
  readonly stream?: Stream<Order>
}

/** One simulated process; it dies by its faults, and its lease then runs out. */
export interface Worker {
  readonly context: SyncContext
  readonly counts: ClientCounts
  sync(): Promise<readonly RunReport[]>
  fullTask(): Promise<FullTaskOutcome>
}

/** A shop's database on the emulator, a clock that a test can move, and workers that sync it. */
export class Shop {
  readonly db: Firestore
  readonly #options: ShopOptions
  readonly #memory: ByteBudget
  /** Full runs that were asked for and not yet run: the task queue. */
  tasks = 0
  /** The tasks of requested runs that were ever asked for, by their ids: a queue takes each once. */
  readonly runTasks = new Map<string, RunTask>()
  #skewMs = 0
  /** The moment at which the clock was stopped; null while it runs. */
  #stoppedAtMs: number | null = null
  #id = 0

  constructor(options: ShopOptions = {}) {
    this.#options = options
    this.#memory = options.memory ?? new ByteBudget(memoryBytes)
    this.db = databaseOf(options.projectId)
  }

  /** Lets time pass for leases and bounds. */
  pass(ms: number): void {
    this.#skewMs += ms
  }

  /** Stops the clock: from here on only the test moves it. */
  stopClock(): void {
    this.#stoppedAtMs ??= Date.now()
  }

  /** Now by the database's clock, as the test has moved it. */
  now(): Timestamp {
    return Timestamp.fromMillis(this.#nowMs())
  }

  #nowMs(): number {
    return (this.#stoppedAtMs ?? Date.now()) + this.#skewMs
  }

  worker(faults?: Faults, options: ShopOptions = this.#options): Worker {
    const { db, counts } = processOn(this.db, faults)
    const context = this.#contextOn(db, options)
    return {
      context,
      counts,
      sync: async () => (await syncPipeline(context)).runs,
      fullTask: () => runFullTask(context),
    }
  }

  #contextOn(db: Firestore, options: ShopOptions): SyncContext {
    const source = createOrderSource(
      db,
      readFirestoreSourceConfig({ changedAtField: 'updatedAt', ...options.source }),
      (identity) => createReportFeed(db, pipeline, identity),
    )
    const limits = { softDeadlineMs: 60_000, leaseMs: 120_000, ...options.limits }
    const own = pipelineOf(source, options.stream ?? orderStream)
    return {
      ...own,
      ...linksOf(db, own, [own]),
      db,
      settings: {
        lookbackMs: 300_000,
        pageSize: 100,
        fullPageSize: options.settings?.pageSize ?? 100,
        fullRunEveryMs: Number.POSITIVE_INFINITY,
        deleteCapPercent: 5,
        journalMs: 90 * 86_400_000,
        quietCadenceMs: 3_000,
        schedule: { everyMinutes: 15, isAdaptive: false },
        ...options.settings,
      },
      pace: options.pace ?? unlimitedPace,
      limits: { incremental: limits, full: limits },
      clock: this.#clock(),
      logger: { info() {}, warn() {}, error() {} },
      memory: this.#memory,
      enqueueFullRun: async () => {
        this.tasks += 1
      },
      enqueueRun: async (task) => {
        this.runTasks.set(task.id, task)
      },
    }
  }

  #clock(): Clock {
    return {
      now: () => this.#nowMs(),
      serverTime: (readTime) =>
        this.#stoppedAtMs === null ? shift(readTime, this.#skewMs) : instantFromMs(this.#nowMs()),
      // Nobody waits: where the test moves the clock, time passes.
      sleep: async (ms) => {
        if (this.#stoppedAtMs !== null) this.pass(ms)
      },
      random: () => 0.5,
      randomId: () => `run${String((this.#id += 1)).padStart(6, '0')}`,
    }
  }

  /** A whole full run by healthy workers; returns how many tasks it took. */
  async fullRun(worker: Worker = this.worker(), wishes: FullRunWishes = {}): Promise<number> {
    await requestFullRun(worker.context, wishes)
    return this.drain(worker)
  }

  /** Runs the tasks that are waiting, and those that they ask for. */
  async drain(worker: Worker = this.worker()): Promise<number> {
    let ran = 0
    for (; this.tasks > 0; ran++) {
      if (ran > 100) throw new Error('The full run asks for more and more tasks.')
      this.tasks -= 1
      await worker.fullTask()
    }
    return ran
  }

  /** Writes an order as the shop does. */
  async put(id: string, order: Partial<ShopOrder> = {}, collection = 'orders'): Promise<ShopOrder> {
    const at = this.now()
    const full: ShopOrder = {
      orderId: `#${id}`,
      status: 'PENDING',
      totalAmount: 10,
      timestamp: at,
      updatedAt: at,
      ...order,
    }
    await this.db.collection(collection).doc(id).set(full)
    return full
  }

  /** Writes many orders in few requests. */
  async putMany(
    orderIds: readonly string[],
    make: (id: string, i: number) => Partial<ShopOrder> = () => ({}),
    collection = 'orders',
  ): Promise<void> {
    const writer = this.db.bulkWriter({ throttling: false })
    const at = this.now()
    orderIds.forEach((id, i) => {
      const base = { orderId: `#${id}`, status: 'PENDING', totalAmount: 10, timestamp: at, updatedAt: at }
      void writer.set(this.db.collection(collection).doc(id), { ...base, ...make(id, i) })
    })
    await writer.close()
  }

  /**
   * Reports a write as the trigger does, at the time that the test has moved to. `version` is what its event says; without
   * one that of the order as it is, or for a deletion the moment.
   */
  async report(
    id: string,
    kind: RecordWrite['kind'] = 'updated',
    { version, of = shopIdentity }: { readonly version?: Instant; readonly of?: string } = {},
  ): Promise<void> {
    const report = reportRef(this.db, pipeline, id)
    const write = { of, sourceId: id, kind, version: version ?? (await this.versionOf(id)) }
    await reportWrite(this.db, pipeline, write, this.now().toMillis())
    await report.update({ at: this.now() })
  }

  /** The version that an event of this moment gives an order: its update time, or the time of its deletion. */
  async versionOf(id: string, collection = 'orders'): Promise<Instant> {
    const { updateTime, readTime } = await this.db.collection(collection).doc(id).get()
    return momentOfTimestamp(updateTime ?? readTime)
  }

  async remove(id: string, collection = 'orders'): Promise<void> {
    await this.db.collection(collection).doc(id).delete()
  }
}

/** `count` ids that sort as they count. */
export function ids(count: number, prefix = 'o'): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(6, '0')}`)
}
