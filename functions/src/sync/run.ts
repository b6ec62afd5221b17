import type { SeenIds } from '../cache/journal.ts'
import type { Lease, StatePatch } from '../cache/lease.ts'
import { runRef } from '../cache/paths.ts'
import { CacheWriter } from '../cache/writer.ts'
import type { WriteBatch } from '../lib/firestore.ts'
import { isoOf } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import type { RunMode } from '../model/api.ts'
import type { ChangeTimes, SourceNotice, SourcePage, SourceRecord } from '../model/source.ts'
import type { Counts } from '../model/state.ts'
import { alertKinds, effectiveAlerts, openAfter, writeAlerts, type AlertChange } from './alerts.ts'
import type { SyncContext } from './context.ts'
import { countedAlerts } from './countedAlerts.ts'
import { contentDifferenceOf, differenceOf } from './diff.ts'
import { inLots, outcomesOf, weightOf, type CacheLookup, type KnownRows, type Outcome } from './outcomes.ts'
import { prepareRecords, type BuiltRecord, type PreparedRecords } from './prepare.ts'
import { effectiveQuarantine, listAfter, quarantineAlert, writeQuarantine } from './quarantine.ts'
import { RunCounts } from './runCounts.ts'
import { unmappedAlert } from './unmappedAlert.ts'
import { cutIntoSlices } from './slices.ts'

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
    this.cache = { db: context.db, meter, writer: new CacheWriter(context.db, lease, meter, context.clock), compare }
    const { damage } = lease.state
    if (damage !== null) {
      context.logger.warn(`[SYNC] ${damage}`, { pipeline: lease.pipeline, runId: lease.runId })
      this.notice({ kind: alertKinds.damagedState, message: damage })
    }
  }

  get isPastDeadline(): boolean {
    return this.counts.elapsedMs >= this.context.limits[this.mode].softDeadlineMs
  }

  countPage(page: SourcePage): void {
    this.counts.addUsage(page.usage)
    this.counts.add({ fetched: page.records.length })
    for (const notice of page.notices ?? []) this.notice(notice)
    this.changeTimes = page.changeTimes ?? this.changeTimes
  }

  /** Gets records ready for `applyRecords`. */
  prepare(records: readonly SourceRecord[]): PreparedRecords {
    return prepareRecords(this.context.source, records, this.lease.now())
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
    const { quarantined, quarantineOverflow } = this.lease.state
    const listed = new Set(quarantined.map(({ id }) => id))
    const isQuarantined = (id: string): boolean => quarantineOverflow || listed.has(id)
    const slices = atLeastOne(cutIntoSlices(outcomes, (outcome) => weightOf(outcome, isQuarantined)))
    for (const [i, slice] of slices.entries()) {
      await this.counts.whileCommitting(slice, () =>
        this.#commitSlice(slice, (hasWrites) => extrasOf(slice, i === slices.length - 1, hasWrites)),
      )
    }
  }

  async #commitSlice(slice: readonly Outcome[], extrasOf: (hasWrites: boolean) => SliceExtras): Promise<void> {
    const { db } = this.context
    const { lease } = this
    const changes = slice.flatMap(({ change }) => change ?? [])
    const failures = slice.flatMap((outcome) => outcome.quarantine ?? [])
    const quarantine = effectiveQuarantine(lease.state, failures)
    const { patch, ids } = extrasOf(changes.length + quarantine.length > 0)
    if (changes.length === 0 && quarantine.length === 0 && ids.seen.length === 0) return
    const head = await this.cache.writer.headAfter(changes)
    const list = listAfter(lease.state, quarantine, lease.now())
    const alerts = effectiveAlerts(lease.state.openAlerts, [
      ...this.#noticed(),
      quarantineAlert(list, this.context.source.settings.records),
      unmappedAlert(
        lease.state.unmapped,
        head?.unmapped ?? lease.state.unmapped,
        this.context.source.settings.statuses,
      ),
    ])
    const isFirst = !this.isJournaled
    await this.cache.writer.commit({
      changes,
      head,
      ids,
      patch: {
        ...patch,
        ...list,
        ...this.#identityAfter(changes.length + quarantine.length),
        openAlerts: openAfter(lease.state.openAlerts, alerts),
      },
      extra: {
        count: quarantine.length + alerts.length + Number(isFirst),
        write: (batch: WriteBatch) => {
          const now = lease.now()
          if (isFirst) batch.set(runRef(db, lease.runId), this.openJournal())
          writeQuarantine(db, batch, lease.pipeline, { runId: lease.runId, at: now }, quarantine)
          writeAlerts(db, batch, lease.pipeline, now, alerts)
        },
      },
    })
    this.isJournaled = true
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
   * The alerts to write when the run ends: what it noticed and counted, the closing of `closing` kinds that it did not, and what
   * `told` says in the end.
   */
  endingAlerts(closing: readonly string[], told: readonly AlertChange[] = []): AlertChange[] {
    const raised = [...this.#noticed(), ...countedAlerts(this.counts.with(0), this.mode)]
    const closed = closing.map((kind) => ({ kind, message: null }))
    return effectiveAlerts(this.lease.state.openAlerts, [...closed, ...raised, ...told])
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

function documentBytes(one: BuiltRecord): number {
  return 'document' in one ? one.document.bytes : 0
}

/** A page without records has a checkpoint too. */
function atLeastOne<T>(pieces: T[][]): T[][] {
  return pieces.length > 0 ? pieces : [[]]
}
