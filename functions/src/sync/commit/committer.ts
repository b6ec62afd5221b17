import { applyCommit } from '../../cache/applyCommit.ts'
import { BegunCommits } from '../../cache/begunCommits.ts'
import type { CacheAfter } from '../../cache/cacheWrites.ts'
import { foldDue, isCrowded } from '../../cache/fold.ts'
import { grpcStatus, statusOf } from '../../lib/firestore/grpc.ts'
import { msOf } from '../../lib/instant.ts'
import type { Counts } from '../../model/state.ts'
import { effectiveAlerts, type AlertChange } from '../alerts/alerts.ts'
import { countedAlerts } from '../alerts/countedAlerts.ts'
import { cachesAfter } from './cachesAfter.ts'
import { inLots, outcomesOf, weightOf, type KnownRows, type Outcome } from './outcomes.ts'
import { documentsAfter } from './pace.ts'
import {
  concernedBy,
  emptySlice,
  planCommit,
  planPageCommit,
  planSlice,
  type Beside,
  type CountedCommit,
  type PlannedSlice,
  type Planning,
} from './planCommit.ts'
import { stateOf, type BuiltRecord, type PreparedRecords } from './prepare.ts'
import type { Run } from './run.ts'
import { bulkLimits, cutIntoSlices, sliceLimits, type SliceLimits, type Weight } from './slices.ts'
import { silent, type Stepping } from './step.ts'

/** Nothing larger is held back: nobody counts it among what is in memory. */
const heldBytes = 500_000

/**
 * Applies what a run finds, commit by commit. The last commit of an incremental run is held back: the run's end takes it along,
 * so that a run of one page is one commit. Counts and caches change when a commit has succeeded, and not before.
 */
export class Committer {
  readonly run: Run
  readonly #begun: BegunCommits
  /** True once the journal has the document of this run. A full run writes it before it reads anything. */
  #isJournaled: boolean
  #entry = 0
  /** False once Firestore has refused a commit for what it holds. */
  #takesBulk = true
  #held: PlannedSlice | null = null

  constructor(run: Run) {
    this.run = run
    this.#begun = new BegunCommits(run.context.db, run.lease.pipeline)
    this.#isJournaled = run.mode === 'full'
  }

  /** The most that one commit holds. */
  get limits(): SliceLimits {
    const { mode, lease, context } = this.run
    if (mode === 'incremental' || !this.#takesBulk) return sliceLimits
    const startedAt = lease.state.fullRun?.startedAt ?? lease.startedAt
    return { ...bulkLimits, orders: documentsAfter(context.pace, msOf(lease.now()) - msOf(startedAt)) }
  }

  /** The most that pages are gathered to before they are committed together. */
  get gathered(): Pick<SliceLimits, 'orders' | 'bytes'> {
    const { limits } = this
    const { mode, context } = this.run
    const { pageSize, fullPageSize } = context.settings
    return { orders: Math.min(limits.orders, mode === 'full' ? fullPageSize : pageSize), bytes: limits.bytes }
  }

  /** Begins the commit of a page that probably needs just one; `known` tells which of its records will be written. */
  begin({ built }: PreparedRecords, known: KnownRows): void {
    const written = built
      .filter((one) => 'document' in one)
      .filter((one) => {
        const difference = this.run.compare(stateOf(one), known.get(one.document.row.id) ?? null)
        return difference === 'created' || difference === 'updated'
      })
      .map(({ document }) => document)
    const bytes = written.reduce((sum, document) => sum + document.bytes, 0)
    const { limits } = this
    if (written.length <= limits.orders && bytes <= limits.bytes) this.#begun.begin(written)
  }

  /**
   * Takes prepared records to the cache, in one commit or, where they are too many or too large, in several. Returns the progress
   * behind them.
   */
  async applyRecords<Progress>(
    prepared: PreparedRecords,
    known: KnownRows,
    before: Progress,
    stepping: Stepping<Progress>,
  ): Promise<Progress> {
    this.run.countPrepared(prepared)
    const { built } = prepared
    // A page without records has a checkpoint too.
    if (built.length === 0) return this.applyOutcomes([], before, stepping)
    let progress = before
    let done = 0
    for await (const outcomes of inLots(built, documentBytes, (portion) => outcomesOf(this.run, portion, known))) {
      done += outcomes.length
      const isLastLot = done === built.length
      progress = await this.applyOutcomes(outcomes, progress, (reached, slice) =>
        stepping(reached, { ...slice, isLast: slice.isLast && isLastLot }),
      )
      for (const { change } of outcomes) if (change !== null) known.set(change.after.id, change.after)
    }
    return progress
  }

  /** The same for outcomes that are known already. */
  async applyOutcomes<Progress>(
    outcomes: readonly Outcome[],
    before: Progress,
    stepping: Stepping<Progress>,
  ): Promise<Progress> {
    let progress = before
    const weigh = this.#weigh()
    const slices = atLeastOne(cutIntoSlices(outcomes, weigh, this.limits))
    for (let slice = slices.shift(); slice !== undefined; slice = slices.shift()) {
      await this.flush()
      const caches = await cachesAfter(this.run, slice)
      const smaller = cutIntoSlices(slice, weigh)
      if (smaller.length > 1 && caches.some(({ after }) => isCrowded(after.head))) {
        // Its rows lie all over the cache, and more of them would wait in the head than it has room for.
        slices.unshift(...smaller)
        continue
      }
      const isLast = slices.length === 0
      try {
        progress = await this.#applySlice(slice, caches, progress, isLast, stepping)
      } catch (error) {
        if (smaller.length <= 1 || statusOf(error) !== grpcStatus.invalidArgument) throw error
        this.#takesBulk = false
        progress = await this.#applySmaller(slice, smaller, progress, isLast, stepping)
      }
    }
    return progress
  }

  /** Applies a slice in pieces; the step behind all of it is saved with the last. */
  async #applySmaller<Progress>(
    slice: readonly Outcome[],
    pieces: readonly Outcome[][],
    before: Progress,
    isLast: boolean,
    stepping: Stepping<Progress>,
  ): Promise<Progress> {
    let progress = before
    for (const [i, piece] of pieces.entries()) {
      const step: Stepping<Progress> =
        i === pieces.length - 1 ? (reached, at) => stepping(reached, { ...at, outcomes: slice }) : silent
      progress = await this.#applySlice(piece, await cachesAfter(this.run, piece), progress, isLast, step)
    }
    return progress
  }

