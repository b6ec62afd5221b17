import type { ByteBudget } from '../lib/byteBudget.ts'
import type { Clock } from '../lib/clock.ts'
import type { Firestore } from '../lib/firestore/firestore.ts'
import type { Logger } from '../lib/logger.ts'
import type { Dependent, Pipeline } from '../model/pipeline.ts'
import type { ReportFeed } from '../model/source.ts'
import type { Pace } from './commit/pace.ts'
import type { RunTask } from './requests/runTask.ts'
import type { SchedulePlan } from './schedule/inForce.ts'

export interface SyncSettings {
  /** The distance below the watermark at which a run starts again, in milliseconds. */
  readonly lookbackMs: number
  /** Records a page; one page becomes one commit unless it is too large. Where a source's pages are smaller, several do. */
  readonly pageSize: number
  /** Records a page of a full run, whose commits hold more. */
  readonly fullPageSize: number
  /** The time from the start of one full run until the next is due, in milliseconds; null where it depends on whether runs see updates. */
  readonly fullRunEveryMs: number | null
  /** The cadence after a quiet time, in milliseconds: a run that is asked for then is scheduled to the next multiple. */
  readonly quietCadenceMs: number
  /** The interval at which the scheduler's calls read the window. */
  readonly schedule: SchedulePlan
  /** The share of the cache that a full run may delete (or 20 orders, if that is more) before it stops, in percent. */
  readonly deleteCapPercent: number
  /** The time for which runs, and the states that they replaced, are kept, in milliseconds. */
  readonly journalMs: number
}

/** The bytes of records that all runs of a process may hold at once; what is made of them takes twice as much again. */
export const memoryBytes = 160_000_000

/** The time that runs may take, in milliseconds: a run stops by itself before its function is stopped. */
export interface RunLimits {
  readonly softDeadlineMs: number
  /** The length of a lease: longer than the function's timeout, so that a lease outlives whoever may still write. */
  readonly leaseMs: number
}

/** A pipeline, and all that its runs need from outside. */
export interface SyncContext extends Pipeline {
  readonly db: Firestore
  /** The reports of the pipeline's records: by its source's change feed, or by commits of the pipelines that the records depend on. */
  readonly feed: ReportFeed | null
  /** The pipelines that depend on this one. */
  readonly dependents: readonly Dependent[]
  readonly settings: SyncSettings
  readonly pace: Pace
  readonly limits: { readonly incremental: RunLimits; readonly full: RunLimits }
  readonly clock: Clock
  readonly logger: Logger
  /** The bytes of records that the runs of this process may hold at once. */
  readonly memory: ByteBudget
  /** Asks for one execution of the pipeline's full run; asking twice does no harm. */
  readonly enqueueFullRun: (pipeline: string) => Promise<void>
  /** Hands the task of an incremental run to the queue; one whose id the queue knows is there already. */
  readonly enqueueRun: (task: RunTask) => Promise<void>
}
