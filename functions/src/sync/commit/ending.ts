import { missingHead } from '../../cache/head.ts'
import type { Lease, StatePatch } from '../../cache/lease.ts'
import { headRef, runRef } from '../../cache/paths.ts'
import type { RunReport, RunStatus } from '../../contract/api.ts'
import type { Head } from '../../engine/encoding/head.ts'
import { isDamage, LeaseLostError } from '../../lib/errors.ts'
import { failureOf } from '../../lib/failure.ts'
import { FieldValue, type WriteBatch } from '../../lib/firestore/firestore.ts'
import { grpcStatus, statusOf } from '../../lib/firestore/grpc.ts'
import { later } from '../../lib/instant.ts'
import { alertKinds, openAfter, writeAlerts, type AlertChange } from '../alerts/alerts.ts'
import { endedRunOf, reportOf, summaryOf } from '../report.ts'
import { withRun } from '../schedule/stretches.ts'
import type { Run } from './run.ts'

/** What a run's last commit holds beside its report. */
export interface Ending {
  readonly alerts?: readonly AlertChange[]
  /** Further writes, and how many documents they are. */
  readonly extra?: { readonly count: number; write(batch: WriteBatch): void }
  readonly error?: string
}

/**
 * Closes the run in the journal and the watermark document, gives the lease back, and reports: one commit, with what the run
 * has held back.
 */
export async function endRun(run: Run, status: RunStatus, patch: StatePatch, ending: Ending = {}): Promise<RunReport> {
  const { context, lease, mode } = run
  const alerts = ending.alerts ?? run.endingAlerts([])
  const held = run.planHeld(patch)
  const freshness = freshnessAfter(run, patch)
  const isHeadDue = freshness !== null && (held === null || held.after === null)
  const writes = 1 + Number(isHeadDue) + alerts.length + (ending.extra?.count ?? 0) + (held?.count ?? 0)
  const after = held?.patch ?? patch
  const outcome = {
    runId: lease.runId,
    pipeline: lease.pipeline,
    mode,
    status,
    counts: run.counts.with(1 + writes + lease.writesOnTaking),
    watermark: after.watermark === undefined ? lease.state.watermark : after.watermark,
    ...(ending.error === undefined ? {} : { error: ending.error }),
  }
  const startedAt = lease.state.fullRun?.startedAt ?? lease.startedAt
  const ended = endedRunOf(outcome, mode === 'full' ? startedAt : lease.startedAt, lease.now())
  const last = mode === 'full' ? { lastRun: ended, lastFullRun: ended } : { lastRun: ended }
  const recent = mode === 'incremental' && freshness !== null ? recentAfter(run, freshness) : {}
  const isKept = mode === 'full' && status === 'succeeded'
  const expireAt = isKept ? FieldValue.delete() : lease.journalUntil
  const opened = held === null || run.isJournaled ? {} : run.openJournal()
  const released = lease.release(
    { ...after, ...last, ...recent, openAlerts: openAfter(lease.state.openAlerts, alerts) },
    writes,
    (batch) => {
      held?.write(batch)
      batch.set(runRef(context.db, lease.runId), { ...opened, ...ended, expireAt }, { merge: true })
      if (isHeadDue) writeFreshness(batch, run, freshness)
      writeAlerts(context.db, batch, lease.pipeline, lease.now(), alerts)
      ending.extra?.write(batch)
    },
    held?.begun,
  )
  await released.catch((error: unknown) => {
    run.dropHeld(false)
    // Of all that is written only the head has to be there already.
    throw statusOf(error) === grpcStatus.notFound ? missingHead(lease.pipeline) : error
  })
  run.dropHeld(true)
  const report = reportOf(outcome)
  const members = { runId: lease.runId, pipeline: lease.pipeline, counts: outcome.counts }
  if (status === 'failed') context.logger.error(summaryOf(report, outcome.counts), members)
  else context.logger.info(summaryOf(report, outcome.counts), members)
  return report
}

/** How fresh the head says that it is. */
type Freshness = Pick<Head, 'bound' | 'reportsBound'>

/** Writes how fresh the head is; fails with NOT_FOUND where there is none and ought to be: nothing else would notice. */
function writeFreshness(batch: WriteBatch, { context, lease }: Run, freshness: Freshness): void {
  const head = headRef(context.db, lease.pipeline)
  const { cacheVersion } = lease.state
  if (cacheVersion > 0) batch.update(head, { ...freshness })
  else batch.set(head, { pipeline: lease.pipeline, cacheVersion, ...freshness }, { merge: true })
}

/** The age that the head tells after a run that read something through to its end; null where the run did not. */
function freshnessAfter({ lease }: Run, patch: StatePatch): Freshness | null {
  if (patch.bound === undefined && patch.reports === undefined) return null
  const { bound, reports } = { ...lease.state, ...patch }
  return { bound, reportsBound: reports?.bound ?? null }
}

/** What a run that succeeded adds to what is known of the rate of changes. A full run finds those of any time, and adds none. */
function recentAfter({ lease, counts }: Run, { bound, reportsBound }: Freshness): StatePatch {
  const until = later(bound, reportsBound)
  if (until === null) return {}
  const { created, updated, deleted } = counts.with(0)
  const from = lease.state.bound ?? until
  return {
    recentStretches: withRun(lease.state.recentStretches, { from, until, changes: created + updated + deleted }),
  }
}

/** Closes a run that failed: `patch` says what of it stays. Never throws; a lost lease runs out by itself. */
export async function failRun(run: Run, cause: unknown, patch: StatePatch, ending: Ending = {}): Promise<RunReport> {
  const { context, lease } = run
  const error = isDamage(cause) ? await damageOrLoss(lease, cause) : cause
  const members = { runId: lease.runId, pipeline: lease.pipeline }
  if (error instanceof LeaseLostError && !lease.isTaken) {
    context.logger.info(`[SYNC] ${lease.pipeline} ${run.mode} skipped: another run was first`, members)
    return unsavedReport(run, 'skipped')
  }
  const failure = failureOf(error)
  context.logger.error('[SYNC] a run failed', { ...members, cause: failure.detail })
  if (error instanceof LeaseLostError) return unsavedReport(run, 'failed', failure.message)
  const damage = isDamage(error) ? failure.message : null
  if (damage !== null) run.notice({ kind: alertKinds.damagedState, message: damage })
  try {
    return await endRun(
      run,
      'failed',
      { ...patch, ...(damage !== null && { damage }) },
      { ...ending, error: failure.message },
    )
  } catch (unsaved) {
    const { detail } = failureOf(unsaved)
    context.logger.error('[SYNC] the lease could not be given back; it runs out by itself', {
      ...members,
      cause: detail,
    })
    return unsavedReport(run, 'failed', failure.message)
  }
}

/** Tells damage from a lost lease: what looks damaged may be whole, and written by another run after this one had opened its lease: then the lease is lost. */
async function damageOrLoss(lease: Lease, damage: unknown): Promise<unknown> {
  try {
    await lease.confirm()
    return damage
  } catch (error) {
    return error instanceof LeaseLostError ? error : damage
  }
}

/** The report of a run that could not write its own, nor what it still held back. */
function unsavedReport(run: Run, status: RunStatus, error?: string): RunReport {
  run.dropHeld(false)
  return reportOf({
    runId: run.lease.runId,
    pipeline: run.lease.pipeline,
    mode: run.mode,
    status,
    counts: run.counts.with(0),
    watermark: run.lease.state.watermark,
    ...(error === undefined ? {} : { error }),
  })
}
