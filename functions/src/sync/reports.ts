import { rowOfDocument } from '../cache/documents.ts'
import { later, type Instant } from '../lib/instant.ts'
import { portionLimits } from '../lib/portions.ts'
import { orderIdOf } from '../model/order.ts'
import type { Row } from '../model/row.ts'
import type { Absence, ChangePoint, ChangeWindow, Report, ReportFeed } from '../model/source.ts'
import { absenceOf, deletionsOf } from './absences.ts'
import { alertKinds } from './alerts.ts'
import { reportedDeleteCapOf } from './deleteCap.ts'
import { lookUp } from './lookups.ts'
import { readDocuments, type KnownRows } from './outcomes.ts'
import { resumingPages } from './resume.ts'
import type { Run, SliceExtras } from './run.ts'
import { freshWindow } from './window.ts'

/**
 * How far below its bound a run starts again to read reports, in milliseconds: each is one plain write that Firestore stamps
 * itself, so that it may become visible a moment out of turn, and no more.
 */
const lookbackMs = 5_000

/** How far reports are read: all that were visible before `bound`, the last of them `watermark`. */
export interface ReportsReached {
  readonly watermark: ChangePoint | null
  readonly bound: Instant
}

/** What the run knows by the time that it reads reports. */
export interface KnownSoFar {
  /** The rows of the head, which are read when they are needed. */
  rows(): Promise<KnownRows>
  /** What the run has read already, and when: whatever was reported before that is in it. */
  readonly readTimes: ReadonlyMap<string, Instant>
}

/**
 * Looks at every order that was reported as changed since the last run: copies what is there, and deletes what is proven
 * absent. Returns how far it came; less than its window where the deadline was first.
 */
export async function copyReports(
  run: Run,
  feed: ReportFeed,
  before: ReportsReached,
  known: KnownSoFar,
): Promise<ReportsReached> {
  const { settings, clock } = run.context
  const window = freshWindow(before, run.lease.startedAt, lookbackMs)
  const pages = resumingPages(
    (after: ChangePoint | null) => feed.read(behind(window, after), settings.pageSize),
    ({ reports }) => pointOf(reports),
    clock,
  )
  let reached = before
  for await (const { reports, usage } of pages) {
    run.counts.addUsage(usage)
    const unread = reports.filter(({ sourceId, at }) => (known.readTimes.get(sourceId) ?? '') < at)
    if (unread.length > 0) {
      // What a commit saves stands before the page: it takes several, and a crash between them leaves the rest to be read.
      const extras = { patch: { reports: reached }, ids: { seen: [], quarantined: [] } }
      await copyReported(run, unread, await known.rows(), extras)
    }
    reached = behindPoint(reached, pointOf(reports))
    if (reports.length > 0 && run.isPastDeadline) return reached
  }
  return { ...reached, bound: later(reached.bound, window.until) ?? window.until }
}

function behind(window: ChangeWindow, point: ChangePoint | null): ChangeWindow {
  return point === null ? window : { ...window, from: { kind: 'after', point } }
}

function pointOf(reports: readonly Report[]): ChangePoint | null {
  const last = reports.at(-1)
  return last === undefined ? null : { at: last.at, id: last.sourceId }
}

/** Everything through the last report of a page is in the cache, so the bound may follow. */
function behindPoint({ watermark, bound }: ReportsReached, point: ChangePoint | null): ReportsReached {
  if (point === null) return { watermark, bound }
  const isLater = watermark === null || point.at > watermark.at
  return { watermark: isLater ? point : watermark, bound: later(bound, point.at) ?? bound }
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
  const rows = new Map((await cachedRows(run, absent, known)).map((row) => [row.sourceId, row]))
  const cached = isAboveCap(run, rows.size)
    ? []
    : absent.flatMap(({ sourceId, readTime }) => {
        const row = rows.get(sourceId)
        return row === undefined ? [] : { row, provenAt: readTime }
      })
  let uncached = absent.filter(({ sourceId }) => !rows.has(sourceId)).map(absenceOf)
  for await (const deletions of deletionsOf(run.cache, cached)) {
    await run.commitOutcomes([...uncached, ...deletions], () => extras)
    uncached = []
    for (const { change } of deletions) if (change !== null) known.set(change.after.id, change.after)
  }
  if (uncached.length > 0) await run.commitOutcomes(uncached, () => extras)
}

/** Whether so many deletions are too many for a run without an enumeration; then it says so. */
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

/** The live rows of orders by their ids at the source: one read each where `known` has none. */
async function cachedRows(run: Run, absent: readonly Absence[], known: KnownRows): Promise<Row[]> {
  const ids = absent.map(({ sourceId }) => orderIdOf(run.context.source.name, sourceId))
  const rows: Row[] = []
  const unknown = ids.filter((id) => known.get(id) === undefined)
  for (let start = 0; start < unknown.length; start += portionLimits.documents) {
    const documents = await readDocuments(run.cache, unknown.slice(start, start + portionLimits.documents))
    for (const document of documents.values()) if (document.exists) rows.push(rowOfDocument(document))
  }
  return [...rows, ...ids.flatMap((id) => known.get(id) ?? [])].filter(({ deleted }) => !deleted)
}
