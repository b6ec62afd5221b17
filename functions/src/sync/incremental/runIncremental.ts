import type { Lease } from '../../cache/lease.ts'
import type { RunReport } from '../../contract/sync.ts'
import { later, shift, type Instant } from '../../lib/instant.ts'
import type { Meter } from '../../lib/meter.ts'
import type { ChangePoint, ChangeWindow, SourcePage, SourceRecord } from '../../model/source.ts'
import { noCounts } from '../../model/state.ts'
import { alertKinds } from '../alerts/alerts.ts'
import { copyByIds } from '../commit/byIds.ts'
import { Committer } from '../commit/committer.ts'
import { isSettled } from '../ownFullRuns.ts'
import { endRun, failRun } from '../commit/ending.ts'
import { preparedPages, type PageStreams } from '../commit/pages.ts'
import { rowsOf } from '../commit/prepare.ts'
import { resumingPages } from '../commit/resume.ts'
import { Run } from '../commit/run.ts'
import { noIds, type Stepping } from '../commit/step.ts'
import type { SyncContext } from '../context.ts'
import { copyReports, type ReportsReached } from '../requests/copyReported.ts'
import type { ChangeScope } from '../requests/runTask.ts'
import { intervalInForce } from '../schedule/inForce.ts'
import { aheadOf, joinedAhead, withoutKnown, type AheadList } from './ahead.ts'
import { CachedRows } from './cachedRows.ts'
import { changeTimesAfter } from './changeTimes.ts'
import { freshWindow, isWindowDue, resumedWindow } from './window.ts'

/** The progress of a run. It is a value: a commit that fails changes none. */
interface Reached {
  readonly watermark: ChangePoint | null
  readonly bound: Instant
  /** Set while a window is unfinished. */
  readonly checkpoint: { readonly until: Instant; readonly after: ChangePoint } | null
  readonly ahead: AheadList
  readonly reports: ReportsReached | null
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
  scope: ChangeScope,
  deadlineMs: number,
): Promise<{ readonly report: RunReport; readonly isComplete: boolean; readonly reported: readonly string[] }> {
  const run = new Run(context, lease, meter, 'incremental', noCounts, deadlineMs)
  const committer = new Committer(run)
  const { bound, watermark, checkpoint, ahead, reports } = lease.state
  if (bound === null) throw new Error('An incremental run needs a pipeline that had its full run.')
  const before: Reached = { watermark, bound, checkpoint, ahead, reports }
  const readsWindow = scope === 'window' || context.feed === null || isOverdue(context, lease)
  try {
    const { reached, isComplete } = await copyChanges(committer, before, readsWindow)
    const changeTimes = changeTimesAfter(lease.state, run.changeTimes)
    const patch = readsWindow ? { ...reached, changeTimes } : { reports: reached.reports }
    const report = await endRun(committer, 'succeeded', patch, {
      alerts: committer.endingAlerts(closingAfter(run, readsWindow)),
    })
    return { report, isComplete, reported: run.reported }
  } catch (error) {
    const report = await failRun(committer, error, {})
    // Another run was first, and nobody knows whether it saw what this one was asked for.
    return { report, isComplete: report.status !== 'skipped', reported: run.reported }
  }
}

/** The alerts whose cause is certainly gone. What lies between the ends of the change field, only a full run sees. */
function closingAfter({ changeTimes, counts, lease, context }: Run, readsWindow: boolean): string[] {
  return [
    ...(isSettled(lease.state, context, lease.now()) ? [alertKinds.changedSettings, alertKinds.changedColumns] : []),
    ...(changeTimes === 'ordered' || changeTimes === 'mixed' ? [alertKinds.unreadableChangeTimes] : []),
    ...(counts.fetched > 0 ? [alertKinds.emptySource] : []),
    ...(readsWindow ? [alertKinds.runsFailing] : []),
  ]
}

function isOverdue({ settings }: SyncContext, { state, startedAt }: Lease): boolean {
  return state.bound !== null && isWindowDue(state.bound, startedAt, intervalInForce(settings.schedule, state))
}

