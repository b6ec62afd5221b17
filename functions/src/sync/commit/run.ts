import { foldDue, type Folded } from '../../cache/fold.ts'
import type { SeenIds } from '../../cache/journal.ts'
import type { Lease, StatePatch } from '../../cache/lease.ts'
import { runRef } from '../../cache/paths.ts'
import { CacheWriter, isCrowded, type OrderChange, type PageCommit, type PlannedPage } from '../../cache/writer.ts'
import type { RunMode } from '../../contract/api.ts'
import { grpcStatus, statusOf } from '../../lib/firestore/grpc.ts'
import { isoOf, msOf } from '../../lib/instant.ts'
import type { Meter } from '../../lib/meter.ts'
import type { ChangeTimes, SourceNotice, SourcePage, SourceRecord } from '../../model/source.ts'
import type { Counts } from '../../model/state.ts'
import { alertKinds, effectiveAlerts, openAfter, writeAlerts, type AlertChange } from '../alerts/alerts.ts'
import { countedAlerts } from '../alerts/countedAlerts.ts'
import {
  effectiveQuarantine,
  listAfter,
  quarantineAlert,
  writeQuarantine,
  type QuarantineChange,
} from '../alerts/quarantine.ts'
import { unmappedAlert } from '../alerts/unmappedAlert.ts'
import type { SyncContext } from '../context.ts'
import { isOutdated, outdatedMessage } from '../declaration.ts'
import { contentDifferenceOf, differenceOf } from './diff.ts'
import { inLots, outcomesOf, weightOf, type CacheLookup, type KnownRows, type Outcome } from './outcomes.ts'
import { documentsAfter } from './pace.ts'
import { prepareRecords, type BuiltRecord, type PreparedRecords } from './prepare.ts'
import { RunCounts } from './runCounts.ts'
import { bulkLimits, cutIntoSlices, sliceLimits, type SliceLimits, type Weight } from './slices.ts'

/** What a run adds to each commit of its own: the checkpoint behind the slice, and the ids that it saw. */
export interface SliceExtras {
  readonly patch: StatePatch
  readonly ids: SeenIds
}

/**
 * Asked before each commit. `isLast` marks the last slice of its page; without `hasWrites` nothing is committed unless the
 * answer holds ids.
 */
export type ExtrasOf = (slice: readonly Outcome[], isLast: boolean, hasWrites: boolean) => SliceExtras

/** What one commit is to write for a slice. */
interface PlannedSlice {
  readonly slice: readonly Outcome[]
  readonly changes: readonly OrderChange[]
  readonly after: Folded | null
  readonly quarantine: readonly QuarantineChange[]
  readonly ids: SeenIds
  readonly patch: StatePatch
  /** Whether they are written depends on the alerts that are open by then. */
  readonly alerts: readonly AlertChange[]
}

/** Nothing larger is held back: nobody counts it among what is in memory. */
const heldBytes = 500_000
/** A request stays under 3.5 MiB, and the head takes up to so much of it. */
const [requestBytes, headBytes] = [3_500_000, 450_000]
/** Documents take so many times as much in a request as Firestore counts for them (measured). */
const requestShare = 1.4

const noExtras: SliceExtras = { patch: {}, ids: { seen: [], quarantined: [] } }

/** One run with its lease in hand: takes records through parse, diff and commit. */
export class Run {
  readonly context: SyncContext
  readonly lease: Lease
  readonly mode: RunMode
  readonly counts: RunCounts
  readonly cache: CacheLookup
  /** True where the cache may hold records of another identity: then they compare by content (invariant 5). */
  readonly isNewIdentity: boolean
  /** Whether the journal has this run's document. */
  isJournaled: boolean
  /** What the pages read showed of the change times; undefined where none did. */
  changeTimes: ChangeTimes | undefined
  readonly #notices = new Map<string, AlertChange>()
  /** False once Firestore has refused a commit for what it holds. */
  #takesBulk = true
  /** The last commit of an incremental run, until another one comes or the run's end takes it along. */
  #held: PlannedSlice | null = null

