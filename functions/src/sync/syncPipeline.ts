import { boundOfInputs } from '../cache/inputRows.ts'
import type { Lease } from '../cache/lease.ts'
import { openLease } from '../cache/openLease.ts'
import type { RunMode, RunReport } from '../contract/sync.ts'
import type { OrderStatus } from '../contract/order.ts'
import { failureOf } from '../lib/failure.ts'
import { msOf, type Instant } from '../lib/instant.ts'
import { Meter } from '../lib/meter.ts'
import type { PipelineState } from '../model/state.ts'
import { failuresInARow } from './commit/ending.ts'
import type { SyncContext } from './context.ts'
import { requestFullRun, type FullRunWishes } from './full/requestFullRun.ts'
import { isForeign, isRefused, isWhole } from './identity.ts'
import { fullRunEveryMs } from './incremental/changeTimes.ts'
import { runIncremental } from './incremental/runIncremental.ts'
import { runPartial } from './incremental/runPartial.ts'
import { isRecentDue, runRecent } from './incremental/runRecent.ts'
import { areRunsUsedUp, hasOtherSettings } from './ownFullRuns.ts'
import { failedReport, reportOfEnded, runningReport, skippedReport } from './runReport.ts'
import { busyCadenceOf, runTaskAfter, type RunScope } from './requests/runTask.ts'

/** The runs of one call for one pipeline, and the watermark document as the runs left it. */
export interface PipelineSync {
  readonly runs: readonly RunReport[]
  readonly state: PipelineState
  /** The kind of run that this call has to be followed up behind: such a run held the lease, or its deadline left something unread. */
  readonly inTheWay: RunMode | null
  /** The dependent pipelines that the runs have reported to. */
  readonly reported: readonly string[]
  /** The present moment, by Firestore's clock. */
  readonly now: Instant
}

/** The scope of a run: a window, reports, recent records, or the cached orders of some statuses. */
export type SyncScope = RunScope | { readonly statuses: readonly OrderStatus[] }

/** The moment at which a call that begins now has to stop, in milliseconds of the machine's clock. */
export function deadlineOf({ clock, limits }: Pick<SyncContext, 'clock' | 'limits'>): number {
  return clock.now() + limits.incremental.softDeadlineMs
}

/**
 * Syncs one pipeline: an incremental run of the scope; a full run where the cache was never made whole from the source that
 * the settings name; both where the last full run is too long ago. Answers `skipped` when another run holds the lease.
 * Nothing goes on afterwards but what a task was asked for. At `deadlineMs` it stops by itself.
 */
export async function syncPipeline(
  context: SyncContext,
  scope: SyncScope = 'window',
  deadlineMs = deadlineOf(context),
): Promise<PipelineSync> {
  const pipeline = context.id
  const { identity } = context.source
  const meter = new Meter()
  const outcome = await openLease(
    { db: context.db, clock: context.clock, meter },
    {
      pipeline,
      runIdFor: (state) => (isWhole(state, identity) ? context.clock.randomId() : null),
      mode: 'incremental',
      leaseMs: context.limits.incremental.leaseMs,
      commitEveryMs: context.pace.commitEveryMs,
      journalMs: context.settings.journalMs,
      mapping: context.source.mapping,
    },
  )
  if (outcome.kind === 'idle') {
    const { state, now } = outcome
    const inTheWay = state.fullRun === null ? null : 'full'
    return { runs: await startNeededRun(context, state, now, meter), state, inTheWay, reported: [], now }
  }
  if (outcome.kind === 'held') {
    const { state, now } = outcome
    const { fullRun, lease } = state
    const isNeeded = fullRun !== null && !isForeign(fullRun, identity) && !isWhole(state, identity)
    const report = isNeeded ? runningReport(pipeline, fullRun) : skippedReport(state, meter)
    return { runs: [report], state, inTheWay: lease.holder?.mode ?? null, reported: [], now }
  }
  const { lease } = outcome
  const { report, isComplete, reported } = await runOf(scope, context, lease, meter, deadlineMs)
  const inTheWay = isComplete ? null : 'incremental'
  // A request that came in meanwhile, or one whose task died, is asked for again.
  const { fullRun, damage, verify } = lease.state
  const isChanged = hasOtherSettings(lease.state, context) && !areRunsUsedUp(lease.state, context, lease.now())
  const isAsked = fullRun !== null || damage !== null || verify || isChanged
  const isDue = isAsked || isFullRunDue(context, lease.state, lease.now())
  const runs = isDue ? [report, await startFullRun(context, { isForSettings: isChanged })] : [report]
  const now = lease.now()
  // A full run reads them, too.
  if (scope === 'window' && !isDue && isRecentDue(context, lease.state, now)) await requestRecent(context, now)
  return { runs, state: lease.state, inTheWay, reported, now }
}

