import { rowBytes } from '../cache/changes.ts'
import { buildDocument, rowOfDocument, type OrderDocument } from '../cache/documents.ts'
import type { SeenIds } from '../cache/journal.ts'
import type { Lease, StatePatch } from '../cache/lease.ts'
import { orderRef, runRef } from '../cache/paths.ts'
import { CacheWriter, type OrderChange } from '../cache/writer.ts'
import type { DocumentSnapshot, WriteBatch } from '../lib/firestore.ts'
import { sizeOf } from '../lib/firestoreValues.ts'
import { isoOf } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import type { RunMode } from '../model/api.ts'
import { orderIdOf } from '../model/order.ts'
import type { Row } from '../model/row.ts'
import type { SourceNotice, SourcePage, SourceRecord, SourceUsage } from '../model/source.ts'
import type { Counts } from '../model/state.ts'
import { alertKinds, effectiveAlerts, openAfter, writeAlerts, type AlertChange } from './alerts.ts'
import type { SyncContext } from './context.ts'
import { differenceOf, type Difference } from './diff.ts'
import { effectiveQuarantine, listAfter, writeQuarantine, type QuarantineChange } from './quarantine.ts'
import { cutIntoSlices, type Weight } from './slices.ts'

/** What became of one record: what it is against the cache, and what has to be written for it. */
export interface Outcome {
  readonly record: SourceRecord
  readonly difference: Difference | 'quarantined' | 'deleted'
  readonly change: OrderChange | null
  readonly quarantine: QuarantineChange | null
}

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

/** How a run knows rows without reading their documents. */
export interface KnownRows {
  get(id: string): Row | undefined
  set(id: string, row: Row): void
  /** Whether an order that is not known here is in the cache for certain not; else its document is asked. */
  readonly complete: boolean
}

