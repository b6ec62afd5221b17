import { composeDeps, type Deps } from '../../functions/src/deps.ts'
import type { Clock } from '../../functions/src/lib/clock.ts'
import type { Firestore } from '../../functions/src/lib/firestore.ts'
import type { ListOrdersRequest, ListOrdersResponse, RunReport } from '../../functions/src/model/api.ts'
import type { Config } from '../../functions/src/params.ts'
import { listOrders } from '../../functions/src/query/listOrders.ts'
import { orderStats } from '../../functions/src/query/orderStats.ts'
import { readFirestoreSourceConfig } from '../../functions/src/sources/firestore/config.ts'
import { requestFullRun } from '../../functions/src/sync/requestFullRun.ts'
import { runFullTask } from '../../functions/src/sync/runFull.ts'
import { syncPipeline } from '../../functions/src/sync/syncPipeline.ts'

/*
 * The one place where the benchmark touches what it measures: the functions' own composition, with a database, a clock and
 * a task queue of the benchmark's.
 */

export const pipeline = 'firestore.orders'

/** As the local project sets its params: the shop stamps its updates. */
export const sourceConfig = readFirestoreSourceConfig({ changedAtField: 'updatedAt' })

const config: Config = {
  firestoreSource: sourceConfig,
  requestDelayMs: 3_000,
  lookbackMs: 300_000,
  everyMinutes: 15,
  fullRunEveryMs: null,
  deleteCapPercent: 5,
  journalMs: 90 * 86_400_000,
  reader: { headTtlMs: 5_000, memoryBytes: 400_000_000, rowLimit: 2_000_000 },
  revalidateAfterMs: null,
  adaptiveSchedule: null,
}

/** One instance of Tidemark: what it keeps in memory is its own. */
export interface Tidemark {
  listOrders(request: ListOrdersRequest): Promise<ListOrdersResponse>
  /** Revenue by day. */
  statsByDay(): Promise<unknown>
  /** One incremental run; throws unless it succeeded. */
  sync(): Promise<RunReport>
  /** A full run, from its request to its end. */
  copyEverything(): Promise<void>
}

export function openTidemark(db: Firestore, clock: Clock): Tidemark {
  let tasks = 0
  const deps: Deps = composeDeps(config, {
    db,
    verifier: { firebase: nobody, google: nobody },
    schedulerAccounts: [],
    clock,
    logger: { info() {}, warn() {}, error() {} },
    enqueueFullRun: async () => {
      tasks += 1
    },
    enqueueRun: async () => {},
    scheduler: { read: nobody, reschedule: nobody },
  })
  const [context] = deps.pipelines
  if (context === undefined) throw new Error('No pipeline is configured.')
  return {
    listOrders: (request) => listOrders(deps.reader, request, clock),
    statsByDay: () => orderStats(deps.reader, { by: 'day' }, clock),
    sync: async () => {
      const [run] = (await syncPipeline(context)).runs
      if (run?.status !== 'succeeded') throw new Error(`A run of the benchmark did not succeed: ${JSON.stringify(run)}`)
      return run
    },
    copyEverything: async () => {
      await requestFullRun(context)
      for (; tasks > 0; tasks--) await runFullTask(context)
    },
  }
}

async function nobody(): Promise<never> {
  throw new Error('The benchmark calls the functions inside, where nobody signs in.')
}