/** One run of a scope. `isComplete` is false where its deadline left something. */
async function runOf(
  scope: SyncScope,
  context: SyncContext,
  lease: Lease,
  meter: Meter,
  deadlineMs: number,
): ReturnType<typeof runIncremental> {
  if (scope === 'recent') return runRecent(context, lease, meter, deadlineMs)
  if (typeof scope === 'string') return runIncremental(context, lease, meter, scope, deadlineMs)
  return { ...(await runPartial(context, lease, meter, scope.statuses, deadlineMs)), isComplete: true }
}

/** Asks for a run that reads recent records again. Where it cannot be asked for, the next window's run asks again. */
async function requestRecent({ id, enqueueRun, settings, logger }: SyncContext, now: Instant): Promise<void> {
  try {
    await enqueueRun(runTaskAfter(id, 'recent', now, busyCadenceOf(settings.quietCadenceMs)))
  } catch (error) {
    logger.warn('[SYNC] the run that reads recent records again could not be asked for', {
      pipeline: id,
      cause: failureOf(error).detail,
    })
  }
}

/**
 * Starts the full run without which no other may begin. One that failed is told with the next one's start, for no other run
 * would ever say so; one that stopped itself is told alone, until it is time to try again.
 */
async function startNeededRun(
  context: SyncContext,
  state: PipelineState,
  now: Instant,
  meter: Meter,
): Promise<RunReport[]> {
  const { identity, strategy } = context.source
  // Before all that it is computed from was copied once, there is nothing that it could vouch for.
  const isTooEarly = strategy === 'derived' && (await boundOfInputs(context.db, context.inputs, meter)) === null
  if (isTooEarly) return [skippedReport(state, meter)]
  const { fullRun, lastFullRun, refused, bound } = state
  const isOfThis = bound === null || refused?.identity === identity
  const hasFailed = fullRun === null && lastFullRun?.status === 'failed' && isOfThis
  if (!hasFailed) return [await startFullRun(context)]
  const failed = reportOfEnded(lastFullRun)
  return isRefused(state, identity, now) ? [failed] : [failed, await startFullRun(context)]
}

/** Asks for a full run. A failure to ask marks no other run: this run's own report says that it failed. */
async function startFullRun(context: SyncContext, wishes?: FullRunWishes): Promise<RunReport> {
  const pipeline = context.id
  try {
    return runningReport(pipeline, await requestFullRun(context, wishes))
  } catch (error) {
    return failedReport(context, 'full', error)
  }
}

/** The least time between two full runs that failing runs start, in milliseconds. */
const fallBackEveryMs = 6 * 3_600_000

function isFullRunDue(context: SyncContext, state: PipelineState, now: Instant): boolean {
  const { lastFullAttemptAt, refused, failedRuns } = state
  // While the settings named another source nothing was reported of this one.
  if (refused !== null) return true
  const dueMs = fullRunEveryMs(context.settings.fullRunEveryMs, context.source, state)
  const everyMs = failedRuns >= failuresInARow ? Math.min(dueMs, fallBackEveryMs) : dueMs
  return lastFullAttemptAt === null || msOf(now) - msOf(lastFullAttemptAt) >= everyMs
}
