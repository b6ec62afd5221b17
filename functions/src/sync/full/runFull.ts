import type { Lease, StatePatch } from '../../cache/lease.ts'
import { openLease } from '../../cache/openLease.ts'
import { runRef } from '../../cache/paths.ts'
import { mergeOf, setOf } from '../../cache/write.ts'
import { EncodingError, LeaseLostError, RunStoppedError, SourceError } from '../../lib/errors.ts'
import { failureOf } from '../../lib/failure.ts'
import { shift } from '../../lib/instant.ts'
import { Meter } from '../../lib/meter.ts'
import { mappingAfter } from '../../model/mapping.ts'
import { alertKinds } from '../alerts/alerts.ts'
import { Committer } from '../commit/committer.ts'
import { failRun } from '../commit/ending.ts'
import { Run } from '../commit/run.ts'
import type { SyncContext } from '../context.ts'
import { isForeign, newFullRun } from '../identity.ts'
import { requestDependents } from '../requests/requestRun.ts'
import { removeAbsent } from './deletions.ts'
import { endFullRun } from './endFull.ts'
import { enumerate } from './enumerate.ts'
import { dependentsOfCopy } from './firstCopy.ts'
import { abandonedRunOf } from './foreignRun.ts'
import { patchWith, progressFrom, type FullProgress } from './fullProgress.ts'
import { readKnownRows } from './knownRows.ts'
import { phaseBehind, type PhaseResult } from './phases.ts'

/** The outcome of a task of a full run. `continues`: another task has been asked for. */
export type FullTaskOutcome = 'ended' | 'continues' | 'held' | 'idle'

/** The number of failures without getting on after which a full run is given up. */
const failureLimit = 10

/**
 * One task of the pipeline's full run, from where the last one stopped or died: enumerates the source, writes what
 * differs, and, once the enumeration is complete, deletes what is proven absent (invariant 7). Throws when it failed in a
 * passing way, so that the task is tried again.
 */
export async function runFullTask(context: SyncContext): Promise<FullTaskOutcome> {
  const deadlineMs = context.clock.now() + context.limits.full.softDeadlineMs
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
      mapping: context.source.mapping,
    },
  )
  if (outcome.kind !== 'acquired') return outcome.kind
  try {
    await takeLease(context, outcome.lease)
  } catch (error) {
    if (error instanceof LeaseLostError) return 'held'
    throw error
  }
  return runUnderLease(context, outcome.lease, meter, deadlineMs)
}

/**
 * Takes the lease at once: a full run reads much before it has anything to write. One that was noted for another source is
 * given up, and this one begins anew under its own id.
 */
async function takeLease({ source, db }: SyncContext, lease: Lease): Promise<void> {
  const { fullRun: noted } = lease.state
  if (noted === null || !isForeign(noted, source.identity)) return lease.commit()
  const abandoned = abandonedRunOf(lease.pipeline, noted, lease.startedAt)
  const fullRun = newFullRun(lease.runId, source.identity, noted.requestedAt)
  const writes = abandoned === null ? [] : [mergeOf(runRef(db, abandoned.runId), { ...abandoned })]
  // How much the other one might delete was said of another source.
  return lease.commit({ patch: { fullRun, maxDeletes: null }, writes })
}

async function runUnderLease(
  context: SyncContext,
  lease: Lease,
  meter: Meter,
  deadlineMs: number,
): Promise<FullTaskOutcome> {
  const noted = lease.state.fullRun
  if (noted === null) throw new Error('The lease was taken for a full run that is not noted.')
  const { told, waiting } = await dependentsOfCopy(context, lease, meter)
  const run = new Run({ ...context, dependents: told }, lease, meter, 'full', noted.counts, deadlineMs)
  const committer = new Committer(run)
  try {
    const { progress, event } = await runPhases(committer, progressFrom(noted), meter)
    if (event === 'deleted') {
      await endFullRun(committer, progress, meter)
      const begun = waiting.map(({ pipeline }) => pipeline)
      await requestDependents(context, [...new Set([...run.reported, ...begun])], lease.now())
      return 'ended'
    }
    await lease.release({ patch: patchWith(progress.state)(run.counts.with({}, 1)) })
  } catch (error) {
    return giveUpOrRethrow(committer, error)
  }
  await requestDependents(context, run.reported, lease.now())
  await context.enqueueFullRun(lease.pipeline)
  return 'continues'
}

