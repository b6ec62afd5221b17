import { rowOfDocument } from '../../cache/documents.ts'
import type { DocumentSnapshot } from '../../lib/firestore/firestore.ts'
import { sizeOf } from '../../lib/firestore/firestoreValues.ts'
import { portionLimits } from '../../lib/firestore/portions.ts'
import { isLive, type Row } from '../../model/row.ts'
import type { Absence } from '../../model/source.ts'
import { recordIdOf, sourceIdOf } from '../../model/stream.ts'
import { alertKinds } from '../alerts/alerts.ts'
import { reportedDeleteCapOf } from './deleteCap.ts'
import { absenceOf, deletionsOf } from './absences.ts'
import type { Committer } from './committer.ts'
import { lookUp } from './lookups.ts'
import type { KnownRows } from './outcomes.ts'
import type { Run } from './run.ts'
import type { Stepping } from './step.ts'

/**
 * Asks the source for records by id, copies what is there, and deletes what is proven absent, up to the cap (invariant 7). Returns
 * the progress behind them.
 */
export async function copyByIds<Progress>(
  committer: Committer,
  sourceIds: readonly string[],
  known: KnownRows,
  before: Progress,
  stepping: Stepping<Progress>,
): Promise<Progress> {
  const { run } = committer
  run.counts.add({ fetched: sourceIds.length })
  let progress = before
  for await (const looked of lookUp(run.context, await run.inputs(), sourceIds)) {
    run.counts.addUsage(looked.usage)
    progress = await committer.applyRecords(await run.prepare(looked.found), known, progress, stepping)
    progress = await removeAbsent(committer, looked.absent, known, progress, stepping)
  }
  return progress
}

/**
 * Deletes what was asked for and is not there, up to the cap; above it a full run has to decide. What is not there leaves quarantine,
 * whether it was ever cached or not.
 */
async function removeAbsent<Progress>(
  committer: Committer,
  absent: readonly Absence[],
  known: KnownRows,
  before: Progress,
  stepping: Stepping<Progress>,
): Promise<Progress> {
  if (absent.length === 0) return before
  let progress = before
  const { run } = committer
  // The cap goes by how many orders the cache has.
  await committer.flush()
  const { rows, documents } = await cachedRows(run, absent, known)
  const cached = isAboveCap(run, rows.size)
    ? []
    : absent.flatMap(({ sourceId, readTime }) => {
        const row = rows.get(sourceId)
        return row === undefined ? [] : { row, provenAt: readTime }
      })
  let uncached = absent.filter(({ sourceId }) => !rows.has(sourceId)).map(absenceOf)
  for await (const deletions of deletionsOf(run, cached, documents)) {
    progress = await committer.applyOutcomes([...uncached, ...deletions], progress, stepping)
    uncached = []
    for (const { change } of deletions) if (change !== null) known.set(change.after.id, change.after)
  }
  return uncached.length > 0 ? committer.applyOutcomes(uncached, progress, stepping) : progress
}

/** Tells whether so many deletions are too many for a run without an enumeration; then it says so. */
function isAboveCap(run: Run, deletions: number): boolean {
  const { context, counts, lease } = run
  // What is computed goes with what it was computed from, and the cap was that one's.
  if (context.source.strategy === 'derived' || context.source.isOwn) return false
  const before = counts.beforeDeletions(lease.state.liveCount)
  const cap = reportedDeleteCapOf(before, context.settings.deleteCapPercent)
  if (counts.deleted + deletions <= cap) return false
  const { name, setting } = context.source.origin
  run.notice({
    kind: alertKinds.deleteCap,
    message:
      `More than ${cap} of the ${before} cached records were deleted from ${name} at once; they stay in the cache. If they are ` +
      `really gone, start a full resync that may delete more (max_deletes); otherwise correct ${setting} and deploy.`,
  })
  return true
}

/**
 * The live rows of orders by their ids at the source: one read each where `known` has none. The documents read for them stay at
 * hand, as far as the memory allows: they are the before-images.
 */
async function cachedRows(
  run: Run,
  absent: readonly Absence[],
  known: KnownRows,
): Promise<{ readonly rows: ReadonlyMap<string, Row>; readonly documents: ReadonlyMap<string, DocumentSnapshot> }> {
  const ids = absent.map(({ sourceId }) => recordIdOf(run.context.source.name, sourceId))
  const rows = ids.flatMap((id) => known.get(id) ?? [])
  const unknown = ids.filter((id) => known.get(id) === undefined)
  const atHand = new Map<string, DocumentSnapshot>()
  let bytes = 0
  for (let start = 0; start < unknown.length; start += portionLimits.documents) {
    const documents = await run.cache.documents(unknown.slice(start, start + portionLimits.documents))
    for (const [id, document] of documents) {
      if (!document.exists) continue
      rows.push(rowOfDocument(run.context.stream, document))
      bytes += sizeOf(document.data())
      if (bytes < portionLimits.bytes) atHand.set(id, document)
    }
  }
  const live = rows.filter(isLive)
  return { rows: new Map(live.map((row) => [sourceIdOf(row.id), row])), documents: atHand }
}
