import { missingHead } from '../../cache/head.ts'
import type { Lease, StatePatch } from '../../cache/lease.ts'
import { headRef, runRef } from '../../cache/paths.ts'
import { mergeOf, updateOf, type Write } from '../../cache/write.ts'
import type { RunReport, RunStatus } from '../../contract/sync.ts'
import type { Head } from '../../engine/encoding/head.ts'
import { isDamage, LeaseLostError } from '../../lib/errors.ts'
import { failureOf } from '../../lib/failure.ts'
import { FieldValue } from '../../lib/firestore/firestore.ts'
import { grpcStatus, statusOf } from '../../lib/firestore/grpc.ts'
import { later } from '../../lib/instant.ts'
import { liveThrough } from '../../model/freshness.ts'
import type { Counts, StoredRun } from '../../model/state.ts'
import { alertKinds, alertWrites, openAfter, type AlertChange } from '../alerts/alerts.ts'
import { storedRunOf, reportOf, summaryOf, type RunOutcome } from '../runReport.ts'
import { withRun } from '../schedule/spans.ts'
import type { Committer } from './committer.ts'
import type { Left } from './planCommit.ts'
import type { Run } from './run.ts'

/** The contents of a run's last commit beside its report. */
export interface Ending {
  readonly alerts?: readonly AlertChange[]
  readonly writes?: readonly Write[]
  readonly partial?: RunReport['partial']
  readonly recent?: RunReport['recent']
  readonly error?: string
}

/**
 * Closes the run in the journal and the watermark document, gives the lease back, and reports: one commit, with what the
 * committer has held back.
 */
export async function endRun(
  committer: Committer,
  status: RunStatus,
  patch: StatePatch,
  ending: Ending = {},
): Promise<RunReport> {
  const { run } = committer
  const { context, lease, mode } = run
  const alerts = ending.alerts ?? committer.endingAlerts([])
  const freshness = freshnessAfter(run, patch)
  const outcomeOf = ({ counts, patch: held }: Left): RunOutcome => {
    const { watermark } = { ...lease.state, ...held, ...patch }
    const { alerts: _alerts, writes: _writes, ...told } = ending
    return { runId: lease.runId, pipeline: lease.pipeline, mode, status, counts, watermark, ...told }
  }
  const startedAt = mode === 'full' ? (lease.state.fullRun?.startedAt ?? lease.startedAt) : lease.startedAt
  const endedAt = lease.now()
  const storedOf = (left: Left): StoredRun => storedRunOf(outcomeOf(left), startedAt, endedAt)
  const isKept = mode === 'full' && status === 'succeeded'
  const expireAt = isKept ? FieldValue.delete() : lease.journalUntil
  const end = committer.planEnd((opening) => ({
    writes: [
      ...alertWrites(context.db, lease.pipeline, lease.now(), alerts),
      ...(freshness === null ? [] : freshnessWrites(committer, freshness)),
      ...(ending.writes ?? []),
    ],
    journal: (left) => mergeOf(runRef(context.db, lease.runId), { ...opening, ...storedOf(left), expireAt }),
    patch: (left) => ({
      ...patch,
      lastRun: storedOf(left),
      ...(mode === 'full' && { lastFullRun: storedOf(left) }),
      ...failedRunsAfter(run, status, patch),
      ...(mode === 'incremental' && freshness !== null && recentAfter(run, left.counts, freshness)),
      openAlerts: openAfter(lease.state.openAlerts, alerts),
    }),
  }))
  try {
    await lease.release(end)
  } catch (error) {
    // Of all that is written only the head has to be there already.
    throw statusOf(error) === grpcStatus.notFound ? missingHead(lease.pipeline) : error
  } finally {
    committer.drop()
  }
  const { counts } = end
  run.reportedTo(end.reportsTo)
  const report = reportOf(outcomeOf({ counts, patch: end.patch ?? {} }))
  const members = { runId: lease.runId, pipeline: lease.pipeline, counts }
  if (status === 'failed') context.logger.error(summaryOf(report, counts), members)
  else context.logger.info(summaryOf(report, counts), members)
  return report
}

/** The bounds that a head carries. */
type Freshness = Pick<Head, 'bound' | 'reportsBound'>

/**
 * The writes of how fresh the heads of records and of their parts are, where the commit does not write them anyway; they fail with
 * NOT_FOUND where there is none and ought to be. Heads of what was read and has no record yet are written, too: what is computed from
 * it has to know that it is complete.
 */
