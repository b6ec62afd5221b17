import { cacheOf } from '../../functions/src/cache/paths.ts'
import { readState } from '../../functions/src/cache/state.ts'
import type { SyncOrdersResponse } from '../../functions/src/contract/sync.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs, type Instant } from '../../functions/src/lib/instant.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import type { ServerClock } from '../../functions/src/lib/serverClock.ts'
import type { Pipeline } from '../../functions/src/model/pipeline.ts'
import { sourceIdOf } from '../../functions/src/model/stream.ts'
import type { SyncContext, SyncSettings } from '../../functions/src/sync/context.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { linksOf } from '../../functions/src/sync/links.ts'
import { runRequested } from '../../functions/src/sync/requests/requestedRun.ts'
import { syncAll } from '../../functions/src/sync/syncAll.ts'
import type { Faults } from './firestore.ts'
import { stampedBy } from './reportTimes.ts'
import { Shop } from './shop.ts'

/** A process that syncs: its connection to the database, and a clock that goes by the database's. */
export interface SyncProcess {
  readonly db: Firestore
  readonly clock: ServerClock
}

/** A database of its own, whose clock only a test moves. */
export function stoppedShop(settings: Partial<SyncSettings>): Shop {
  const shop = new Shop({ settings: { fullRunEveryMs: 168 * 3_600_000, ...settings } })
  shop.stopClock()
  return shop
}

/** Pipelines that depend on each other, with a database of their own and a clock that only a test moves. */
export abstract class TiedPipelines<Name extends string = string> {
  readonly shop: Shop
  readonly fullRuns = new Set<Name>()
  /** The time that passes before each run, in milliseconds. */
  protected readonly pauseMs: number = 10_000

  constructor(shop: Shop = stoppedShop({ pageSize: 3 })) {
    this.shop = shop
  }

  /** The pipelines as a process has them. */
  protected abstract pipelinesIn(process: SyncProcess): readonly Pipeline[]

  now(): Instant {
    return instantFromMs(this.shop.now().toMillis())
  }

  contexts(faults: Faults = {}): SyncContext[] {
    const { context } = this.shop.worker(stampedBy(this.shop, faults))
    const { db } = context
    const all = this.pipelinesIn({ db, clock: { ...context.clock, serverNow: () => this.now() } })
    return all.map((pipeline) => ({
      ...context,
      ...pipeline,
      ...linksOf(db, pipeline, all),
      enqueueFullRun: async (id) => {
        this.fullRuns.add(id as Name)
      },
    }))
  }

  context(name: Name, faults?: Faults): SyncContext {
    const found = this.contexts(faults).find(({ id }) => id === name)
    if (found === undefined) throw new Error(`There is no ${name}.`)
    return found
  }

  /** Syncs as the scheduler does: one call for all, then the tasks that it asked for. */
  async sync(faults?: Faults): Promise<SyncOrdersResponse> {
    this.shop.pass(this.pauseMs)
    const answer = await syncAll(this.contexts(faults))
    await this.drain(faults)
    return answer
  }

  async fullRun(name: Name, faults?: Faults): Promise<void> {
    this.shop.pass(this.pauseMs)
    await requestFullRun(this.context(name, faults), { maxDeletes: 100 })
    await this.drain(faults)
  }

  async drain(faults?: Faults): Promise<void> {
    for (const name of this.fullRuns) {
      this.fullRuns.delete(name)
      await runFullTask(this.context(name, faults))
    }
  }

  /** The tasks of requested runs that were asked for since the last time, and those that they ask for. */
  async requested(): Promise<string[]> {
    const ran: string[] = []
    for (const [id, { pipeline, scope }] of this.shop.runTasks) {
      this.shop.runTasks.delete(id)
      this.shop.pass(this.pauseMs)
      await runRequested(this.context(pipeline as Name), scope)
      ran.push(pipeline)
    }
    return ran
  }

  async cached(name: Name): Promise<Map<string, Record<string, unknown>>> {
    const { docs } = await this.shop.db.collection(cacheOf(name).documents).get()
    return new Map(docs.map((document) => [sourceIdOf(document.id), document.data()]))
  }

  async bound(name: Name): Promise<string | null> {
    return (await readState(this.shop.db, name, new Meter())).state?.bound ?? null
  }
}