/** Runs the phases that are left, until the last one's end or the deadline. */
async function runPhases(
  committer: Committer,
  before: FullProgress,
  meter: Meter,
): Promise<PhaseResult<'delete', FullProgress>> {
  const begun = before.state.phase === 'noted' ? await begin(committer.run, before) : resumed(committer.run, before)
  const rows = await readKnownRows(committer.run, meter)
  if (begun.state.phase === 'delete') return removeAbsent(committer, begun, rows, meter)
  const { progress, event } = await enumerate(committer, begun, rows)
  if (event === 'deadline') return { progress, event }
  await noteMapping(committer.run, progress)
  return removeAbsent(committer, progress, rows, meter)
}

/** Notes, where it is news, by which settings all that is there was parsed. What is absent may stop the run. */
async function noteMapping({ lease }: Run, { state: { mapping } }: FullProgress): Promise<void> {
  if (mapping !== null && mapping !== lease.state.mapping) await lease.commit({ patch: { mapping } })
}

/** Freezes the bound before the first read, once for all tasks, and opens the journal. */
async function begin(run: Run, before: FullProgress): Promise<FullProgress> {
  const { lease, context } = run
  const { names, usage } = await context.source.parts()
  run.counts.addUsage(usage)
  const parts = names.map((name) => ({ name, cursor: null, isRead: false }))
  const phase = phaseBehind('noted', 'begun')
  const until = await run.vouchesThrough()
  if (until === null) {
    const inputs = context.inputs.map(({ pipeline }) => pipeline).join(', ')
    throw new SourceError(`What this is computed from has not been copied yet: ${inputs}.`, { retryable: true })
  }
  const { mapping } = context.source
  const state = { ...before.state, phase, parts, mapping, startedAt: lease.startedAt, until }
  const writes = [setOf(runRef(context.db, lease.runId), run.openingOfJournal())]
  const patch = patchWith(state)(run.counts.with({}, writes.length + 1))
  await lease.commit({ patch: { ...patch, lastFullAttemptAt: lease.startedAt, refused: null }, writes })
  return { ...before, state }
}

/**
 * The progress of a run that goes on. Its settings may differ from those of its earlier tasks: then the run ends as it would, and another
 * one follows.
 */
function resumed({ context }: Run, { state, ...progress }: FullProgress): FullProgress {
  const mapping = state.mapping === null ? null : mappingAfter(state.mapping, context.source.mapping)
  return { ...progress, state: { ...state, mapping } }
}

async function giveUpOrRethrow(committer: Committer, error: unknown): Promise<FullTaskOutcome> {
  const { run } = committer
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
    await failRun(committer, error, { fullRun: null, maxDeletes: null, ...refusalOf(run, error) })
    return 'ended'
  }
  await lease.release({ patch: { fullRun: { ...committed, failures: committed.failures + 1 } } })
  throw error
}

/**
 * The time for which a full run that stopped itself is not begun again by itself, in milliseconds: a wrong setting must not be enumerated
 * again and again.
 */
const refusedMs = 24 * 3_600_000

/**
 * The note of a failure under another identity: that identity, whose reports were missed, and the time until which to leave it alone. No
 * note under the cache's own.
 */
function refusalOf({ isNewIdentity, context, lease }: Run, error: unknown): StatePatch {
  if (!isNewIdentity) return {}
  // To find nothing costs next to nothing, and what passes is tried again.
  const isCheap = !(error instanceof RunStoppedError) || error.alert === alertKinds.emptySource
  const { identity } = context.source
  return { refused: { identity, retryAt: isCheap ? lease.now() : shift(lease.now(), refusedMs) } }
}
