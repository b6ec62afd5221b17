import type { Lease } from '../cache/lease.ts'
import { later, type Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import type { RunReport } from '../model/api.ts'
import type { Row } from '../model/row.ts'
import type { ChangePoint, ChangeWindow, SourceRecord } from '../model/source.ts'
import { noCounts } from '../model/state.ts'
import { aheadOf, joinedAhead, withoutKnown, type AheadList } from './ahead.ts'
import { alertKinds } from './alerts.ts'
import { changeTimesAfter } from './changeTimes.ts'
import type { SyncContext } from './context.ts'
import { endRun, failRun } from './ending.ts'
import { resumingPages } from './resume.ts'
import type { KnownRows } from './outcomes.ts'
import { preparedPages } from './pages.ts'
import { Run } from './run.ts'
import { copyReports, type ReportsReached } from './reports.ts'
import { freshWindow, resumedWindow } from './window.ts'

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
 * One incremental run under a lease that was just taken: finishes the window of a run that died, then copies what changed
 * since. The lease is given back whatever happens; a failed run leaves its checkpoint and never counts as succeeded.
 */
export async function runIncremental(context: SyncContext, lease: Lease, meter: Meter): Promise<RunReport> {
  const run = new Run(context, lease, meter, 'incremental', { counts: noCounts, isJournaled: false })
  const { bound, watermark, checkpoint, ahead, reports } = lease.state
  if (bound === null) throw new Error('An incremental run needs a pipeline that had its full run.')
  const reached: Reached = { watermark, bound, checkpoint, ahead, reports }
  try {
    await copyWindows(run, reached)
    const alerts = run.endingAlerts(closingAfter(run))
    const changeTimes = changeTimesAfter(lease.state, run.changeTimes)
    return await endRun(run, 'succeeded', { ...reached, changeTimes }, { alerts })
  } catch (error) {
    return failRun(run, error, {})
  }
}

/** The alerts whose cause is certainly gone. What lies between the ends of the change field, only a full run sees. */
function closingAfter({ changeTimes, counts }: Run): string[] {
  return [
    ...(changeTimes === 'ordered' || changeTimes === 'mixed' ? [alertKinds.unreadableChangeTimes] : []),
    ...(counts.fetched > 0 ? [alertKinds.emptySource] : []),
  ]
}

async function copyWindows(run: Run, reached: Reached): Promise<void> {
  const known = new HeadRows(run)
  const startedFrom = reached.bound
  const { source, settings } = run.context
  const resumed = resumedWindow(reached)
  const readTimes = new Map<string, Instant>()
  if (resumed !== null && !(await copyWindow(run, resumed, reached, known, readTimes))) return
  // Where nothing reports changes, nobody else would find what is dated in the future (invariant 12).
  const fresh = {
    ...freshWindow(reached, run.lease.startedAt, settings.lookbackMs),
    isOpen: source.feed === null,
  }
  if (fresh.until > reached.bound && !(await copyWindow(run, fresh, reached, known, readTimes))) return
  if (source.feed === null) return
  // Where nothing was ever read, the last run vouches for what came before it.
  const before = reached.reports ?? { watermark: null, bound: startedFrom }
  reached.reports = await copyReports(run, source.feed, before, { rows: () => known.load(), readTimes })
}

/** Copies one window; false when the deadline came first. Then the checkpoint says where to go on. */
async function copyWindow(
  run: Run,
  window: ChangeWindow,
  reached: Reached,
  known: HeadRows,
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

/** The rows that the head holds; a run that finds nothing does not read it. */
class HeadRows implements KnownRows {
  readonly #run: Run
  readonly #rows = new Map<string, Row>()
  #isLoaded = false

  constructor(run: Run) {
    this.#run = run
  }

  async load(): Promise<this> {
    if (this.#isLoaded) return this
    const { newest, pending } = await this.#run.cache.writer.head()
    for (const row of newest) this.#rows.set(row.id, row)
    for (const { row } of pending.values()) this.#rows.set(row.id, row)
    this.#isLoaded = true
    return this
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id)
  }

  set(id: string, row: Row): void {
    this.#rows.set(id, row)
  }

  mayHold(): boolean {
    return true
  }
}
