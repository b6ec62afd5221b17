import type { Lease } from '../../cache/lease.ts'
import type { RunReport } from '../../contract/sync.ts'
import { isoOf, msOf, shift, type Instant } from '../../lib/instant.ts'
import type { Meter } from '../../lib/meter.ts'
import type { RecentRecords } from '../../model/source.ts'
import { noCounts, type PipelineState } from '../../model/state.ts'
import { Committer } from '../commit/committer.ts'
import { endRun, failRun } from '../commit/ending.ts'
import { preparedPages } from '../commit/pages.ts'
import { pagesOfParts, partsBehind } from '../commit/partPages.ts'
import { rowsOf } from '../commit/prepare.ts'
import { Run } from '../commit/run.ts'
import { noIds, silent } from '../commit/step.ts'
import type { SyncContext } from '../context.ts'
import { CachedRows } from './cachedRows.ts'

/** A reading of recent records that has begun. */
type Reading = NonNullable<NonNullable<PipelineState['recent']>['unfinished']>

/** Tells whether recent records have to be read again: their last reading began too long ago, or one is unfinished. */
export function isRecentDue(
  { source }: Pick<SyncContext, 'source'>,
  { recent }: Pick<PipelineState, 'recent'>,
  now: Instant,
): boolean {
  if (source.recent === null) return false
  const readAt = recent?.readAt ?? null
  return readAt === null || recent?.unfinished != null || msOf(now) - msOf(readAt) >= source.recent.everyMs
}

/**
 * One run under a lease that was just taken that reads recent records again and copies what differs, for changes that moved no change
 * time. It moves neither watermark nor bound, and deletes nothing. Where that is not due it ends at once. `isComplete` is false where
 * the deadline left something: the next one goes on there.
 */
export async function runRecent(
  context: SyncContext,
  lease: Lease,
  meter: Meter,
  deadlineMs: number,
): Promise<{ readonly report: RunReport; readonly isComplete: boolean; readonly reported: readonly string[] }> {
  const run = new Run(context, lease, meter, 'incremental', noCounts, deadlineMs)
  const committer = new Committer(run)
  const { recent } = context.source
  try {
    if (recent === null || !isRecentDue(context, lease.state, lease.startedAt)) {
      return { report: await endRun(committer, 'succeeded', {}), isComplete: true, reported: [] }
    }
    const reading = lease.state.recent?.unfinished ?? (await begin(run, recent))
    const { reached, isComplete } = await readAgain(committer, reading)
    const patch = isComplete ? { readAt: reading.startedAt, unfinished: null } : unfinished(run, reached)
    const told = { createdFrom: isoOf(reading.since), isComplete }
    const report = await endRun(committer, 'succeeded', { recent: patch }, { recent: told })
    return { report, isComplete, reported: run.reported }
  } catch (error) {
    const report = await failRun(committer, error, {})
    return { report, isComplete: report.status !== 'skipped', reported: run.reported }
  }
}

async function begin(run: Run, recent: RecentRecords): Promise<Reading> {
  const { startedAt } = run.lease
  const since = shift(startedAt, -recent.spanMs)
  const { names, usage } = await recent.parts(since)
  run.counts.addUsage(usage)
  return { startedAt, since, parts: names.map((name) => ({ name, cursor: null, isRead: false })) }
}

async function readAgain(
  committer: Committer,
  before: Reading,
): Promise<{ readonly reached: Reading; readonly isComplete: boolean }> {
  const { run } = committer
  const streams = pagesOfParts(run, await run.inputs(), before.parts)
  const rows = new CachedRows(run.cache)
  const { partsAtOnce } = run.context.source
  let reached = before
  for await (const item of preparedPages(committer, { streams, atOnce: partsAtOnce }, rows, () => true)) {
    if (item === 'deadline') return { reached, isComplete: false }
    for (const page of item.pages) if (!page.isEnd) run.countPage(page)
    const parts = item.pages.reduce(partsBehind, reached.parts)
    if (item.records.built.length > 0) {
      await rows.load()
      // Hardly any of them has changed.
      await rows.learnByKey(rowsOf(item.records))
    }
    reached = await committer.applyRecords(item.records, rows, reached, (progress, { isLast }) => {
      if (!isLast) return silent(progress)
      const next = { ...progress, parts }
      return { progress: next, patch: () => ({ recent: unfinished(run, next) }), ids: noIds }
    })
  }
  return { reached, isComplete: true }
}

function unfinished({ lease }: Run, reading: Reading): PipelineState['recent'] {
  return { readAt: lease.state.recent?.readAt ?? null, unfinished: reading }
}
