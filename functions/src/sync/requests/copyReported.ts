import { instantFromMs, later, msOf, shift, type Instant } from '../../lib/instant.ts'
import type { ChangePoint, ChangeWindow, Report, ReportFeed, ReportMark, ReportTally } from '../../model/source.ts'
import type { PipelineState } from '../../model/state.ts'
import { recordIdOf } from '../../model/stream.ts'
import { copyByIds } from '../commit/byIds.ts'
import type { Committer } from '../commit/committer.ts'
import { resumingPages } from '../commit/resume.ts'
import type { Run } from '../commit/run.ts'
import { noIds, type Step } from '../commit/step.ts'
import type { CachedRows, CachedState } from '../incremental/cachedRows.ts'
import { freshWindow } from '../incremental/window.ts'
import { isApplied, isKnownToFail } from './appliedReports.ts'
import { RecentReports, type ReportCounts } from './recentReports.ts'
import type { ChangeScope } from './runTask.ts'

/**
 * A report is stamped a moment before it can be read, so that one may become visible behind another that was read already.
 * The bound stays this far behind the run's start, in milliseconds, and a run of reports alone reads no further.
 */
export const settleMs = 2_000

/** The progress through reports: all that were visible before `bound` are read, the last of them `watermark`. */
export type ReportsReached = NonNullable<PipelineState['reports']>

/** The rows and read times that the run has by the time it reads reports. */
export interface KnownSoFar {
  /** The rows of the head, which are read when they are needed. */
  readonly rows: CachedRows
  /** The moment at which the run read each record: whatever was reported before that is in it. */
  readonly readTimes: ReadonlyMap<string, Instant>
}

/**
 * Looks at every order that was reported as changed and that no run has looked at since: copies what is there, and deletes
 * what is proven absent. A run of reports alone reads each report once. One that reads the window makes sure of the whole
 * lookback: where the feed counts anything there that runs have not dealt with (it became visible late), it is read again.
 * Returns how far the run came, and whether the deadline left nothing.
 */
export async function copyReports(
  committer: Committer,
  feed: ReportFeed,
  before: ReportsReached,
  known: KnownSoFar,
  scope: ChangeScope,
): Promise<CopiedReports> {
  const { run } = committer
  const { clock, settings } = run.context
  // In whole milliseconds, as the counts of `RecentReports` have it.
  const settled = instantFromMs(msOf(run.lease.startedAt) - settleMs)
  if (scope === 'reports' && settled <= before.bound) return { reached: before, isComplete: true }
  const recent = new RecentReports(before.recent, before.bound)
  const reading: Reading = { committer, feed, known, recent, settled }
  const floor = floorOf(run, before.bound)
  const tally = scope === 'window' ? await tallyOf(reading, floor, before.bound) : null
  // What was reported again by the time of the count must be read, or it would be missing from it.
  const now = tally === null ? run.lease.startedAt : clock.serverTime(tally.readTime)
  // What its records depend on is read after the run's start: what is reported later may not be in it.
  const newest = run.context.inputs.length > 0 ? run.lease.startedAt : later(now, run.lease.startedAt)
  const until = scope === 'reports' ? settled : newest
  let copied = await copyThrough(reading, freshWindow(before, until ?? now, 0), { ...before, recent: null }, true)
  if (copied.isComplete && scope === 'window' && !isAsCounted(tally, recent.countsIn(floor, before.bound))) {
    const lookback: ChangeWindow = { from: { kind: 'at', at: floor }, until: before.bound }
    copied = await copyThrough(reading, lookback, copied.reached, false)
  }
  if (!copied.isComplete) return copied
  const { watermark, bound } = copied.reached
  const reachedBound = later(bound, settled) ?? settled
  const stored = recent.stored(shift(reachedBound, -settings.lookbackMs))
  return { reached: { watermark, bound: reachedBound, recent: stored }, isComplete: true }
}

/** Returns the beginning of the lookback, no earlier than the last full run that succeeded: that one has read what was reported before. */
function floorOf({ context, lease }: Run, bound: Instant): Instant {
  const floor = shift(bound, -context.settings.lookbackMs)
  const { lastFullRun } = lease.state
  if (lastFullRun?.status !== 'succeeded') return floor
  const fullRunAt = instantFromMs(Date.parse(lastFullRun.startedAt))
  return fullRunAt > floor && fullRunAt <= bound ? fullRunAt : floor
}

