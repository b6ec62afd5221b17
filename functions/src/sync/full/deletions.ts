import { readSeenIds } from '../../cache/journal.ts'
import { RunStoppedError } from '../../lib/errors.ts'
import type { Meter } from '../../lib/meter.ts'
import type { Row } from '../../model/row.ts'
import type { Absence } from '../../model/source.ts'
import { sourceIdOf } from '../../model/stream.ts'
import { alertKinds } from '../alerts/alerts.ts'
import { deletionsOf, type ProvenRow } from '../commit/absences.ts'
import type { Committer } from '../commit/committer.ts'
import { lookUp } from '../commit/lookups.ts'
import type { Run } from '../commit/run.ts'
import { silent } from '../commit/step.ts'
import { deleteCapOf } from '../commit/deleteCap.ts'
import { saved, withFailures, withSeen, type FullProgress } from './fullProgress.ts'
import type { AllRows } from './knownRows.ts'
import type { PhaseResult } from './phases.ts'

/** The number of candidates that are asked for at once. */
const lookupLot = 300

/**
 * Deletes the orders that a complete enumeration did not see and that are absent when asked for by id once more
 * (invariant 7). Where the candidates might exceed the cap, nothing is deleted until all of them are proven; above it the run
 * stops with a RunStoppedError.
 */
export async function removeAbsent(
  committer: Committer,
  before: FullProgress,
  rows: AllRows,
  meter: Meter,
): Promise<PhaseResult<'delete', FullProgress>> {
  const { run } = committer
  const ids = await readSeenIds(run.context.db, run.lease.runId, meter)
  const candidates = candidatesOf(run, rows, ids)
  assertPlausible(run, before, rows, candidates, ids, await mayBeEmpty(run))
  const cap = capOf(run, rows)
  const isBelowCap = run.counts.deleted + candidates.length <= cap
  const asked = isBelowCap
    ? { gone: candidates, progress: before }
    : await goneBelowCap(committer, before, rows, candidates, cap)
  let { progress } = asked
  const lots = lotsOf(asked.gone)
  for (const lot of lots) {
    const proof = await provenGone(committer, progress, rows, lot)
    progress = await deleteLot(committer, proof.progress, rows, proof.gone)
    if (lot !== lots.at(-1) && run.isPastDeadline) return { progress, event: 'deadline' }
  }
  return { progress, event: 'deleted' }
}

/**
 * Returns the cached rows that may be gone: those that were not seen. (What the task itself added, it has seen.) Under another identity also what was seen and could not be
 * read: the cached order of that id is of another place, and no state of this one.
 */
function candidatesOf({ isNewIdentity }: Run, rows: AllRows, { seen, quarantined }: EnumeratedIds): Row[] {
  return rows.live(({ id }) => {
    const sourceId = sourceIdOf(id)
    return !seen.has(sourceId) || (isNewIdentity && quarantined.has(sourceId))
  })
}

type EnumeratedIds = Awaited<ReturnType<typeof readSeenIds>>

/** Tells whether finding nothing may be right: what is computed needs no row where all of what it is computed from is there. */
async function mayBeEmpty(run: Run): Promise<boolean> {
  const { strategy, isOwn = false } = run.context.source
  return isOwn || (strategy === 'derived' && (await run.vouchesThrough()) !== null)
}

/** Throws where what was enumerated cannot be the orders that the cache has, whatever somebody allowed to be deleted. */
function assertPlausible(
  run: Run,
  { state }: FullProgress,
  rows: AllRows,
  candidates: readonly Row[],
  { seen, quarantined }: EnumeratedIds,
  isEmptyPossible: boolean,
): void {
  const { name, setting } = run.context.source.origin
  if (state.seen === 0 && rows.liveCount > 0 && !isEmptyPossible) {
    throw new RunStoppedError(
      alertKinds.emptySource,
      `There is nothing in ${name}, and the cache has ${rows.liveCount} records: none was deleted. Correct ${setting} and deploy; ` +
        'where it is right, wait for the first record.',
    )
  }
  if (run.isNewIdentity && candidates.length > 0 && quarantined.size * 2 > seen.size) {
    throw new RunStoppedError(
      alertKinds.unreadableSource,
      `Of ${seen.size} records in ${name}, ${quarantined.size} could not be read, so none of the ` +
        `${candidates.length} records that the cache has beside them was deleted. Correct ${setting} or the maps of fields and ` +
        'statuses (see sync_quarantine for the reasons), deploy, and start a full resync.',
    )
  }
}

