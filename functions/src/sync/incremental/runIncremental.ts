import type { Lease } from '../../cache/lease.ts'
import type { RunReport } from '../../contract/api.ts'
import { later, shift, type Instant } from '../../lib/instant.ts'
import type { Meter } from '../../lib/meter.ts'
import type { Row } from '../../model/row.ts'
import type { ChangePoint, ChangeWindow, SourceRecord } from '../../model/source.ts'
import { noCounts } from '../../model/state.ts'
import { alertKinds } from '../alerts/alerts.ts'
import { endRun, failRun } from '../commit/ending.ts'
import { preparedPages } from '../commit/pages.ts'
import type { PreparedRecords } from '../commit/prepare.ts'
import { resumingPages } from '../commit/resume.ts'
import { Run } from '../commit/run.ts'
import type { SyncContext } from '../context.ts'
import { copyReports, type ReportsReached } from '../requests/reports.ts'
import type { RunScope } from '../requests/runTask.ts'
import { intervalInForce } from '../schedule/inForce.ts'
import { aheadOf, joinedAhead, withoutKnown, type AheadList } from './ahead.ts'
import { CachedRows } from './cachedRows.ts'
import { changeTimesAfter } from './changeTimes.ts'
import { freshWindow, isWindowDue, resumedWindow } from './window.ts'

/** How far a run has come, beyond what the watermark document says. */
interface Reached {
  watermark: ChangePoint | null
  bound: Instant
  /** Set while a window is unfinished. */
  checkpoint: { until: Instant; after: ChangePoint } | null
  ahead: AheadList
  reports: ReportsReached | null
}

/**
 * One incremental run under a lease that was just taken. Of the scope `window` it finishes the window of a run that died, and
 * copies what changed since the last one; then, and of the scope `reports` only, what was reported. Where nothing is
 * reported, or the window was read too long ago, it reads the window all the same. The lease is given back whatever happens;
 * a failed run leaves its checkpoint and never counts as succeeded. `isComplete` is false where the deadline left something.
 */
export async function runIncremental(
  context: SyncContext,
  lease: Lease,
  meter: Meter,
  scope: RunScope,
): Promise<{ readonly report: RunReport; readonly isComplete: boolean }> {
  const run = new Run(context, lease, meter, 'incremental', { counts: noCounts, isJournaled: false })
  const { bound, watermark, checkpoint, ahead, reports } = lease.state
  if (bound === null) throw new Error('An incremental run needs a pipeline that had its full run.')
  const reached: Reached = { watermark, bound, checkpoint, ahead, reports }
  const readsWindow = scope === 'window' || context.source.feed === null || isOverdue(context, lease)
  try {
    const isComplete = await copyChanges(run, reached, readsWindow)
    const changeTimes = changeTimesAfter(lease.state, run.changeTimes)
    const patch = readsWindow ? { ...reached, changeTimes } : { reports: reached.reports }
    const report = await endRun(run, 'succeeded', patch, { alerts: run.endingAlerts(closingAfter(run)) })
    return { report, isComplete }
  } catch (error) {
    const report = await failRun(run, error, {})
    // Another run was first, and nobody knows whether it saw what this one was asked for.
    return { report, isComplete: report.status !== 'skipped' }
  }
}

/** The alerts whose cause is certainly gone. What lies between the ends of the change field, only a full run sees. */
function closingAfter({ changeTimes, counts }: Run): string[] {
  return [
    ...(changeTimes === 'ordered' || changeTimes === 'mixed' ? [alertKinds.unreadableChangeTimes] : []),
    ...(counts.fetched > 0 ? [alertKinds.emptySource] : []),
  ]
}

function isOverdue({ settings }: SyncContext, { state, startedAt }: Lease): boolean {
  return state.bound !== null && isWindowDue(state.bound, startedAt, intervalInForce(settings.schedule, state))
}

/** Copies windows and reports; false when the deadline came first. */
async function copyChanges(run: Run, reached: Reached, readsWindow: boolean): Promise<boolean> {
  const { source } = run.context
  const rows = new CachedRows(run.cache)
  const readTimes = new Map<string, Instant>()
  // Where nothing was ever reported, the last run vouches for what came before it.
  const before = reached.reports ?? { watermark: null, bound: reached.bound, recent: null }
  if (readsWindow && !(await copyWindows(run, reached, rows, readTimes))) return false
  if (source.feed === null) {
    reached.reports = null
    return true
  }
  const { reached: reports, isComplete } = await copyReports(
    run,
    source.feed,
    before,
    { rows, readTimes },
    readsWindow ? 'window' : 'reports',
  )
  reached.reports = reports
  return isComplete
}

async function copyWindows(
  run: Run,
  reached: Reached,
  rows: CachedRows,
  readTimes: Map<string, Instant>,
): Promise<boolean> {
  const { strategy } = run.context.source
  if (strategy === 'rescan') return true
  if (strategy === 'unordered') return copyUnordered(run, reached, rows, readTimes)
  const resumed = resumedWindow(reached)
  if (resumed !== null && !(await copyWindow(run, resumed, reached, rows, readTimes))) return false
  const { source, settings } = run.context
  // Where nothing reports changes, nobody else would find what is dated in the future (invariant 12).
  const fresh = {
    ...freshWindow(reached, run.lease.startedAt, settings.lookbackMs),
    isOpen: source.feed === null,
  }
  return fresh.until <= reached.bound || copyWindow(run, fresh, reached, rows, readTimes)
}

