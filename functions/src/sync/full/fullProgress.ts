import type { Instant } from '../../lib/instant.ts'
import type { SourceRecord } from '../../model/source.ts'
import type { FullRun } from '../../model/state.ts'
import type { Outcome } from '../commit/outcomes.ts'
import type { Run, SliceExtras } from '../commit/run.ts'
import { laterChange } from '../incremental/window.ts'

/** Ids seen are journaled at least this often: from there a full run goes on after a crash. */
const checkpointRecords = 5_000
const checkpointIdBytes = 200_000
/** The number of reasons of failures that are told apart. */
const reasonLimit = 20
const reasonCharacters = 200

/** How far a full run has come: what is saved with a commit, and what only this task knows yet. */
export class FullProgress {
  readonly #run: Run
  #state: FullRun
  #seen: string[] = []
  #seenBytes = 0
  #failed: string[] = []

  constructor(run: Run, state: FullRun) {
    this.#run = run
    this.#state = state
  }

  get state(): FullRun {
    return this.#state
  }

  start(at: Instant): void {
    this.#state = { ...this.#state, startedAt: at, until: at }
  }

  /** The enumeration will give about so many records; null where nobody knows. */
  expect(total: number | null): void {
    this.#state = { ...this.#state, total }
  }

  /** A page was dealt with; `cursor` goes on behind it. */
  pass(records: readonly SourceRecord[], cursor: string): void {
    this.see(records)
    const { until } = this.#state
    let { largest } = this.#state
    const marks = { ...this.#state.marks }
    for (const record of records) {
      const { changedAt, sourceId } = record
      for (const mark of this.#run.context.source.marksOf(record)) marks[mark] = (marks[mark] ?? 0) + 1
      // A change later than the frozen bound is the next incremental run's to vouch for (invariant 2).
      if (changedAt !== null && until !== null && changedAt <= until) {
        largest = laterChange(largest, { at: changedAt, id: sourceId })
      }
    }
    this.#state = { ...this.#state, cursor, largest, marks, seen: this.#state.seen + records.length }
  }

  /** These records are there, wherever in the enumeration they stood. */
  see(records: readonly Pick<SourceRecord, 'sourceId'>[]): void {
    for (const { sourceId } of records) {
      this.#seen.push(sourceId)
      this.#seenBytes += Buffer.byteLength(sourceId)
    }
  }

  /** Of a slice's records, those that went to quarantine: they alone stay there when the run has ended. */
  noteFailures(slice: readonly Outcome[]): void {
    const reasons = new Map(Object.entries(this.#state.reasons))
    for (const { record, quarantine } of slice) {
      const reason = quarantine?.reason?.slice(0, reasonCharacters)
      if (reason === undefined) continue
      this.#failed.push(record.sourceId)
      if (reasons.has(reason) || reasons.size < reasonLimit) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
    this.#state = { ...this.#state, reasons: Object.fromEntries(reasons) }
  }

  get isCheckpointDue(): boolean {
    return this.#seen.length >= checkpointRecords || this.#seenBytes >= checkpointIdBytes
  }

  enterDeletion(): void {
    this.#state = { ...this.#state, phase: 'delete', cursor: null }
  }

  nothing(): SliceExtras {
    return { patch: {}, ids: { seen: [], quarantined: [] } }
  }

  /** What to save with the next commit: the checkpoint and, once, the ids that it covers. */
  save(): SliceExtras {
    const ids = { seen: this.#seen, quarantined: this.#failed }
    this.#seen = []
    this.#seenBytes = 0
    this.#failed = []
    this.#state = { ...this.#state, failures: 0 }
    return { patch: this.patch(1), ids }
  }

  /** The note in the watermark document, with the counts after `moreWrites` writes still to come. */
  checkpoint(moreWrites: number): FullRun {
    return { ...this.#state, counts: this.#run.counts.with(moreWrites) }
  }

  patch(moreWrites: number): SliceExtras['patch'] {
    const { seen, total } = this.#state
    return { fullRun: this.checkpoint(moreWrites), progress: { done: seen, total } }
  }
}