  async #applySlice<Progress>(
    outcomes: readonly Outcome[],
    caches: readonly CacheAfter[],
    before: Progress,
    isLast: boolean,
    stepping: Stepping<Progress>,
  ): Promise<Progress> {
    const { slice, progress, hasWrites } = planSlice(this.#planning, outcomes, caches, (hasRecords) =>
      stepping(before, { outcomes, isLast, hasWrites: hasRecords }),
    )
    if (!hasWrites) this.run.counts.add(slice.tally)
    else if (this.#mayWait(slice)) this.#held = slice
    else await this.#commit(planPageCommit(this.#planning, slice))
    return progress
  }

  get #planning(): Planning {
    const { context, lease, counts, notices, isNewIdentity } = this.run
    return {
      db: context.db,
      lease,
      source: context.source,
      stream: context.stream,
      counts,
      notices,
      isNewIdentity,
      opening: this.#isJournaled ? null : this.run.openingOfJournal(),
      entry: this.#entry,
      begun: this.#begun,
      dependents: context.dependents,
    }
  }

  async #commit(planned: CountedCommit): Promise<void> {
    const { context, lease, counts } = this.run
    await applyCommit(context.db, lease, planned)
    this.#isJournaled = true
    this.#entry += Number(planned.hasEntry)
    counts.add(planned.tally)
    this.run.reportedTo(planned.reportsTo)
  }

  /** Returns a function that weighs what a record adds to a commit, as the quarantine is now. */
  #weigh(): (outcome: Outcome) => Weight {
    const { quarantined, quarantineOverflow } = this.run.lease.state
    const listed = new Set(quarantined.map(({ id }) => id))
    const { dependents, id: pipeline } = this.run.context
    return (outcome) => {
      const weight = weightOf(outcome, (id) => quarantineOverflow || listed.has(id))
      const { change } = outcome
      const reports = change === null ? [] : dependents.flatMap((one) => concernedBy(one, pipeline, change))
      return { ...weight, writes: weight.writes + reports.length }
    }
  }

  /** A full run's commits go out at once, and so does what folds, or has to be folded: that takes the lease. */
  #mayWait({ caches, bytes }: PlannedSlice): boolean {
    if (this.run.mode === 'full' || bytes > heldBytes) return false
    return caches.every(({ after }) => after.written.length === 0 && !foldDue(after.head, false))
  }

  /** Commits what is held back: then the watermark document knows all that the run has found. */
  async flush(): Promise<void> {
    const held = this.#held
    this.#held = null
    if (held !== null) await this.#commit(planPageCommit(this.#planning, held))
  }

  /** The counts with what is held back. */
  get counts(): Counts {
    return this.run.counts.with(this.#held?.tally)
  }

  /**
   * The alerts to write when the run ends: those of what is held back, what it noticed and counted, the closing of `closing`
   * kinds that it did not, and what `told` says in the end.
   */
  endingAlerts(closing: readonly string[], told: readonly AlertChange[] = []): AlertChange[] {
    const { notices, mode, lease } = this.run
    const closed = closing.map((kind) => ({ kind, message: null }))
    const held = this.#held?.alerts ?? []
    const counted = countedAlerts(this.counts, mode)
    return effectiveAlerts(lease.state.openAlerts, [...held, ...closed, ...notices, ...counted, ...told])
  }

  /** The caches that what is held back changes. */
  get heldCaches(): readonly CacheAfter[] {
    return this.#held?.caches ?? []
  }

  /** Plans the commit that ends the run, with what is held back. `end` gets what opens the journal where nothing has yet. */
  planEnd(end: (opening: Record<string, unknown>) => Beside): CountedCommit {
    const planning = this.#planning
    return planCommit(planning, this.#held ?? emptySlice, end(this.#held === null ? {} : (planning.opening ?? {})))
  }

  /** Forgets what is held back: it is committed, or never will be. */
  drop(): void {
    this.#held = null
  }
}

function documentBytes(one: BuiltRecord): number {
  return 'document' in one ? one.document.bytes : 0
}

/** A page without records has a checkpoint too. */
function atLeastOne<T>(pieces: T[][]): T[][] {
  return pieces.length > 0 ? pieces : [[]]
}
