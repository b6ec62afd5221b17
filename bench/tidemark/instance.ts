import type { ListOrdersRequest, ListOrdersResponse } from '../../functions/src/contract/api.ts'
import type { RunReport } from '../../functions/src/contract/sync.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import { orderStats } from '../../functions/src/engine/orders/orderStats.ts'
import type { Clock } from '../../functions/src/lib/clock.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { readConfig, type Config } from '../../functions/src/config.ts'
import { readFirestoreSourceConfig } from '../../functions/src/sources/firestore/config.ts'
import { reportWrite, type RecordWrite } from '../../functions/src/cache/feed.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { runRequested } from '../../functions/src/sync/requests/requestedRun.ts'
import type { RunTask } from '../../functions/src/sync/requests/runTask.ts'
import { syncPipeline } from '../../functions/src/sync/syncPipeline.ts'
import { composedIn, nobody } from '../../tools/engine/composition.ts'

/*
 * The functions as the benchmark measures them: their own composition, with a database, a clock and a task queue of the benchmark's.
 */

export const pipeline = 'firestore.orders'

/** Every param as it is by default: the change feed on; runs find new orders by their time, and updates by their reports. */
export const defaultConfig = readConfig({})
/** Without the change feed, of a shop that stamps its updates; else as by default. */
export const configWithoutFeed = readConfig({ CHANGE_FEED: 'false', ORDERS_CHANGED_AT_FIELD: 'updatedAt' })
export const sourceConfig = readFirestoreSourceConfig({ changedAtField: 'updatedAt' })

/** One instance of Tidemark, with a memory of its own. */
export interface Tidemark {
  listOrders(request: ListOrdersRequest): Promise<ListOrdersResponse>
  /** Revenue by day. */
  statsByDay(): Promise<unknown>
  /** The scheduler's run; throws unless it succeeded. */
  sync(): Promise<RunReport>
  /** The run that a task was asked for; throws unless it succeeded. */
  work(task: RunTask): Promise<RunReport>
  /** A full run, from its request to its end. */
  copyEverything(): Promise<void>
  /** Reports a write and asks for a run, as the trigger does. */
  hearOf(write: Omit<RecordWrite, 'of'>): Promise<void>
}

export function openTidemark(
  db: Firestore,
  clock: Clock,
  config: Config = configWithoutFeed,
  enqueueRun: SyncContext['enqueueRun'] = nobody,
): Tidemark {
  let tasks = 0
  const deps = composedIn(config, {
    db,
    clock,
    secretOf: () => '',
    enqueueFullRun: async () => {
      tasks += 1
    },
    enqueueRun,
  })
  const [context] = deps.pipelines
  if (context === undefined) throw new Error('No pipeline is configured.')
  return {
    listOrders: (request) => listOrders(deps.reader, request, clock),
    statsByDay: () => orderStats(deps.reader, { by: 'day' }, deps.timeZone, clock),
    sync: async () => succeeded((await syncPipeline(context)).runs),
    work: async ({ scope }) => succeeded(await runRequested(context, scope)),
    copyEverything: async () => {
      await requestFullRun(context)
      for (; tasks > 0; tasks--) await runFullTask(context)
    },
    hearOf: async (write) => {
      const reportedAt = await reportWrite(db, pipeline, { ...write, of: context.source.identity }, clock.now())
      await deps.requestRun(pipeline, clock.serverTime(reportedAt))
    },
  }
}

/** The only run of a call; throws unless it succeeded. */
function succeeded(runs: readonly RunReport[]): RunReport {
  const [run, ...others] = runs
  if (run?.status === 'succeeded' && others.length === 0) return run
  throw new Error(`A run of the benchmark did not succeed: ${JSON.stringify(runs)}`)
}