/**
 * Copies all that changed since the watermark, in whatever order it comes. Only when all of it is in the cache do watermark and
 * bound move: a run that dies on the way reads the whole window again, and writes what differs (invariant 6).
 */
async function copyUnordered(
  run: Run,
  reached: Reached,
  known: CachedRows,
  readTimes: Map<string, Instant>,
): Promise<boolean> {
  const { source, settings, clock } = run.context
  const { startedAt } = run.lease
  const since = shift(reached.watermark?.at ?? reached.bound, -settings.lookbackMs)
  const window: ChangeWindow = { from: { kind: 'at', at: since }, until: startedAt }
  let through: Instant | null = null
  // Behind a failure all of it is read again: no page says where it ended.
  const pages = resumingPages(
    () => source.changes(window, settings.pageSize),
    () => null,
    clock,
  )
  for await (const item of preparedPages(run, pages, known, () => false)) {
    if (item === 'deadline') continue
    run.countPage(item.page)
    through = item.page.through ?? through
    for (const { sourceId } of item.page.records) readTimes.set(sourceId, item.page.readTime)
    if (item.page.records.length === 0) continue
    await known.load()
    await run.applyRecords(item.records, known, () => ({
      patch: { progress: { done: run.counts.fetched, total: null } },
      ids: { seen: [], quarantined: [] },
    }))
  }
  if (through !== null) {
    // A vendor's clock may run ahead; the watermark never passes the bound (invariant 2).
    const at = through < startedAt ? through : startedAt
    reached.watermark = raised({ ...reached, checkpoint: { until: at, after: { at, id: '' } } })
  }
  reached.bound = later(reached.bound, startedAt) ?? startedAt
  return true
}

/** Copies one window; false when the deadline came first. Then the checkpoint says where to go on. */
async function copyWindow(
  run: Run,
  window: ChangeWindow,
  reached: Reached,
  known: CachedRows,
  readTimes: Map<string, Instant>,
): Promise<boolean> {
  const { source, settings, clock } = run.context
  let ahead: AheadList = []
  const pages = resumingPages(
    (after: ChangePoint | null) =>
      source.changes(after === null ? window : { ...window, from: { kind: 'after', point: after } }, settings.pageSize),
    (page) => pointOf(page.records, window.until),
    clock,
  )
  for await (const item of preparedPages(run, pages, known, ({ records }) => pointOf(records, window.until) !== null)) {
    if (item === 'deadline') {
      // Everything through the last change is in the cache, so the bound may follow; the checkpoint finishes the window.
      reached.bound = later(reached.bound, reached.checkpoint?.after.at ?? null) ?? reached.bound
      reached.watermark = raised(reached)
      return false
    }
    run.countPage(item.page)
    if (item.page.records.length === 0) continue
    for (const { sourceId } of item.page.records) readTimes.set(sourceId, item.page.readTime)
    const records = window.isOpen === true ? withoutKnown(item.records, reached.ahead, window.until) : item.records
    run.counts.add({ unchanged: item.records.built.length - records.built.length })
    ahead = joinedAhead(ahead, aheadOf(item.page.records, window.until))
    if (records.built.length > 0) await known.load()
    // What was changed has been reported and copied already, so most of it is unchanged.
    if (source.feed !== null) await known.learnByKey(rowsOf(records))
    await run.applyRecords(records, known, (slice) => {
      const read = slice.map(({ record }) => record)
      advance(reached, window, pointOf(read, window.until))
      return {
        patch: { ...reached, progress: { done: run.counts.fetched, total: null } },
        ids: { seen: [], quarantined: [] },
      }
    })
  }
  reached.watermark = raised(reached)
  reached.bound = later(reached.bound, window.until) ?? window.until
  reached.checkpoint = null
  if (window.isOpen === true) reached.ahead = ahead
  return true
}

function rowsOf({ built }: PreparedRecords): Row[] {
  return built.flatMap((one) => ('document' in one ? [one.document.row] : []))
}

/** The watermark after what was read: it never moves back in time. */
function raised({ watermark, checkpoint }: Reached): ChangePoint | null {
  const after = checkpoint?.after ?? null
  return after === null || (watermark !== null && watermark.at > after.at) ? watermark : after
}

function advance(reached: Reached, window: ChangeWindow, point: ChangePoint | null): void {
  if (point !== null) reached.checkpoint = { until: window.until, after: point }
}

/**
 * The last of the records that changed through `until`, in the source's order: ids compare there as they do nowhere else. A
 * date in the future moves no watermark (invariant 2).
 */
function pointOf(records: readonly SourceRecord[], until: Instant): ChangePoint | null {
  const last = records.findLast(({ changedAt }) => changedAt !== null && changedAt <= until)
  return last?.changedAt == null ? null : { at: last.changedAt, id: last.sourceId }
}