  constructor(
    context: SyncContext,
    lease: Lease,
    meter: Meter,
    mode: RunMode,
    before: { readonly counts: Counts; readonly isJournaled: boolean },
  ) {
    this.context = context
    this.lease = lease
    this.mode = mode
    this.isJournaled = before.isJournaled
    this.counts = new RunCounts(before.counts, meter, context.clock)
    this.isNewIdentity = lease.state.identity !== context.source.identity
    const compare = this.isNewIdentity ? contentDifferenceOf : differenceOf
    const { db, stream, clock } = context
    this.cache = { db, stream, meter, writer: new CacheWriter(db, stream, lease, meter, clock), compare }
    const { damage } = lease.state
    if (damage !== null) {
      context.logger.warn(`[SYNC] ${damage}`, { pipeline: lease.pipeline, runId: lease.runId })
      this.notice({ kind: alertKinds.damagedState, message: damage })
    }
    if (isOutdated(lease.state, stream)) {
      this.notice({ kind: alertKinds.changedColumns, message: outdatedMessage(stream) })
    }
  }

  get isPastDeadline(): boolean {
    return this.counts.elapsedMs >= this.context.limits[this.mode].softDeadlineMs
  }

  /** The most that one commit holds. */
  get commitLimits(): SliceLimits {
    if (this.mode === 'incremental' || !this.#takesBulk) return sliceLimits
    const { lease, context } = this
    const startedAt = lease.state.fullRun?.startedAt ?? lease.startedAt
    return { ...bulkLimits, orders: documentsAfter(context.pace, msOf(lease.now()) - msOf(startedAt)) }
  }

  countPage(page: SourcePage): void {
    this.counts.addUsage(page.usage)
    this.counts.add({ fetched: page.records.length })
    for (const notice of page.notices ?? []) this.notice(notice)
    this.changeTimes = page.changeTimes ?? this.changeTimes
  }

  /** Gets records ready for `applyRecords`. */
  prepare(records: readonly SourceRecord[]): PreparedRecords {
    return prepareRecords(this.context, records, this.lease.now())
  }

  /** Raises an alert with the next commit, unless one of its kind is open. */
  notice({ kind, message }: SourceNotice): void {
    this.#notices.set(kind, { kind, message })
  }

  /** Takes a notice back whose cause the run has mended. */
  withdraw(kind: string): void {
    this.#notices.delete(kind)
  }

  /** Takes prepared records to the cache, in one commit or, where they are too many or too large, in several. */
  async applyRecords(prepared: PreparedRecords, known: KnownRows, extrasOf: ExtrasOf): Promise<void> {
    this.#countPrepared(prepared)
    const { built } = prepared
    // A page without records has a checkpoint too.
    if (built.length === 0) await this.commitOutcomes([], extrasOf)
    let done = 0
    for await (const outcomes of inLots(built, documentBytes, (portion) => outcomesOf(this.cache, portion, known))) {
      done += outcomes.length
      const isLastLot = done === built.length
      await this.commitOutcomes(outcomes, (slice, isLast, hasWrites) => extrasOf(slice, isLast && isLastLot, hasWrites))
      for (const { change } of outcomes) if (change !== null) known.set(change.after.id, change.after)
    }
  }

  async commitOutcomes(outcomes: readonly Outcome[], extrasOf: ExtrasOf): Promise<void> {
    const weigh = this.#weigh()
    const slices = atLeastOne(cutIntoSlices(outcomes, weigh, this.commitLimits))
    for (let slice = slices.shift(); slice !== undefined; slice = slices.shift()) {
      await this.flush()
      const after = await this.#cacheAfter(slice)
      const smaller = cutIntoSlices(slice, weigh)
      if (smaller.length > 1 && after !== null && isCrowded(after.head)) {
        // Its rows lie all over the cache, and more of them would wait in the head than it has room for.
        slices.unshift(...smaller)
        continue
      }
      const isLast = slices.length === 0
      let extras = noExtras
      try {
        await this.#commitSlice(slice, after, (hasWrites) => (extras = extrasOf(slice, isLast, hasWrites)))
      } catch (error) {
        if (smaller.length <= 1 || statusOf(error) !== grpcStatus.invalidArgument) throw error
        this.#takesBulk = false
        await this.#commitSmaller(smaller, extras)
      }
    }
  }

  /** Commits a slice in pieces; `extras` is saved with the last. */
  async #commitSmaller(pieces: readonly Outcome[][], extras: SliceExtras): Promise<void> {
    for (const [i, piece] of pieces.entries()) {
      const isLast = i === pieces.length - 1
      await this.#commitSlice(piece, await this.#cacheAfter(piece), () => (isLast ? extras : noExtras))
    }
  }