/** The progress of a run; `isComplete` is false where the deadline left something unread. */
interface Copied {
  readonly reached: Reached
  readonly isComplete: boolean
}

/** The rows that a run knows, and the moment at which it read each record. */
interface Knowledge {
  readonly rows: CachedRows
  readonly readTimes: Map<string, Instant>
}

/** Copies windows and reports. */
async function copyChanges(committer: Committer, before: Reached, readsWindow: boolean): Promise<Copied> {
  const { run } = committer
  const { feed } = run.context
  const known = { rows: new CachedRows(run.cache), readTimes: new Map<string, Instant>() }
  const windows = readsWindow ? await copyWindows(committer, before, known) : { reached: before, isComplete: true }
  if (!windows.isComplete) return windows
  if (feed === null) return { reached: { ...windows.reached, reports: null }, isComplete: true }
  // Where nothing was ever reported, the last run vouches for what came before it.
  const reported = before.reports ?? { watermark: null, bound: before.bound, recent: null }
  const scope = readsWindow ? 'window' : 'reports'
  const { reached: reports, isComplete } = await copyReports(committer, feed, reported, known, scope)
  return { reached: { ...windows.reached, reports }, isComplete }
}

async function copyWindows(committer: Committer, before: Reached, known: Knowledge): Promise<Copied> {
  const { source, settings } = committer.run.context
  if (source.strategy === 'rescan') return { reached: before, isComplete: true }
  if (source.strategy === 'derived') {
    // All that its inputs changed before this moment is reported by now.
    const bound = later(before.bound, await committer.run.vouchesThrough()) ?? before.bound
    return { reached: { ...before, bound }, isComplete: true }
  }
  if (source.strategy === 'unordered')
    return { reached: await copyUnordered(committer, before, known), isComplete: true }
  const resumed = resumedWindow(before)
  const finished =
    resumed === null ? { reached: before, isComplete: true } : await copyWindow(committer, resumed, before, known)
  if (!finished.isComplete) return finished
  const { reached } = finished
  const window = freshWindow(reached, committer.run.lease.startedAt, settings.lookbackMs)
  // Where nothing reports changes, nobody else would find what is dated in the future (invariant 12).
  const fresh = { ...window, isOpen: source.feed === null }
  return fresh.until <= reached.bound ? finished : copyWindow(committer, fresh, reached, known)
}

/**
 * Copies all that changed since the watermark, in whatever order it comes. Only when all of it is in the cache do watermark and
 * bound move: a run that dies on the way reads the whole window again, and writes what differs (invariant 6).
 */
async function copyUnordered(committer: Committer, before: Reached, { rows, readTimes }: Knowledge): Promise<Reached> {
  const { run } = committer
  const { source, settings, clock } = run.context
  const { startedAt } = run.lease
  const since = shift(before.watermark?.at ?? before.bound, -settings.lookbackMs)
  const window: ChangeWindow = { from: { kind: 'at', at: since }, until: startedAt }
  let through: Instant | null = null
  const gone = new Set<string>()
  // Behind a failure all of it is read again: no page says where it ended.
  const pages = resumingPages(
    () => source.changes(window, settings.pageSize),
    () => null,
    clock,
  )
  for await (const item of preparedPages(committer, inOneStream(pages), rows, () => false)) {
    if (item === 'deadline') continue
    for (const page of item.pages) {
      run.countPage(page)
      through = page.through ?? through
      for (const { sourceId } of page.records) readTimes.set(sourceId, page.readTime)
      for (const id of page.gone ?? []) gone.add(id)
    }
    if (item.records.built.length === 0) continue
    await rows.load()
    await committer.applyRecords(item.records, rows, before, unmoved)
  }
  if (gone.size > 0) await copyByIds(committer, [...gone], await rows.load(), before, unmoved)
  const bound = later(before.bound, startedAt) ?? startedAt
  if (through === null) return { ...before, bound }
  // A vendor's clock may run ahead; the watermark never passes the bound (invariant 2).
  const at = through < startedAt ? through : startedAt
  return { ...before, bound, watermark: raised(before.watermark, { at, id: '' }) }
}

