import { readSeenIds } from '../cache/journal.ts'
import { RunStoppedError } from '../lib/errors.ts'
import { sizeOf } from '../lib/firestoreValues.ts'
import { msOf, type Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import { tombstoneOf, type Row } from '../model/row.ts'
import type { FullProgress } from './fullProgress.ts'
import { inLots, readDocuments, type CacheLookup, type KnownRows, type Outcome } from './outcomes.ts'
import { lookUp } from './lookups.ts'
import type { Run } from './run.ts'

/** A full run may always delete this many orders. */
const alwaysAllowed = 20
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
    for (const row of this.#rows.values()) count += Number(!row.deleted)
    return count
  }

  /** The live rows that were there before the task and are of none of these orders. */
  liveBut(sourceIds: ReadonlySet<string>): Row[] {
    return [...this.#rows.values()].filter((row) => !row.deleted && !sourceIds.has(row.sourceId))
  }
}

/**
 * Deletes the orders that a complete enumeration did not see and that are absent when asked for by id once more
 * (invariant 7). Where the candidates might exceed the cap, nothing is deleted until all of them are proven; above it the run
 * stops with a RunStoppedError. False when the deadline came first.
 */
export async function removeAbsent(run: Run, progress: FullProgress, rows: AllRows, meter: Meter): Promise<boolean> {
  const { seen } = await readSeenIds(run.context.db, run.lease.runId, meter)
  // What the task itself added, it has seen.
  const candidates = rows.liveBut(seen)
  const cap = capOf(run, rows.liveCount)
  const isBelowCap = run.counts.deleted + candidates.length <= cap
  const absent = isBelowCap ? candidates : await absentBelowCap(run, progress, rows, candidates, cap)
  const lots = lotsOf(absent)
  for (const lot of lots) {
    await deleteLot(run, rows, progress, await provenAbsent(run, progress, rows, lot))
    if (lot !== lots.at(-1) && run.isPastDeadline) return false
  }
  return true
}

function lotsOf(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / lookupLot) }, (_, i) =>
    rows.slice(i * lookupLot, (i + 1) * lookupLot),
  )
}

/** The candidates that are really absent; throws as soon as they are too many. The others are copied and count as seen. */
async function absentBelowCap(
  run: Run,
  progress: FullProgress,
  rows: AllRows,
  candidates: readonly Row[],
  cap: number,
): Promise<Row[]> {
  const absent: Row[] = []
  for (const lot of lotsOf(candidates)) {
    absent.push(...(await provenAbsent(run, progress, rows, lot)).map(({ row }) => row))
    if (run.counts.deleted + absent.length <= cap) continue
    throw new RunStoppedError(
      `More than ${cap} orders are missing from the source; none was deleted. If they are really gone, ` +
        `start a full resync that may delete more (max_deletes); otherwise check the source's settings.`,
    )
  }
  return absent
}

export function capOf(run: Run, live: number): number {
  const { maxDeletes } = run.lease.state
  // The cache as it was before this run deleted anything: a crash between two lots must not lower the cap.
  const before = live + run.counts.deleted
  return maxDeletes ?? Math.max(alwaysAllowed, Math.floor((before * run.context.settings.deleteCapPercent) / 100))
}

/** Asks the source for candidates by id. Those that are there after all are copied and count as seen. */
async function provenAbsent(
  run: Run,
  progress: FullProgress,
  rows: AllRows,
  lot: readonly Row[],
): Promise<ProvenAbsent[]> {
  const provenAt = new Map<string, Instant>()
  const sourceIds = lot.map(({ sourceId }) => sourceId)
  for await (const { found, absent, readTime, usage } of lookUp(run.context, sourceIds)) {
    run.counts.addUsage(usage)
    progress.see(found)
    await run.applyRecords(run.prepare(found), rows, (slice, isLast) => {
      progress.noteFailures(slice)
      return isLast ? progress.save() : progress.nothing()
    })
    for (const id of absent) provenAt.set(id, readTime)
  }
  return lot.flatMap((row) => {
    const at = provenAt.get(row.sourceId)
    return at === undefined ? [] : [{ row, provenAt: at }]
  })
}

async function deleteLot(run: Run, rows: AllRows, progress: FullProgress, lot: readonly ProvenAbsent[]): Promise<void> {
  for await (const outcomes of deletionsOf(run.cache, lot)) {
    await run.commitOutcomes(outcomes, () => progress.save())
    for (const { change } of outcomes) if (change !== null) rows.set(change.after.id, change.after)
  }
}

/** A row whose order is absent from the source, and when that was seen. */
interface ProvenAbsent {
  readonly row: Row
  readonly provenAt: Instant
}

/** What the deletion of rows comes to, in lots that fit the memory; their documents are the before-images: one read each. */
export function deletionsOf(cache: CacheLookup, proven: readonly ProvenAbsent[]): AsyncGenerator<readonly Outcome[]> {
  return inLots(
    proven,
    () => 0,
    (portion) => deletionsOfPortion(cache, portion),
  )
}

async function deletionsOfPortion(cache: CacheLookup, proven: readonly ProvenAbsent[]): Promise<Outcome[]> {
  const documents = await readDocuments(
    cache,
    proven.map(({ row }) => row.id),
  )
  return proven.map(({ row, provenAt }): Outcome => {
    const after = tombstoneOf(row, provenAt, msOf(provenAt))
    const beforeDocument = documents.get(row.id)?.data() ?? null
    return {
      record: { sourceId: row.sourceId, changedAt: null, version: provenAt, raw: null },
      difference: 'deleted',
      change: { before: row, after, document: null, beforeDocument },
      bytes: sizeOf(beforeDocument),
      quarantine: null,
    }
  })
}
