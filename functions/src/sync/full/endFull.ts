import { readSeenIds } from '../../cache/journal.ts'
import type { StatePatch } from '../../cache/lease.ts'
import { runRef } from '../../cache/paths.ts'
import { mergeOf } from '../../cache/write.ts'
import { later } from '../../lib/instant.ts'
import type { Meter } from '../../lib/meter.ts'
import { isRemapped } from '../../model/mapping.ts'
import type { SourceNotice } from '../../model/source.ts'
import { noUnmapped, type Counts, type FullRun } from '../../model/state.ts'
import { alertKinds, storedOpenAlerts, type AlertChange } from '../alerts/alerts.ts'
import { quarantineCleanup, quarantineReview, type QuarantineList } from '../alerts/quarantine.ts'
import { unmappedAlert } from '../alerts/unmappedAlert.ts'
import type { Committer } from '../commit/committer.ts'
import { endRun } from '../commit/ending.ts'
import type { Run } from '../commit/run.ts'
import { laterChange } from '../incremental/window.ts'
import type { FullProgress } from './fullProgress.ts'

/** Ends a full run that succeeded: what it leaves of quarantine, alerts and the journal, and where the next run goes on. */
export async function endFullRun(committer: Committer, progress: FullProgress, meter: Meter): Promise<void> {
  const { run } = committer
  const { context, lease } = run
  const { until, seen } = progress.state
  const { quarantined: failed } = await readSeenIds(context.db, lease.runId, meter)
  const enumeration = { failed, startedAt: until ?? lease.startedAt }
  const cleanup = await quarantineCleanup(context.db, lease.pipeline, lease.state, enumeration, meter)
  const counts = run.counts.with()
  const { notices, reviewed, changeTimes } = context.source.review(progress.state.marks, seen)
  const { keptRun } = lease.state
  const { cacheVersion, live } = await run.cache.head()
  run.withdraw(alertKinds.damagedState)
  run.withdraw(alertKinds.changedColumns)
  const isRead = !isRemapped(lease.state, context.source.mapping)
  if (isRead) run.withdraw(alertKinds.changedSettings)
  const alerts = committer.endingAlerts(
    [...reviewed, ...closingAfter(counts), ...(isRead ? [alertKinds.changedSettings] : [])],
    [...notices.map(restated), ...retold(run, progress, cleanup.list)],
  )
  const forgotten = lease.state.damage === null ? [] : await forgottenAlerts(run, alerts, meter)
  await endRun(
    committer,
    'succeeded',
    {
      fullRun: null,
      maxDeletes: null,
      refused: null,
      ahead: [],
      recent: context.source.recent === null ? null : { readAt: until, unfinished: null },
      // Where the cache has newer versions than the source, they do not compare: the next full run goes by content.
      identity: counts.stale > 0 ? null : context.source.identity,
      damage: null,
      // A document that was mended may not have known them.
      cacheVersion,
      liveCount: live,
      keptRun: lease.runId,
      bound: later(lease.state.bound, until),
      ...placeAfter(run, progress.state),
      changeTimes,
      ...cleanup.list,
    },
    {
      alerts: [...alerts, ...forgotten],
      writes: [
        ...cleanup.writes,
        // The last full run that succeeded is kept whatever its age; the one before it goes its way now.
        ...(keptRun === null ? [] : [mergeOf(runRef(context.db, keptRun), { expireAt: lease.journalUntil })]),
      ],
    },
  )
}

/** The notice as an alert that replaces an open one: a full run knows the numbers, and a run that saw a part does not. */
function restated({ kind, message }: SourceNotice): AlertChange {
  return { kind, message, isRestated: true }
}

/** The alerts that count what is there, with the numbers of now. */
function retold({ context, counts, lease }: Run, { state }: FullProgress, list: QuarantineList): AlertChange[] {
  const { records, statuses } = context.source.settings
  const enumeration = { failed: counts.with().quarantined, seen: state.seen, reasons: state.reasons }
  const unmapped = unmappedAlert(noUnmapped, lease.state.unmapped, statuses)
  return [quarantineReview(list, records, enumeration), unmapped]
}

/** The place where the next incremental run goes on; under another identity what was reached before is of another source. */
function placeAfter({ isNewIdentity, lease }: Run, { until, largest }: FullRun): StatePatch {
  if (isNewIdentity) return { watermark: largest, checkpoint: null, reports: null }
  const { checkpoint, watermark } = lease.state
  return {
    watermark: laterChange(watermark, largest),
    // An unfinished window below this run's bound has nothing left to find.
    checkpoint: checkpoint !== null && until !== null && checkpoint.until <= until ? null : checkpoint,
  }
}

/** The closing of alerts that a damaged watermark document did not know to be open. */
async function forgottenAlerts(
  { context, lease }: Run,
  alerts: readonly AlertChange[],
  meter: Meter,
): Promise<AlertChange[]> {
  const open = await storedOpenAlerts(context.db, lease.pipeline, meter)
  const known = new Set([...lease.state.openAlerts, ...alerts.map(({ kind }) => kind)])
  return open.filter((kind) => !known.has(kind)).map((kind) => ({ kind, message: null }))
}

/** The alerts whose cause is gone. What an earlier task of this run found is in the counts. */
function closingAfter(counts: Counts): string[] {
  return [
    alertKinds.deleteCap,
    alertKinds.fullRunFailed,
    alertKinds.runsFailing,
    alertKinds.unreadableSource,
    alertKinds.damagedState,
    alertKinds.changedColumns,
    ...(counts.stale === 0 ? [alertKinds.staleRecords] : []),
    ...(counts.future === 0 ? [alertKinds.futureOrders] : []),
  ]
}