function freshnessWrites({ run, heldCaches }: Committer, freshness: Freshness): Write[] {
  const { context, lease } = run
  const { cacheVersion, children } = lease.state
  const held = new Set(heldCaches.map(({ cache }) => cache.pipeline))
  const parts = run.children.flatMap(({ cache: { pipeline } }) => {
    const version = children[pipeline]?.cacheVersion
    // Parts that were declared later than their records were written come with a full run.
    return version === undefined && cacheVersion > 0 ? [] : [{ pipeline, version: version ?? 0 }]
  })
  return [{ pipeline: lease.pipeline, version: cacheVersion }, ...parts]
    .filter(({ pipeline }) => !held.has(pipeline))
    .map(({ pipeline, version }) => {
      const head = headRef(context.db, pipeline)
      if (version > 0) return updateOf(head, { ...freshness })
      return mergeOf(head, { pipeline, cacheVersion: version, ...freshness })
    })
}

/** The age that the head tells after a run that read something through to its end; null where the run did not. */
function freshnessAfter({ context, lease }: Run, patch: StatePatch): Freshness | null {
  if (patch.bound === undefined && patch.reports === undefined) return null
  const { bound, reports } = { ...lease.state, ...patch }
  return { bound, reportsBound: liveThrough(context.source, reports) }
}

/** Returns the state with a succeeded run's changes added to the recent spans. A full run finds those of any time, and adds none. */
function recentAfter({ lease }: Run, counts: Counts, { bound, reportsBound }: Freshness): StatePatch {
  const until = later(bound, reportsBound)
  if (until === null) return {}
  const { created, updated, deleted } = counts
  const from = lease.state.bound ?? until
  return {
    recentSpans: withRun(lease.state.recentSpans, { from, until, changes: created + updated + deleted }),
  }
}

/** After so many failed runs in a row a full run is tried: it needs nothing of what those stumble over, a window or a place in it. */
export const failuresInARow = 4

function failingMessage(error: string): string {
  return (
    `${failuresInARow} runs in a row or more have failed, the last one so: ${error} A full run starts by itself, once in ` +
    'six hours, until one succeeds.'
  )
}

/** Returns the number of runs in a row that have failed. Only one that read all that the others did ends the row: it moves the bound. */
function failedRunsAfter({ mode, lease }: Run, status: RunStatus, patch: StatePatch): StatePatch {
  if (status === 'succeeded') return patch.bound === undefined ? {} : { failedRuns: 0 }
  return mode === 'incremental' ? { failedRuns: lease.state.failedRuns + 1 } : {}
}

/** Closes a run that failed: `patch` says what of it stays. Never throws; a lost lease runs out by itself. */
export async function failRun(
  committer: Committer,
  cause: unknown,
  patch: StatePatch,
  ending: Ending = {},
): Promise<RunReport> {
  const { run } = committer
  const { context, lease } = run
  const error = isDamage(cause) ? await damageOrLoss(lease, cause) : cause
  const members = { runId: lease.runId, pipeline: lease.pipeline }
  if (error instanceof LeaseLostError && !lease.isTaken) {
    context.logger.info(`[SYNC] ${lease.pipeline} ${run.mode} skipped: another run was first`, members)
    return unsavedReport(committer, 'skipped')
  }
  const failure = failureOf(error)
  context.logger.error('[SYNC] a run failed', { ...members, cause: failure.detail })
  if (error instanceof LeaseLostError) return unsavedReport(committer, 'failed', failure.message)
  const damage = isDamage(error) ? failure.message : null
  if (damage !== null) run.notice({ kind: alertKinds.damagedState, message: damage })
  if (run.mode === 'incremental' && lease.state.failedRuns + 1 >= failuresInARow) {
    run.notice({ kind: alertKinds.runsFailing, message: failingMessage(failure.message) })
  }
  try {
    return await endRun(
      committer,
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
    return unsavedReport(committer, 'failed', failure.message)
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
function unsavedReport(committer: Committer, status: RunStatus, error?: string): RunReport {
  const { run } = committer
  committer.drop()
  return reportOf({
    runId: run.lease.runId,
    pipeline: run.lease.pipeline,
    mode: run.mode,
    status,
    counts: run.counts.with(),
    watermark: run.lease.state.watermark,
    ...(error === undefined ? {} : { error }),
  })
}