/** The step behind a commit of a window in no order: nothing has moved before all of it is in the cache. */
const unmoved: Stepping<Reached> = (reached) => ({
  progress: reached,
  patch: ({ fetched }) => ({ progress: { done: fetched, total: null } }),
  ids: noIds,
})

/** Copies one window. Where the deadline comes first, the checkpoint says where to go on. */
async function copyWindow(
  committer: Committer,
  window: ChangeWindow,
  before: Reached,
  { rows, readTimes }: Knowledge,
): Promise<Copied> {
  const { run } = committer
  const { source, settings, clock } = run.context
  let reached = before
  let ahead: AheadList = []
  const pages = resumingPages(
    (after: ChangePoint | null) =>
      source.changes(after === null ? window : { ...window, from: { kind: 'after', point: after } }, settings.pageSize),
    (page) => pointOf(page.records, window.until),
    clock,
  )
  const mayPauseAfter = ({ records }: SourcePage): boolean => pointOf(records, window.until) !== null
  for await (const item of preparedPages(committer, inOneStream(pages), rows, mayPauseAfter)) {
    if (item === 'deadline') {
      // Everything through the last change is in the cache, so the bound may follow; the checkpoint finishes the window.
      const { bound, watermark, checkpoint } = reached
      const after = checkpoint?.after ?? null
      const reachedBound = later(bound, after?.at ?? null) ?? bound
      return { reached: { ...reached, bound: reachedBound, watermark: raised(watermark, after) }, isComplete: false }
    }
    for (const page of item.pages) {
      run.countPage(page)
      for (const { sourceId } of page.records) readTimes.set(sourceId, page.readTime)
      ahead = joinedAhead(ahead, aheadOf(page.records, window.until))
    }
    if (item.records.built.length === 0) continue
    const records = window.isOpen === true ? withoutKnown(item.records, reached.ahead, window.until) : item.records
    run.counts.add({ unchanged: item.records.built.length - records.built.length })
    if (records.built.length > 0) await rows.load()
    // What was changed has been reported and copied already, so most of it is unchanged.
    if (source.feed !== null) await rows.learnByKey(rowsOf(records))
    reached = await committer.applyRecords(records, rows, reached, (at, { outcomes }) => {
      const after = pointOf(
        outcomes.map(({ record }) => record),
        window.until,
      )
      const progress = after === null ? at : { ...at, checkpoint: { until: window.until, after } }
      return {
        progress,
        patch: ({ fetched }) => ({ ...progress, progress: { done: fetched, total: null } }),
        ids: noIds,
      }
    })
  }
  const done = {
    ...reached,
    watermark: raised(reached.watermark, reached.checkpoint?.after ?? null),
    bound: later(reached.bound, window.until) ?? window.until,
    checkpoint: null,
  }
  return { reached: window.isOpen === true ? { ...done, ahead } : done, isComplete: true }
}

function inOneStream<Page extends SourcePage>(pages: AsyncIterable<Page>): PageStreams<Page> {
  return { streams: [pages], atOnce: 1 }
}

/** The watermark after what was read: it never moves back in time. */
function raised(watermark: ChangePoint | null, after: ChangePoint | null): ChangePoint | null {
  return after === null || (watermark !== null && watermark.at > after.at) ? watermark : after
}

/**
 * The last of the records that changed through `until`, in the source's order: ids compare there as they do nowhere else. A
 * date in the future moves no watermark (invariant 2).
 */
function pointOf(records: readonly SourceRecord[], until: Instant): ChangePoint | null {
  const last = records.findLast(({ changedAt }) => changedAt !== null && changedAt <= until)
  return last?.changedAt == null ? null : { at: last.changedAt, id: last.sourceId }
}
