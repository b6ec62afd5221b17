import { readSeenIds } from '../../cache/journal.ts'
import { RunStoppedError } from '../../lib/errors.ts'
import type { Meter } from '../../lib/meter.ts'
import { isLive, type Row } from '../../model/row.ts'
import type { Absence } from '../../model/source.ts'
import { sourceIdOf } from '../../model/stream.ts'
import { alertKinds } from '../alerts/alerts.ts'
import { deletionsOf, type ProvenRow } from '../commit/absences.ts'
import { lookUp } from '../commit/lookups.ts'
import type { KnownRows } from '../commit/outcomes.ts'
import type { Run } from '../commit/run.ts'
import { deleteCapOf } from './deleteCap.ts'
import type { FullProgress } from './fullProgress.ts'

/** Candidates are asked for in lots of this many. */
const lookupLot = 300

/**
 * Every row that the cache had when the task began, tombstones included. Of the orders that the task adds only the ids are
 * kept, so that a first copy of any size runs in the same memory: such an order's document is asked should it come again.
 */
export class AllRows implements KnownRows {
  readonly #rows: Map<string, Row>
  readonly #added = new Set<string>()

  constructor(rows: Map<string, Row>) {
    this.#rows = rows
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id)
  }

  set(id: string, row: Row): void {
    if (this.#rows.has(id)) this.#rows.set(id, row)
    else this.#added.add(id)
  }

  mayHold(id: string): boolean {
    return this.#added.has(id)
  }

  /** How many live rows the cache has now. */
  get liveCount(): number {
    let count = this.#added.size
    for (const row of this.#rows.values()) count += Number(isLive(row))
    return count
  }

  /** The live rows that were there before the task and that `isWanted` accepts. */
  live(isWanted: (row: Row) => boolean): Row[] {
    return [...this.#rows.values()].filter((row) => isLive(row) && isWanted(row))
  }
}

/**
 * Deletes the orders that a complete enumeration did not see and that are absent when asked for by id once more
 * (invariant 7). Where the candidates might exceed the cap, nothing is deleted until all of them are proven; above it the run
 * stops with a RunStoppedError. False when the deadline came first.
 */
export async function removeAbsent(run: Run, progress: FullProgress, rows: AllRows, meter: Meter): Promise<boolean> {
  const ids = await readSeenIds(run.context.db, run.lease.runId, meter)
  const candidates = candidatesOf(run, rows, ids)
  assertPlausible(run, progress, rows, candidates, ids)
  const cap = capOf(run, rows)
  const isBelowCap = run.counts.deleted + candidates.length <= cap
  const gone = isBelowCap ? candidates : await goneBelowCap(run, progress, rows, candidates, cap)
  const lots = lotsOf(gone)
  for (const lot of lots) {
    await deleteLot(run, rows, progress, await provenGone(run, progress, rows, lot))
    if (lot !== lots.at(-1) && run.isPastDeadline) return false
  }
  return true
}

/**
 * What was not seen. (What the task itself added, it has seen.) Under another identity also what was seen and could not be
 * read: the cached order of that id is of another place, and no state of this one.
 */
function candidatesOf({ isNewIdentity }: Run, rows: AllRows, { seen, quarantined }: EnumeratedIds): Row[] {
  return rows.live(({ id }) => {
    const sourceId = sourceIdOf(id)
    return !seen.has(sourceId) || (isNewIdentity && quarantined.has(sourceId))
  })
}

type EnumeratedIds = Awaited<ReturnType<typeof readSeenIds>>

/** Throws where what was enumerated cannot be the orders that the cache has, whatever somebody allowed to be deleted. */
function assertPlausible(
  run: Run,
  { state }: FullProgress,
  rows: AllRows,
  candidates: readonly Row[],
  { seen, quarantined }: EnumeratedIds,
): void {
  const { name, setting } = run.context.source.origin
  if (state.seen === 0 && rows.liveCount > 0) {
    throw new RunStoppedError(
      alertKinds.emptySource,
      `There is nothing in ${name}, and the cache has ${rows.liveCount} orders: none was deleted. Correct ${setting} and deploy; ` +
        'where it is right, wait for the first order.',
    )
  }
  if (run.isNewIdentity && candidates.length > 0 && quarantined.size * 2 > seen.size) {
    throw new RunStoppedError(
      alertKinds.unreadableSource,
      `Of ${seen.size} records in ${name}, ${quarantined.size} could not be read as orders, so none of the ` +
        `${candidates.length} orders that the cache has beside them was deleted. Correct ${setting} or the maps of fields and ` +
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
  run: Run,
  progress: FullProgress,
  rows: AllRows,
  candidates: readonly Row[],
  cap: number,
): Promise<Row[]> {
  const { name, setting } = run.context.source.origin
  const gone: Row[] = []
  for (const lot of lotsOf(candidates)) {
    gone.push(...(await provenGone(run, progress, rows, lot)).map(({ row }) => row))
    if (run.counts.deleted + gone.length <= cap) continue
    throw new RunStoppedError(
      alertKinds.deleteCap,
      `More than ${cap} of the ${run.counts.beforeDeletions(rows.liveCount)} cached orders are missing from ${name}; ` +
        `${run.counts.deleted === 0 ? 'none was' : 'the others were not'} deleted. If they are really gone, start a full ` +
        `resync that may delete more (max_deletes); otherwise correct ${setting} and deploy.`,
    )
  }
  return gone
}

/** The cap is that of the cache before the run deleted anything: a crash between two lots must not lower it. */
function capOf({ lease, context, counts }: Run, rows: AllRows): number {
  const { deleteCapPercent } = context.settings
  return deleteCapOf(counts.beforeDeletions(rows.liveCount), deleteCapPercent, lease.state.maxDeletes)
}

/** Asks the source for candidates by id. Those that are there after all are copied and count as seen. */
async function provenGone(run: Run, progress: FullProgress, rows: AllRows, lot: readonly Row[]): Promise<ProvenRow[]> {
  const proofs = new Map<string, Absence & Pick<ProvenRow, 'isThere'>>()
  const sourceIds = lot.map(({ id }) => sourceIdOf(id))
  for await (const { found, absent, usage } of lookUp(run.context, sourceIds)) {
    run.counts.addUsage(usage)
    progress.see(found)
    const prepared = run.prepare(found)
    await run.applyRecords(prepared, rows, (slice, isLast) => {
      progress.noteFailures(slice)
      return isLast ? progress.save() : progress.nothing()
    })
    for (const one of absent) proofs.set(one.sourceId, one)
    if (!run.isNewIdentity) continue
    for (const one of prepared.built) {
      if ('reason' in one) proofs.set(one.record.sourceId, { ...absenceFrom(one.record), isThere: true })
    }
  }
  return lot.flatMap((row) => {
    const proof = proofs.get(sourceIdOf(row.id))
    return proof === undefined ? [] : { row, provenAt: proof.readTime, isThere: proof.isThere === true }
  })
}

function absenceFrom({ sourceId, readTime }: Absence): Absence {
  return { sourceId, readTime }
}

async function deleteLot(run: Run, rows: AllRows, progress: FullProgress, lot: readonly ProvenRow[]): Promise<void> {
  for await (const outcomes of deletionsOf(run.cache, lot)) {
    await run.commitOutcomes(outcomes, () => progress.save())
    for (const { change } of outcomes) if (change !== null) rows.set(change.after.id, change.after)
  }
}
