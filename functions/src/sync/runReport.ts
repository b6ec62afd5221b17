import type { FinishedRun, RunMode, RunReport, RunStatus, StartedRun } from '../contract/sync.ts'
import { failureOf } from '../lib/failure.ts'
import { isoOf, type Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import type { ChangePoint } from '../model/source.ts'
import { noCounts, type Counts, type StoredRun, type FullRun, type PipelineState } from '../model/state.ts'
import type { SyncContext } from './context.ts'

/** A watermark as it crosses the wire: milliseconds, floored. */
export function watermarkOf(point: ChangePoint | null): { at: string; id: string } | null {
  return point === null ? null : { at: isoOf(point.at), id: point.id }
}

export interface RunOutcome {
  readonly runId: string
  readonly pipeline: string
  readonly mode: RunMode
  readonly status: RunStatus
  readonly counts: Counts
  readonly watermark: ChangePoint | null
  readonly partial?: RunReport['partial']
  readonly recent?: RunReport['recent']
  readonly error?: string
}

/** The public report of a run. */
export function reportOf(outcome: RunOutcome): RunReport {
  const { future: _future, withoutChangeTime: _withoutChangeTime, ...counts } = outcome.counts
  return {
    runId: outcome.runId,
    pipeline: outcome.pipeline,
    mode: outcome.mode,
    status: outcome.status,
    ...counts,
    watermark: watermarkOf(outcome.watermark),
    ...(outcome.partial === undefined ? {} : { partial: outcome.partial }),
    ...(outcome.recent === undefined ? {} : { recent: outcome.recent }),
    ...(outcome.error === undefined ? {} : { error: outcome.error }),
  }
}

/** A run that has ended, for the watermark document and the journal. */
export function storedRunOf(outcome: RunOutcome, startedAt: Instant, endedAt: Instant): StoredRun {
  return {
    ...reportOf(outcome),
    ...outcome.counts,
    startedAt: isoOf(startedAt),
    endedAt: isoOf(endedAt),
  }
}

/** Returns an ended run as the status shows it. */
export function finishedRunOf(run: StoredRun): FinishedRun {
  const { future: _future, withoutChangeTime: _withoutChangeTime, ...finished } = run
  return finished
}

/** The report of a run that ended earlier. */
export function reportOfEnded(run: StoredRun): RunReport {
  const { startedAt: _startedAt, endedAt: _endedAt, ...report } = finishedRunOf(run)
  return report
}

/** The report of a full run that goes on in its task. */
export function runningReport(pipeline: string, run: FullRun): RunReport {
  return reportOf({
    runId: run.runId,
    pipeline,
    mode: 'full',
    status: 'running',
    counts: run.counts,
    watermark: run.largest,
  })
}

export function startedRunOf(pipeline: string, runId: string): StartedRun {
  return { runId, pipeline, mode: 'full', status: 'running' }
}

/** The report of a call that found somebody else at work, and what it was billed for finding that. */
export function skippedReport(state: PipelineState, { reads }: Pick<Meter, 'reads'>): RunReport {
  return reportOf({
    runId: state.lease.holder?.runId ?? '',
    pipeline: state.pipeline,
    mode: 'incremental',
    status: 'skipped',
    counts: { ...noCounts, firestoreReads: reads },
    watermark: state.watermark,
  })
}

/** One line that an operator can search for: `[SYNC] firestore.orders incremental: 5 new, 3 updated ... 0.8 s`. */
export function summaryOf(report: RunReport, counts: Counts): string {
  const parts = [
    `${report.created} new`,
    `${report.updated} updated`,
    `${report.deleted} deleted`,
    `${report.unchanged} unchanged`,
    ...(report.stale > 0 ? [`${report.stale} stale`] : []),
    ...(report.quarantined > 0 ? [`${report.quarantined} quarantined`] : []),
    ...(counts.future > 0 ? [`${counts.future} dated in the future`] : []),
    ...(counts.withoutChangeTime > 0 ? [`${counts.withoutChangeTime} without change time`] : []),
    `${report.firestoreReads} reads`,
    `${report.firestoreWrites} writes`,
    ...(report.error === undefined ? [] : [report.error]),
  ]
  const seconds = (report.durationMs / 1000).toFixed(1)
  return `[SYNC] ${report.pipeline} ${report.mode} ${report.status}: ${parts.join(', ')}, ${seconds} s`
}

/** The report of a call that could not even begin its run; the log has the cause. */
export function failedReport(context: Pick<SyncContext, 'id' | 'logger'>, mode: RunMode, error: unknown): RunReport {
  const pipeline = context.id
  const { message, detail } = failureOf(error)
  context.logger.error(`[SYNC] ${pipeline} ${mode} could not be started`, { pipeline, cause: detail })
  return reportOf({ runId: '', pipeline, mode, status: 'failed', counts: noCounts, watermark: null, error: message })
}