function lotsOf(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / lookupLot) }, (_, i) =>
    rows.slice(i * lookupLot, (i + 1) * lookupLot),
  )
}

/** The candidates that are really gone; throws as soon as they are too many. The others are copied and count as seen. */
async function goneBelowCap(
  committer: Committer,
  before: FullProgress,
  rows: AllRows,
  candidates: readonly Row[],
  cap: number,
): Promise<{ readonly gone: Row[]; readonly progress: FullProgress }> {
  const { run } = committer
  let progress = before
  const { name, setting } = run.context.source.origin
  const gone: Row[] = []
  for (const lot of lotsOf(candidates)) {
    const proof = await provenGone(committer, progress, rows, lot)
    progress = proof.progress
    gone.push(...proof.gone.map(({ row }) => row))
    if (run.counts.deleted + gone.length <= cap) continue
    throw new RunStoppedError(
      alertKinds.deleteCap,
      `More than ${cap} of the ${run.counts.beforeDeletions(rows.liveCount)} cached records are missing from ${name}; ` +
        `${run.counts.deleted === 0 ? 'none was' : 'the others were not'} deleted. If they are really gone, start a full ` +
        `resync that may delete more (max_deletes); otherwise correct ${setting} and deploy.`,
    )
  }
  return { gone, progress }
}

/** The most deletions, by the size of the cache before the run deleted anything: a crash between two lots must not lower the cap. */
function capOf({ lease, context, counts }: Run, rows: AllRows): number {
  // What is computed goes with what it was computed from, and the cap was that one's.
  if (context.source.strategy === 'derived' || context.source.isOwn) return Number.POSITIVE_INFINITY
  const { deleteCapPercent } = context.settings
  return deleteCapOf(counts.beforeDeletions(rows.liveCount), deleteCapPercent, lease.state.maxDeletes)
}

/** Asks the source for candidates by id. Those that are there after all are copied and count as seen. */
async function provenGone(
  committer: Committer,
  before: FullProgress,
  rows: AllRows,
  lot: readonly Row[],
): Promise<{ readonly gone: ProvenRow[]; readonly progress: FullProgress }> {
  const { run } = committer
  const proofs = new Map<string, Absence & Pick<ProvenRow, 'isThere'>>()
  const sourceIds = lot.map(({ id }) => sourceIdOf(id))
  let progress = before
  for await (const { found, absent, usage } of lookUp(run.context, await run.inputs(), sourceIds)) {
    run.counts.addUsage(usage)
    const prepared = await run.prepare(found)
    progress = await committer.applyRecords(
      prepared,
      rows,
      withSeen(progress, found),
      (reached, { outcomes, isLast }) => {
        const noted = withFailures(reached, outcomes)
        return isLast ? saved(noted) : silent(noted)
      },
    )
    for (const one of absent) proofs.set(one.sourceId, one)
    if (!run.isNewIdentity) continue
    for (const one of prepared.built) {
      if ('reason' in one) proofs.set(one.record.sourceId, { ...absenceFrom(one.record), isThere: true })
    }
  }
  const gone = lot.flatMap((row) => {
    const proof = proofs.get(sourceIdOf(row.id))
    return proof === undefined ? [] : { row, provenAt: proof.readTime, isThere: proof.isThere === true }
  })
  return { gone, progress }
}

function absenceFrom({ sourceId, readTime }: Absence): Absence {
  return { sourceId, readTime }
}

async function deleteLot(
  committer: Committer,
  before: FullProgress,
  rows: AllRows,
  lot: readonly ProvenRow[],
): Promise<FullProgress> {
  let progress = before
  for await (const outcomes of deletionsOf(committer.run, lot)) {
    progress = await committer.applyOutcomes(outcomes, progress, saved)
    for (const { change } of outcomes) if (change !== null) rows.set(change.after.id, change.after)
  }
  return progress
}