  async #commitSlice(
    slice: readonly Outcome[],
    after: Folded | null,
    extrasOf: (hasWrites: boolean) => SliceExtras,
  ): Promise<void> {
    this.counts.addOutcomes(slice)
    await this.#orTakeBack(slice, async () => {
      const planned = this.#plan(slice, after, extrasOf)
      if (planned === null) return
      if (this.#mayWait(planned)) this.#held = planned
      else await this.#commit(planned)
    })
  }

  /** What a record adds to a commit, as the quarantine is now. */
  #weigh(): (outcome: Outcome) => Weight {
    const { quarantined, quarantineOverflow } = this.lease.state
    const listed = new Set(quarantined.map(({ id }) => id))
    return (outcome) => weightOf(outcome, (id) => quarantineOverflow || listed.has(id))
  }

  #cacheAfter(slice: readonly Outcome[]): Promise<Folded | null> {
    const bytes = slice.reduce((sum, outcome) => sum + outcome.bytes, 0)
    return this.cache.writer.cacheAfter(changesOf(slice), requestBytes - headBytes - requestShare * bytes)
  }

  /** Commits what is held back: then the watermark document knows all that the run has found. */
  async flush(): Promise<void> {
    const held = this.#held
    this.#held = null
    if (held !== null) await this.#orTakeBack(held.slice, () => this.#commit(held))
  }

  /** What is held back, for the commit that ends the run with `patch`: that one opens the journal and writes the alerts, too. */
  planHeld(patch: StatePatch): PlannedPage | null {
    if (this.#held === null) return null
    const all = { ...this.#held, patch: { ...this.#held.patch, ...patch } }
    return this.cache.writer.plan(this.#pageOf(all, { count: 0, write: () => {} }))
  }

  /** Forgets what is held back, once that is committed (`isCommitted`) or will never be. */
  dropHeld(isCommitted: boolean): void {
    if (this.#held !== null && !isCommitted) this.counts.takeBack(this.#held.slice)
    this.#held = null
  }

  /** Commits a slice that is counted already: what is not committed is in no report. */
  async #orTakeBack(slice: readonly Outcome[], commit: () => Promise<void>): Promise<void> {
    try {
      await commit()
    } catch (error) {
      this.counts.takeBack(slice)
      throw error
    }
  }

  /** What has to be written for a slice that leaves the cache as `after`; null where nothing has. */
  #plan(
    slice: readonly Outcome[],
    after: Folded | null,
    extrasOf: (hasWrites: boolean) => SliceExtras,
  ): PlannedSlice | null {
    const { lease } = this
    const { statuses, records } = this.context.source.settings
    const changes = changesOf(slice)
    const failures = slice.flatMap((outcome) => outcome.quarantine ?? [])
    const quarantine = effectiveQuarantine(lease.state, failures)
    const { patch, ids } = extrasOf(changes.length + quarantine.length > 0)
    if (changes.length === 0 && quarantine.length === 0 && ids.seen.length === 0) return null
    const list = listAfter(lease.state, quarantine, lease.now())
    return {
      slice,
      changes,
      after,
      quarantine,
      ids,
      patch: { ...patch, ...list, ...this.#identityAfter(changes.length + quarantine.length) },
      alerts: [
        ...this.#noticed(),
        quarantineAlert(list, records),
        unmappedAlert(lease.state.unmapped, after?.head.unmapped ?? lease.state.unmapped, statuses),
      ],
    }
  }

  /** A full run's commits go out at once, and so does what folds, or has to be folded: that takes the lease. */
  #mayWait({ slice, after }: PlannedSlice): boolean {
    if (this.mode === 'full') return false
    if (after !== null && (after.written.length > 0 || foldDue(after.head, false))) return false
    return slice.reduce((sum, { bytes }) => sum + bytes, 0) <= heldBytes
  }

  async #commit(planned: PlannedSlice): Promise<void> {
    const { lease } = this
    const { db } = this.context
    const alerts = effectiveAlerts(lease.state.openAlerts, planned.alerts)
    const isFirst = !this.isJournaled
    const patch = { ...planned.patch, openAlerts: openAfter(lease.state.openAlerts, alerts) }
    await this.cache.writer.commit(
      this.#pageOf(
        { ...planned, patch },
        {
          count: alerts.length + Number(isFirst),
          write: (batch) => {
            if (isFirst) batch.set(runRef(db, lease.runId), this.openJournal())
            writeAlerts(db, batch, lease.pipeline, lease.now(), alerts)
          },
        },
      ),
    )
    this.isJournaled = true
  }

  #pageOf({ changes, after, ids, patch, quarantine }: PlannedSlice, extra: PageCommit['extra']): PageCommit {
    const { pipeline, runId } = this.lease
    return {
      changes,
      after,
      ids,
      patch,
      extra: {
        count: quarantine.length + extra.count,
        write: (batch) => {
          writeQuarantine(this.context.db, batch, pipeline, { runId, at: this.lease.now() }, quarantine)
          extra.write(batch)
        },
      },
    }
  }

  /** From its first change on, a cache that had another identity is of none: should this run not succeed, it is not whole. */
  #identityAfter(written: number): StatePatch {
    return this.isNewIdentity && written > 0 ? { identity: null } : {}
  }

  /** The run's document from its first commit on: what it started from is what an undo goes back to. */
  openJournal(): Record<string, unknown> {
    const { pipeline, watermark, bound, cacheVersion } = this.lease.state
    return {
      runId: this.lease.runId,
      pipeline,
      mode: this.mode,
      status: 'running',
      startedAt: isoOf(this.lease.startedAt),
      from: { watermark, bound, cacheVersion },
      expireAt: this.lease.journalUntil,
    }
  }

  /**
   * The alerts to write when the run ends: those of what is held back, what it noticed and counted, the closing of `closing`
   * kinds that it did not, and what `told` says in the end.
   */
  endingAlerts(closing: readonly string[], told: readonly AlertChange[] = []): AlertChange[] {
    const raised = [...this.#noticed(), ...countedAlerts(this.counts.with(0), this.mode)]
    const closed = closing.map((kind) => ({ kind, message: null }))
    const held = this.#held?.alerts ?? []
    return effectiveAlerts(this.lease.state.openAlerts, [...held, ...closed, ...raised, ...told])
  }

  #noticed(): AlertChange[] {
    return [...this.#notices.values()]
  }

  #countPrepared({ stale, future, withoutChangeTime }: PreparedRecords): void {
    this.counts.add({ stale, future, withoutChangeTime })
    // A full run counts them all, and says so when it ends.
    if (withoutChangeTime > 0 && this.mode === 'incremental') {
      const found = this.context.source.feed === null ? 'by full runs only' : 'by the change feed and by full runs'
      this.notice({
        kind: alertKinds.missingChangeTime,
        message: `Some orders have no change time: their changes are found ${found}.`,
      })
    }
  }
}

function changesOf(slice: readonly Outcome[]): OrderChange[] {
  return slice.flatMap(({ change }) => change ?? [])
}

function documentBytes(one: BuiltRecord): number {
  return 'document' in one ? one.document.bytes : 0
}

/** A page without records has a checkpoint too. */
function atLeastOne<T>(pieces: T[][]): T[][] {
  return pieces.length > 0 ? pieces : [[]]
}
