import { openLease } from '../cache/lease.ts'
import { msOf, type Instant } from '../lib/instant.ts'
import { Meter } from '../lib/meter.ts'
import type { RunReport } from '../model/api.ts'
import { pipelineOf } from '../model/source.ts'
import type { PipelineState } from '../model/state.ts'
import type { SyncContext } from './context.ts'
import { failedReport, reportOfEnded, runningReport, skippedReport } from './report.ts'
import { requestFullRun } from './requestFullRun.ts'
import { runIncremental } from './runIncremental.ts'

/** The runs of one call for one pipeline, and its watermark document as they left it. */
export interface PipelineSync {
  readonly runs: readonly RunReport[]
  readonly state: PipelineState
}

/**
 * What the scheduler's call does for one pipeline: an incremental run; a full run where there never was one; both where
 * the last full run is too long ago. Answers `skipped` when another run holds the lease. Nothing goes on afterwards but
 * what a task was asked for.
 */
export async function syncPipeline(context: SyncContext): Promise<PipelineSync> {
  const pipeline = pipelineOf(context.source)
  const meter = new Meter()
  const outcome = await openLease(
    { db: context.db, clock: context.clock, meter },
    {
      pipeline,
      runIdFor: (state) => (state.bound === null ? null : context.clock.randomId()),
      mode: 'incremental',
      leaseMs: context.limits.incremental.leaseMs,
      journalMs: context.settings.journalMs,
    },
  )
  if (outcome.kind === 'idle') return { runs: await startFirstRun(context, outcome.state), state: outcome.state }
  if (outcome.kind === 'held') {
    const { state } = outcome
    const { bound, fullRun } = state
    const isFirst = bound === null && fullRun !== null
    return { runs: [isFirst ? runningReport(pipeline, fullRun) : skippedReport(state)], state }
  }
  const { lease } = outcome
  const report = await runIncremental(context, lease, meter)
  // A request that came in meanwhile, or one whose task died, is asked for again.
  const { fullRun, damage, verify } = lease.state
  const isDue = fullRun !== null || damage !== null || verify || isFullRunDue(context, lease.state, lease.now())
  return { runs: isDue ? [report, await startFullRun(context)] : [report], state: lease.state }
}

/** A first full run that failed is told with the next one's start: until one succeeds, no other run would ever say so. */
async function startFirstRun(context: SyncContext, { fullRun, lastFullRun }: PipelineState): Promise<RunReport[]> {
  const started = await startFullRun(context)
  return fullRun === null && lastFullRun?.status === 'failed' ? [reportOfEnded(lastFullRun), started] : [started]
}

/** A full run that cannot be asked for marks no other run: its own report says that it failed. */
async function startFullRun(context: SyncContext): Promise<RunReport> {
  const pipeline = pipelineOf(context.source)
  try {
    return runningReport(pipeline, await requestFullRun(context))
  } catch (error) {
    return failedReport(context, 'full', error)
  }
}

function isFullRunDue(context: SyncContext, state: PipelineState, now: Instant): boolean {
  const { lastFullAttemptAt } = state
  return lastFullAttemptAt === null || msOf(now) - msOf(lastFullAttemptAt) >= context.settings.fullRunEveryMs
}
