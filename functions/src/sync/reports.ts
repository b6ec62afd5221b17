import { rowOfDocument } from '../cache/documents.ts'
import type { DocumentSnapshot } from '../lib/firestore.ts'
import { sizeOf } from '../lib/firestoreValues.ts'
import { later, shift, type Instant } from '../lib/instant.ts'
import { portionLimits } from '../lib/portions.ts'
import { orderIdOf } from '../model/order.ts'
import type { Row } from '../model/row.ts'
import type { Absence, ChangePoint, ChangeWindow, Report, ReportFeed } from '../model/source.ts'
import { absenceOf, deletionsOf } from './absences.ts'
import { alertKinds } from './alerts.ts'
import { isApplied, isKnownToFail } from './appliedReports.ts'
import type { CachedRows } from './cachedRows.ts'
import { reportedDeleteCapOf } from './deleteCap.ts'
import { lookUp } from './lookups.ts'
import { readDocuments, type KnownRows } from './outcomes.ts'
import { resumingPages } from './resume.ts'
import type { Run, SliceExtras } from './run.ts'
import type { RunScope } from './runTask.ts'
import { freshWindow } from './window.ts'

/**
 * A report is stamped a moment before it can be read, so that one may become visible behind another that was read already.
 * The bound stays this far behind the run's start, in milliseconds, and a run of reports alone reads no further.
 */
export const settleMs = 2_000

/** How far reports are read: all that were visible before `bound`, the last of them `watermark`. */
export interface ReportsReached {
  readonly watermark: ChangePoint | null
  readonly bound: Instant
}

/** What the run knows by the time that it reads reports. */
export interface KnownSoFar {
  /** The rows of the head, which are read when they are needed. */
  readonly rows: CachedRows
  /** What the run has read already, and when: whatever was reported before that is in it. */
  readonly readTimes: ReadonlyMap<string, Instant>
}

/**
 * Looks at every order that was reported as changed and that no run has looked at since: copies what is there, and deletes
 * what is proven absent. A run of reports alone reads each report once; one that reads the window reads those of the whole
 * lookback again, for one that became visible late. Returns how far it came, and whether the deadline left nothing.
 */
export async function copyReports(
  run: Run,
  feed: ReportFeed,
  before: ReportsReached,
  known: KnownSoFar,
  scope: RunScope,
): Promise<{ readonly reached: ReportsReached; readonly isComplete: boolean }> {
  const { settings, clock } = run.context
  const settled = shift(run.lease.startedAt, -settleMs)
  if (scope === 'reports' && settled <= before.bound) return { reached: before, isComplete: true }
  const window =
    scope === 'window' ? freshWindow(before, run.lease.startedAt, settings.lookbackMs) : freshWindow(before, settled, 0)
  const pages = resumingPages(
    (after: ChangePoint | null) => feed.read(behind(window, after), settings.pageSize),
    ({ through }) => through,
    clock,
  )
  let reached = before
  for await (const { reports, through, usage } of pages) {
    run.counts.addUsage(usage)
    // What a commit saves stands before the page: it takes several, and a crash between them leaves the rest to be read.
    const extras = { patch: { reports: reached }, ids: { seen: [], quarantined: [] } }
    await copyPage(run, reports, known, before.bound, extras)
    reached = behindPoint(reached, through, settled)
    if (through !== null && run.isPastDeadline) return { reached, isComplete: false }
  }
  return { reached: { ...reached, bound: later(reached.bound, settled) ?? settled }, isComplete: true }
}

function behind(window: ChangeWindow, point: ChangePoint | null): ChangeWindow {
  return point === null ? window : { ...window, from: { kind: 'after', point } }
}

/** Everything through the last report of a page is in the cache, so the bound may follow, as far as reports have settled. */
function behindPoint(
  { watermark, bound }: ReportsReached,
  point: ChangePoint | null,
  settled: Instant,
): ReportsReached {
  if (point === null) return { watermark, bound }
  // Of reports at one moment the one that was read last: ids compare in the database as they do nowhere else.
  const isLater = watermark === null || point.at >= watermark.at
  const through = point.at < settled ? point.at : settled
  return { watermark: isLater ? point : watermark, bound: later(bound, through) ?? bound }
}

