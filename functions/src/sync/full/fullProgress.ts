import type { StatePatch } from '../../cache/lease.ts'
import type { Source, SourceRecord } from '../../model/source.ts'
import type { Counts, FullRun } from '../../model/state.ts'
import type { Outcome } from '../commit/outcomes.ts'
import { partsBehind, type PartPage } from '../commit/partPages.ts'
import type { Step } from '../commit/step.ts'
import { laterChange } from '../incremental/window.ts'

/** The most records between two checkpoints that journal the ids seen: a full run goes on from there after a crash. */
const checkpointRecords = 5_000
const checkpointIdBytes = 200_000
/** The number of reasons of failures that are told apart. */
const reasonLimit = 20
const reasonCharacters = 200

/** The progress of a full run: its checkpoint, and the ids that no commit has saved yet. It is a value: a commit that fails changes none. */
export interface FullProgress {
  readonly state: FullRun
  readonly seen: readonly string[]
  /** The ids among `seen` whose records went to quarantine. */
  readonly failed: readonly string[]
}

/** The progress of a task that goes on from a checkpoint. */
export function progressFrom(state: FullRun): FullProgress {
  return { state, seen: [], failed: [] }
}

/** The progress with records that are there, wherever in the enumeration they stood. */
export function withSeen(progress: FullProgress, records: readonly Pick<SourceRecord, 'sourceId'>[]): FullProgress {
  return { ...progress, seen: [...progress.seen, ...records.map(({ sourceId }) => sourceId)] }
}

/** The progress after a page of a part. */
export function withPage(progress: FullProgress, source: Pick<Source, 'marksOf'>, page: PartPage): FullProgress {
  const { until } = progress.state
  let { largest } = progress.state
  const marks = { ...progress.state.marks }
  for (const record of page.records) {
    const { changedAt, sourceId } = record
    for (const mark of source.marksOf(record)) marks[mark] = (marks[mark] ?? 0) + 1
    // A change later than the frozen bound is the next incremental run's to vouch for (invariant 2).
    if (changedAt !== null && until !== null && changedAt <= until) {
      largest = laterChange(largest, { at: changedAt, id: sourceId })
    }
  }
  const seen = progress.state.seen + page.records.length
  const parts = partsBehind(progress.state.parts, page)
  return withSeen({ ...progress, state: { ...progress.state, parts, largest, marks, seen } }, page.records)
}

/** The progress with the records of a slice that went to quarantine: they alone stay there when the run has ended. */
export function withFailures(progress: FullProgress, outcomes: readonly Outcome[]): FullProgress {
  const reasons = new Map(Object.entries(progress.state.reasons))
  const failed = [...progress.failed]
  for (const { record, quarantine } of outcomes) {
    const reason = quarantine?.reason?.slice(0, reasonCharacters)
    if (reason === undefined) continue
    failed.push(record.sourceId)
    if (reasons.has(reason) || reasons.size < reasonLimit) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  return { ...progress, failed, state: { ...progress.state, reasons: Object.fromEntries(reasons) } }
}

/** Tells whether so many ids are unsaved that a commit is due for them alone. */
export function isCheckpointDue({ seen }: FullProgress): boolean {
  return (
    seen.length >= checkpointRecords || seen.reduce((sum, id) => sum + Buffer.byteLength(id), 0) >= checkpointIdBytes
  )
}

/** The step of a commit that saves the progress: the checkpoint and, once, the ids that it covers. */
export function saved({ state, seen, failed }: FullProgress): Step<FullProgress> {
  const next = { ...state, failures: 0 }
  return { progress: progressFrom(next), patch: patchWith(next), ids: { seen, quarantined: failed } }
}

/** Returns the fields of the watermark document that change with a checkpoint. */
export function patchWith(state: FullRun): (counts: Counts) => StatePatch {
  return (counts) => ({ fullRun: { ...state, counts }, progress: { done: state.seen, total: state.total } })
}
