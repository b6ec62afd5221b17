import { openLease, type Lease, type StatePatch } from '../../cache/lease.ts'
import { runRef } from '../../cache/paths.ts'
import { rebuildUnderLease } from '../../cache/rebuild.ts'
import { EncodingError, isDamage, LeaseLostError, RunStoppedError, SourceError } from '../../lib/errors.ts'
import { failureOf } from '../../lib/failure.ts'
import { shift } from '../../lib/instant.ts'
import { Meter } from '../../lib/meter.ts'
import type { Row } from '../../model/row.ts'
import type { EnumerationPage } from '../../model/source.ts'
import { alertKinds } from '../alerts/alerts.ts'
import { failRun } from '../commit/ending.ts'
import { preparedPages, type PreparedPage } from '../commit/pages.ts'
import { resumingPages } from '../commit/resume.ts'
import { Run } from '../commit/run.ts'
import type { SyncContext } from '../context.ts'
import { isOutdated } from '../declaration.ts'
import { isForeign, newFullRun } from '../identity.ts'
import { AllRows, removeAbsent } from './deletions.ts'
import { endFullRun } from './endFull.ts'
import { abandonedRunOf } from './foreignRun.ts'
import { FullProgress } from './fullProgress.ts'

/** What a task of a full run came to. `continues`: another task has been asked for. */
export type FullTaskOutcome = 'ended' | 'continues' | 'held' | 'idle'

/** A full run that failed so often without getting on is given up. */
const failureLimit = 10

/**
 * One task of the pipeline's full run, from where the last one stopped or died: enumerates the source, writes what
 * differs, and, once the enumeration is complete, deletes what is proven absent (invariant 7). Throws when it failed in a
 * passing way, so that the task is tried again.
 */
export async function runFullTask(context: SyncContext): Promise<FullTaskOutcome> {
  const meter = new Meter()
  const outcome = await openLease(
    { db: context.db, clock: context.clock, meter },
    {
      pipeline: context.id,
      runIdFor: ({ fullRun }) =>
        fullRun !== null && isForeign(fullRun, context.source.identity)
          ? context.clock.randomId()
          : (fullRun?.runId ?? null),
      mode: 'full',
      leaseMs: context.limits.full.leaseMs,
      commitEveryMs: context.pace.commitEveryMs,
      journalMs: context.settings.journalMs,
    },
  )
  if (outcome.kind !== 'acquired') return outcome.kind
  try {
    await takeLease(context, outcome.lease)
  } catch (error) {
    if (error instanceof LeaseLostError) return 'held'
    throw error
  }
  return runUnderLease(context, outcome.lease, meter)
}

/**
 * Takes the lease at once: a full run reads much before it has anything to write. One that was noted for another source is
 * given up, and this one begins anew under its own id.
 */
async function takeLease({ source, db }: SyncContext, lease: Lease): Promise<void> {
  const { fullRun: noted } = lease.state
  if (noted === null || !isForeign(noted, source.identity)) return lease.commit({}, 0, () => {})
  const abandoned = abandonedRunOf(lease.pipeline, noted, lease.startedAt)
  const fullRun = newFullRun(lease.runId, source.identity, noted.requestedAt)
  // How much the other one might delete was said of another source.
  return lease.commit({ fullRun, maxDeletes: null }, Number(abandoned !== null), (batch) => {
    if (abandoned !== null) batch.set(runRef(db, abandoned.runId), abandoned, { merge: true })
  })
}

async function runUnderLease(context: SyncContext, lease: Lease, meter: Meter): Promise<FullTaskOutcome> {
  const noted = lease.state.fullRun
  if (noted === null) throw new Error('The lease was taken for a full run that is not noted.')
  const run = new Run(context, lease, meter, 'full', { counts: noted.counts, isJournaled: noted.startedAt !== null })
  const progress = new FullProgress(run, noted)
  try {
    if (noted.startedAt === null) await begin(run, progress)
    const rows = await knownRows(run, meter)
    if ((await enumerate(run, progress, rows)) && (await removeAbsent(run, progress, rows, meter))) {
      await endFullRun(run, progress, meter)
      return 'ended'
    }
    await lease.release({ fullRun: progress.checkpoint(1) }, 0, () => {})
  } catch (error) {
    return giveUpOrRethrow(run, error)
  }
  await context.enqueueFullRun(lease.pipeline)
  return 'continues'
}

/**
 * All rows of the cache. Where they cannot be read, where the stream's columns were declared anew, or somebody asked that every
 * document be looked at, head and segments are first written anew from the documents.
 */
async function knownRows(run: Run, meter: Meter): Promise<AllRows> {
  const { cache, lease, context } = run
  try {
    if (isOutdated(lease.state, context.stream)) await prepareColumns(run, meter)
    const rows = await cache.writer.allRows()
    return new AllRows(lease.state.verify ? await verifiedRows(run, rows, meter) : rows)
  } catch (error) {
    if (!isDamage(error)) throw error
    const { pipeline, runId } = lease
    context.logger.warn('[SYNC] the rows of the cache are written anew from its documents', {
      pipeline,
      runId,
      cause: error.message,
    })
    await lease.commit({ damage: error.message }, 0, () => {})
    await rebuildUnderLease(context.db, context.stream, lease, meter)
    cache.writer.reload()
    return new AllRows(await cache.writer.allRows())
  }
}