/** One run's way through the feed. */
interface Reading {
  readonly committer: Committer
  readonly feed: ReportFeed
  readonly known: KnownSoFar
  readonly recent: RecentReports
  readonly settled: Instant
}

/** The progress through reports; `isComplete` is false where the deadline left some. */
interface CopiedReports {
  readonly reached: ReportsReached
  readonly isComplete: boolean
}

/** Counts the reports of the lookback; null where reading them costs as little, or nobody knows which of them runs have dealt with. */
async function tallyOf(
  { committer, feed, recent }: Reading,
  floor: Instant,
  bound: Instant,
): Promise<ReportTally | null> {
  if (!recent.isCompleteAfter(floor) || recent.countsIn(floor, bound).reports < 2) return null
  const tally = await feed.tally(floor, bound)
  if (tally !== null) committer.run.counts.addUsage(tally.usage)
  return tally
}

function isAsCounted(tally: ReportTally | null, dealtWith: ReportCounts): boolean {
  return tally !== null && tally.reports === dealtWith.reports && tally.events === dealtWith.events
}

/** Copies what a window of the feed reports; new reports move on what is reached. */
async function copyThrough(
  reading: Reading,
  window: ChangeWindow,
  before: ReportsReached,
  isNew: boolean,
): Promise<CopiedReports> {
  const { committer, feed, recent, settled } = reading
  const { run } = committer
  const pages = resumingPages(
    (after: ChangePoint | null) => feed.read(behind(window, after), run.context.settings.pageSize),
    ({ marks }) => pointOf(marks),
    run.context.clock,
  )
  let reached = before
  for await (const { reports, marks, usage } of pages) {
    run.counts.addUsage(usage)
    await copyPage(reading, reports, reached, isNew)
    recent.add(marks)
    if (isNew) reached = behindPoint(reached, pointOf(marks), settled)
    if (marks.length > 0 && run.isPastDeadline) return { reached, isComplete: false }
  }
  return { reached, isComplete: true }
}

function behind(window: ChangeWindow, point: ChangePoint | null): ChangeWindow {
  return point === null ? window : { ...window, from: { kind: 'after', point } }
}

function pointOf(marks: readonly ReportMark[]): ChangePoint | null {
  const last = marks.at(-1)
  return last === undefined ? null : { at: last.at, id: last.sourceId }
}

/** Everything through the last report of a page is in the cache, so the bound may follow, as far as reports have settled. */
function behindPoint(reached: ReportsReached, point: ChangePoint | null, settled: Instant): ReportsReached {
  if (point === null) return reached
  const { watermark, bound } = reached
  // Of reports at one moment the one that was read last: ids compare in the database as they do nowhere else.
  const isLater = watermark === null || point.at >= watermark.at
  const through = point.at < settled ? point.at : settled
  return { ...reached, watermark: isLater ? point : watermark, bound: later(bound, through) ?? bound }
}

/** Copies a page of reports. Its commits save the place before it: a crash between two of them leaves the rest to be read. */
async function copyPage(
  { committer, known, recent }: Reading,
  reports: readonly Report[],
  reached: ReportsReached,
  isNew: boolean,
): Promise<void> {
  const { rows, readTimes } = known
  const { context, lease } = committer.run
  const unread = reports.filter(
    (report) =>
      !recent.has(report) &&
      (readTimes.get(report.sourceId) ?? '') < report.at &&
      !isKnownToFail(report, lease.state.quarantined),
  )
  if (unread.length === 0) return
  await rows.load()
  const idOf = ({ sourceId }: Report): string => recordIdOf(context.source.name, sourceId)
  // What comes anew has probably changed: to look at it costs no more than to look for its state. What comes again has not.
  const again = isNew ? new Map<string, CachedState>() : await rows.statesById(unread.map(idOf))
  const due = unread.filter((report) => !isApplied(report, rows.get(idOf(report)) ?? again.get(idOf(report))))
  const ids = due.map(({ sourceId }) => sourceId)
  if (ids.length > 0) await copyByIds(committer, ids, rows, reached, saved)
}

/** The step of each commit: what it saves does not depend on it. */
function saved(reports: ReportsReached): Step<ReportsReached> {
  return { progress: reports, patch: () => ({ reports }), ids: noIds }
}