async function copyPage(
  run: Run,
  reports: readonly Report[],
  { rows, readTimes }: KnownSoFar,
  readThrough: Instant,
  extras: SliceExtras,
): Promise<void> {
  const { quarantined } = run.lease.state
  const unread = reports.filter(
    (report) => (readTimes.get(report.sourceId) ?? '') < report.at && !isKnownToFail(report, quarantined),
  )
  if (unread.length === 0) return
  await rows.load()
  const idOf = ({ sourceId }: Report): string => orderIdOf(run.context.source.name, sourceId)
  // What comes anew has probably changed: to look at it costs no more than to look for its state. What comes again has not.
  const again = await rows.statesById(unread.filter(({ at }) => at <= readThrough).map(idOf))
  const due = unread.filter((report) => !isApplied(report, rows.get(idOf(report)) ?? again.get(idOf(report))))
  if (due.length > 0) await copyReported(run, due, rows, extras)
}

async function copyReported(
  run: Run,
  reports: readonly Report[],
  known: KnownRows,
  extras: SliceExtras,
): Promise<void> {
  run.counts.add({ fetched: reports.length })
  const sourceIds = reports.map(({ sourceId }) => sourceId)
  for await (const looked of lookUp(run.context, sourceIds)) {
    run.counts.addUsage(looked.usage)
    await run.applyRecords(run.prepare(looked.found), known, () => extras)
    await removeReported(run, looked.absent, known, extras)
  }
}

/**
 * Deletes what was reported, asked for, and not there, up to the cap (invariant 7); above it a full run has to decide. What is
 * not there leaves quarantine, whether it was ever cached or not.
 */
async function removeReported(
  run: Run,
  absent: readonly Absence[],
  known: KnownRows,
  extras: SliceExtras,
): Promise<void> {
  const { rows, documents } = await cachedRows(run, absent, known)
  const cached = isAboveCap(run, rows.size)
    ? []
    : absent.flatMap(({ sourceId, readTime }) => {
        const row = rows.get(sourceId)
        return row === undefined ? [] : { row, provenAt: readTime }
      })
  let uncached = absent.filter(({ sourceId }) => !rows.has(sourceId)).map(absenceOf)
  for await (const deletions of deletionsOf(run.cache, cached, documents)) {
    await run.commitOutcomes([...uncached, ...deletions], () => extras)
    uncached = []
    for (const { change } of deletions) if (change !== null) known.set(change.after.id, change.after)
  }
  if (uncached.length > 0) await run.commitOutcomes(uncached, () => extras)
}

/** Tells whether so many deletions are too many for a run without an enumeration; then it says so. */
function isAboveCap(run: Run, deletions: number): boolean {
  const { context, counts, lease } = run
  const before = counts.beforeDeletions(lease.state.liveCount)
  const cap = reportedDeleteCapOf(before, context.settings.deleteCapPercent)
  if (counts.deleted + deletions <= cap) return false
  const { name, setting } = context.source.origin
  run.notice({
    kind: alertKinds.deleteCap,
    message:
      `More than ${cap} of the ${before} cached orders were deleted from ${name} at once; they stay in the cache. If they are ` +
      `really gone, start a full resync that may delete more (max_deletes); otherwise correct ${setting} and deploy.`,
  })
  return true
}

/**
 * The live rows of orders by their ids at the source: one read each where `known` has none. The documents read for them stay at
 * hand, as far as the memory allows: they are the before-images.
 */
async function cachedRows(
  run: Run,
  absent: readonly Absence[],
  known: KnownRows,
): Promise<{ readonly rows: ReadonlyMap<string, Row>; readonly documents: ReadonlyMap<string, DocumentSnapshot> }> {
  const ids = absent.map(({ sourceId }) => orderIdOf(run.context.source.name, sourceId))
  const rows = ids.flatMap((id) => known.get(id) ?? [])
  const unknown = ids.filter((id) => known.get(id) === undefined)
  const atHand = new Map<string, DocumentSnapshot>()
  let bytes = 0
  for (let start = 0; start < unknown.length; start += portionLimits.documents) {
    const documents = await readDocuments(run.cache, unknown.slice(start, start + portionLimits.documents))
    for (const [id, document] of documents) {
      if (!document.exists) continue
      rows.push(rowOfDocument(document))
      bytes += sizeOf(document.data())
      if (bytes < portionLimits.bytes) atHand.set(id, document)
    }
  }
  const live = rows.filter(({ deleted }) => !deleted)
  return { rows: new Map(live.map((row) => [row.sourceId, row])), documents: atHand }
}