async function prepareColumns({ cache, lease, context }: Run, meter: Meter): Promise<void> {
  const { pipeline, runId } = lease
  context.logger.info('[SYNC] the columns were declared anew: the rows are written anew from the documents', {
    pipeline,
    runId,
  })
  await rebuildUnderLease(context.db, context.stream, lease, meter)
  cache.writer.reload()
}

/** The rows after every document was read: the run writes those anew that are gone or not as they were written. */
async function verifiedRows(
  { cache, lease, context }: Run,
  rows: Map<string, Row>,
  meter: Meter,
): Promise<Map<string, Row>> {
  const { pipeline, runId } = lease
  const { damaged } = await rebuildUnderLease(context.db, context.stream, lease, meter, { shown: rows })
  const text = `[SYNC] ${pipeline}: ${damaged.count} documents are not as they were written, and are written anew`
  if (damaged.count > 0) context.logger.warn(text, { pipeline, runId, ids: damaged.ids })
  await lease.commit({ verify: false }, 0, () => {})
  cache.writer.reload()
  return cache.writer.allRows()
}

/** Freezes the bound before the first read, once for all tasks, and opens the journal. */
async function begin(run: Run, progress: FullProgress): Promise<void> {
  const { lease, context } = run
  progress.start(lease.startedAt)
  await lease.commit({ ...progress.patch(2), lastFullAttemptAt: lease.startedAt, refused: null }, 1, (batch) => {
    batch.set(runRef(context.db, lease.runId), run.openJournal())
  })
  run.isJournaled = true
}

/** Enumerates what is left of the source; false when the deadline came first. */
async function enumerate(run: Run, progress: FullProgress, rows: AllRows): Promise<boolean> {
  if (progress.state.phase !== 'enumerate') return true
  const counting = countOrders(run, progress)
  try {
    return await copyPages(run, progress, rows)
  } finally {
    await counting
  }
}

/** Tells the progress how many orders there are: nothing else needs it, so no page waits for it and no run fails with it. */
async function countOrders({ context, counts, lease }: Run, progress: FullProgress): Promise<void> {
  if (progress.state.total !== null) return
  try {
    const { total, usage } = await context.source.count()
    counts.addUsage(usage)
    progress.expect(total)
  } catch (error) {
    const { pipeline, runId } = lease
    const cause = failureOf(error).detail
    context.logger.warn('[SYNC] the source did not say how many orders it has', { pipeline, runId, cause })
  }
}

async function copyPages(run: Run, progress: FullProgress, rows: AllRows): Promise<boolean> {
  const { source, settings, clock } = run.context
  const start = progress.state.cursor
  const pages = resumingPages(
    (after: string | null) => source.enumerate(after ?? start, settings.fullPageSize),
    (page) => page.cursor,
    clock,
  )
  for await (const item of preparedPages(run, pages, rows, ({ isPausePoint }) => isPausePoint)) {
    if (item === 'deadline') {
      await run.commitOutcomes([], () => progress.save())
      return false
    }
    run.countPage(item.page)
    await applyPage(run, progress, item, rows)
  }
  progress.enterDeletion()
  await run.commitOutcomes([], () => progress.save())
  return true
}

/**
 * The cursor stands behind the page, so only the page's last commit saves it; what the others wrote is found unchanged
 * when a crash makes it come again (invariant 6).
 */
async function applyPage(
  run: Run,
  progress: FullProgress,
  { page, records }: PreparedPage<EnumerationPage>,
  rows: AllRows,
): Promise<void> {
  await run.applyRecords(records, rows, (slice, isLast, hasWrites) => {
    progress.noteFailures(slice)
    if (!isLast) return progress.nothing()
    progress.pass(page.records, page.cursor)
    return hasWrites || progress.isCheckpointDue ? progress.save() : progress.nothing()
  })
}

async function giveUpOrRethrow(run: Run, error: unknown): Promise<FullTaskOutcome> {
  const { context, lease } = run
  if (error instanceof LeaseLostError) {
    context.logger.warn('[SYNC] a full run lost its lease', { runId: lease.runId, pipeline: lease.pipeline })
    return 'held'
  }
  // What was committed last; the progress in memory may be ahead of it.
  const committed = lease.state.fullRun
  const isFinal =
    error instanceof RunStoppedError ||
    error instanceof EncodingError ||
    (error instanceof SourceError && !error.retryable) ||
    committed === null ||
    committed.failures + 1 >= failureLimit
  if (isFinal) {
    const kind = error instanceof RunStoppedError ? error.alert : alertKinds.fullRunFailed
    const { message } = failureOf(error)
    run.notice({ kind, message })
    await failRun(run, error, { fullRun: null, maxDeletes: null, ...refusalOf(run, error) })
    return 'ended'
  }
  await lease.release({ fullRun: { ...committed, failures: committed.failures + 1 } }, 0, () => {})
  throw error
}

/** A wrong setting is not enumerated again and again: by itself, so long after it stopped, in milliseconds. */
const refusedMs = 24 * 3_600_000

/** Under another identity a failure is remembered: until when to leave it alone, and that this one's reports were missed. */
function refusalOf({ isNewIdentity, context, lease }: Run, error: unknown): StatePatch {
  if (!isNewIdentity) return {}
  // To find nothing costs next to nothing, and what passes is tried again.
  const isCheap = !(error instanceof RunStoppedError) || error.alert === alertKinds.emptySource
  const { identity } = context.source
  return { refused: { identity, retryAt: isCheap ? lease.now() : shift(lease.now(), refusedMs) } }
}