/** One run with its lease in hand: takes records through parse, diff and commit, and keeps the counts. */
export class Run {
  readonly context: SyncContext
  readonly lease: Lease
  readonly writer: CacheWriter
  readonly mode: RunMode
  /** What earlier tasks of this run counted, and what this one has so far beside what was billed. */
  counts: Counts
  /** Whether the journal has this run's document. */
  isJournaled: boolean
  readonly #meter: Meter
  readonly #notices = new Map<string, string>()
  readonly #startedMs: number

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
    this.counts = before.counts
    this.isJournaled = before.isJournaled
    this.#meter = meter
    this.#startedMs = context.clock.now()
    this.writer = new CacheWriter(context.db, lease, meter, context.clock)
  }

  /** Milliseconds since this run, or this task of it, began. */
  get elapsedMs(): number {
    return Math.round(this.context.clock.now() - this.#startedMs)
  }

  get isPastDeadline(): boolean {
    return this.elapsedMs >= this.context.limits[this.mode].softDeadlineMs
  }

  /** The counts with what was billed so far and will be by `moreWrites` still to come. */
  countsWith(moreWrites: number): Counts {
    return {
      ...this.counts,
      firestoreReads: this.counts.firestoreReads + this.#meter.reads,
      firestoreWrites: this.counts.firestoreWrites + this.#meter.writes + moreWrites,
      durationMs: this.counts.durationMs + this.elapsedMs,
    }
  }

  countUsage(usage: SourceUsage): void {
    this.#add({ sourceCalls: usage.calls, firestoreReads: usage.reads })
  }

  countPage(page: SourcePage): void {
    this.countUsage(page.usage)
    this.#add({ fetched: page.records.length })
    for (const notice of page.notices ?? []) this.notice(notice)
  }

  /** An order dated in the future waits until its time has come; it is there all the same, and not to be deleted. */
  splitByDate(records: readonly SourceRecord[]): { due: SourceRecord[]; waiting: SourceRecord[] } {
    const now = this.lease.now()
    const isWaiting = ({ changedAt }: SourceRecord): boolean => changedAt !== null && changedAt > now
    const waiting = records.filter(isWaiting)
    if (waiting.length > 0) {
      this.#add({ waiting: waiting.length })
      this.notice({
        kind: alertKinds.futureOrders,
        message: 'Some orders are dated in the future: they are copied when their time has come.',
      })
    }
    return { due: records.filter((record) => !isWaiting(record)), waiting }
  }

  /** Raises an alert with the next commit, unless one of its kind is open. */
  notice(notice: SourceNotice): void {
    this.#notices.set(notice.kind, notice.message)
  }

  #add(counts: Partial<Counts>): void {
    const sum = { ...this.counts }
    for (const [name, value] of Object.entries(counts) as [keyof Counts, number][]) sum[name] += value
    this.counts = sum
  }

  /** Takes a page's records to the cache, in one commit or, where they are too many or too large, in several. */
  async applyRecords(records: readonly SourceRecord[], known: KnownRows, extrasOf: ExtrasOf): Promise<void> {
    const outcomes = await this.#outcomesOf(records, known)
    await this.commitOutcomes(outcomes, extrasOf)
    for (const { change } of outcomes) if (change !== null) known.set(change.after.id, change.after)
  }

  async commitOutcomes(outcomes: readonly Outcome[], extrasOf: ExtrasOf): Promise<void> {
    const slices = cutIntoSlices(outcomes, weightOf)
    for (const [i, slice] of (slices.length === 0 ? [[]] : slices).entries()) {
      await this.#commitSlice(slice, (hasWrites) => extrasOf(slice, i >= slices.length - 1, hasWrites))
    }
  }

  async #commitSlice(slice: readonly Outcome[], extrasOf: (hasWrites: boolean) => SliceExtras): Promise<void> {
    const { db } = this.context
    const { lease } = this
    const untallied = this.counts
    this.#tally(slice)
    const changes = slice.flatMap(({ change }) => change ?? [])
    const quarantine = effectiveQuarantine(
      lease.state,
      slice.flatMap((outcome) => outcome.quarantine ?? []),
    )
    const { patch, ids } = extrasOf(changes.length + quarantine.length > 0)
    if (changes.length === 0 && quarantine.length === 0 && ids.seen.length === 0) return
    const list = listAfter(lease.state, quarantine)
    const alerts = effectiveAlerts(lease.state.openAlerts, [...this.#noticed(), ...quarantineAlert(list.quarantined)])
    const isFirst = !this.isJournaled
    const page = {
      changes,
      ids,
      patch: { ...patch, ...list, openAlerts: openAfter(lease.state.openAlerts, alerts) },
      extra: {
        count: quarantine.length + alerts.length + Number(isFirst),
        write: (batch: WriteBatch) => {
          const now = lease.now()
          if (isFirst) batch.set(runRef(db, lease.runId), this.openJournal())
          writeQuarantine(db, batch, lease.pipeline, { runId: lease.runId, at: now }, quarantine)
          writeAlerts(db, batch, lease.pipeline, now, alerts)
        },
      },
    }
    try {
      await this.writer.commit(page)
    } catch (error) {
      // What was not committed is in no report.
      this.counts = untallied
      throw error
    }
    this.isJournaled = true
  }

  #tally(slice: readonly Outcome[]): void {
    const tally = { created: 0, updated: 0, unchanged: 0, stale: 0, quarantined: 0, deleted: 0 }
    for (const { difference } of slice) tally[difference] += 1
    this.#add(tally)
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
    }
  }

  #noticed(): AlertChange[] {
    return [...this.#notices].map(([kind, message]) => ({ kind, message }))
  }

  /** The alerts to write when the run ends: what it noticed, and the closing of `closing` kinds that it did not. */
  endingAlerts(closing: readonly string[]): AlertChange[] {
    const closed = closing.filter((kind) => !this.#notices.has(kind)).map((kind) => ({ kind, message: null }))
    return effectiveAlerts(this.lease.state.openAlerts, [...this.#noticed(), ...closed])
  }

  async #outcomesOf(records: readonly SourceRecord[], known: KnownRows): Promise<Outcome[]> {
    const parsed = newestOfEach(records).map((record) => ({ record, built: this.#build(record) }))
    this.#add({ stale: records.length - parsed.length })
    this.#countMissingChangeTimes(records)
    const documents = parsed.flatMap(({ built }) => (built.ok ? [built.document] : []))
    const cached = await this.#cachedFor(documents, known)
    return parsed.map(({ record, built }): Outcome => {
      if (!built.ok)
        return {
          record,
          difference: 'quarantined',
          change: null,
          quarantine: { record, reason: built.reason, changed: true },
        }
      const { row, data } = built.document
      const { before, beforeDocument } = cached.get(row.id) ?? {
        before: known.get(row.id) ?? null,
        beforeDocument: null,
      }
      const difference = differenceOf(row, before)
      const isWritten = difference === 'created' || difference === 'updated'
      return {
        record,
        difference,
        change: isWritten ? { before, after: row, document: data, beforeDocument } : null,
        quarantine: { record, reason: null, changed: isWritten },
      }
    })
  }

  #build(record: SourceRecord): { ok: true; document: OrderDocument } | { ok: false; reason: string } {
    const parsed = this.context.source.parse(record)
    return parsed.ok ? buildDocument(parsed.order, parsed.payload, record.version) : parsed
  }

  #countMissingChangeTimes(records: readonly SourceRecord[]): void {
    const missing = records.filter(({ changedAt }) => changedAt === null).length
    if (missing === 0) return
    this.#add({ withoutChangeTime: missing })
    this.notice({
      kind: alertKinds.missingChangeTime,
      message: 'Some orders have no change time: their changes are seen by full runs only.',
    })
  }

  /** The cached state of the orders that `known` does not show to be unchanged: one read each, and the before-images. */
  async #cachedFor(
    documents: readonly OrderDocument[],
    known: KnownRows,
  ): Promise<Map<string, { before: Row | null; beforeDocument: Record<string, unknown> | null }>> {
    const asked = documents.filter(({ row }) => {
      const knownRow = known.get(row.id)
      if (knownRow === undefined) return !known.complete
      return !knownRow.deleted && differenceOf(row, knownRow) !== 'unchanged'
    })
    const snapshots = await this.readDocuments(asked.map(({ row }) => row.id))
    const absent = asked.filter(({ row }) => known.get(row.id) === undefined && snapshots.get(row.id)?.exists !== true)
    const tombstones =
      absent.length === 0 ? new Map<string, Row>() : await this.writer.tombstones(absent.map(({ row }) => row))
    return new Map(
      asked.map(({ row }) => {
        const snapshot = snapshots.get(row.id)
        const beforeDocument = snapshot?.data() ?? null
        const stored = snapshot?.exists === true ? rowOfDocument(snapshot) : (tombstones.get(row.id) ?? null)
        return [row.id, { before: known.get(row.id) ?? stored, beforeDocument }]
      }),
    )
  }

  /** The cached documents of orders by id: one read each, absent ones too. */
  async readDocuments(ids: readonly string[]): Promise<Map<string, DocumentSnapshot>> {
    if (ids.length === 0) return new Map()
    const snapshots = await this.context.db.getAll(...ids.map((id) => orderRef(this.context.db, id)))
    this.#meter.reads += snapshots.length
    return new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]))
  }

  /** The id under which the cache has a source's record. */
  idOf(sourceId: string): string {
    return orderIdOf(this.context.source.name, sourceId)
  }
}

/** Of several states of one record in a page the newest; the others are out of date already. */
function newestOfEach(records: readonly SourceRecord[]): SourceRecord[] {
  const newest = new Map<string, SourceRecord>()
  for (const record of records) {
    const other = newest.get(record.sourceId)
    if (other === undefined || other.version <= record.version) {
      newest.delete(record.sourceId)
      newest.set(record.sourceId, record)
    }
  }
  return [...newest.values()]
}

function quarantineAlert(list: readonly unknown[]): AlertChange[] {
  const message = 'Some records failed their schema and are not in the cache: see sync_quarantine for the reasons.'
  return [{ kind: alertKinds.quarantine, message: list.length > 0 ? message : null }]
}

function weightOf({ change, quarantine }: Outcome): Weight {
  const writes = Number(change !== null) + Number(quarantine?.reason != null)
  if (change === null) return { writes, bytes: 0, rowBytes: 0 }
  const bytes = sizeOf(change.document ?? {}) + sizeOf(change.beforeDocument ?? {})
  return { writes, bytes, rowBytes: rowBytes(change.after) }
}
