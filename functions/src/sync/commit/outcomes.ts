import { rowBytes } from '../../cache/changes.ts'
import type { RecordChange } from '../../cache/cacheWrites.ts'
import {
  childChanges,
  type CachedParent,
  type ChildCache,
  type ChildChanges,
  type NewParent,
} from '../../cache/childRows.ts'
import { rowOfDocument } from '../../cache/documents.ts'
import type { PipelineCache } from '../../cache/pipelineCache.ts'
import type { DocumentSnapshot } from '../../lib/firestore/firestore.ts'
import { sizeOf } from '../../lib/firestore/firestoreValues.ts'
import { portionLimits, Portions } from '../../lib/firestore/portions.ts'
import { msOf } from '../../lib/instant.ts'
import { isLive, type Row } from '../../model/row.ts'
import type { SourceRecord } from '../../model/source.ts'
import type { QuarantineChange } from '../alerts/quarantine.ts'
import type { Comparison, Difference } from './diff.ts'
import { stateOf, type BuiltRecord, type ReadableRecord } from './prepare.ts'
import type { Weight } from './slices.ts'

/** The outcome for one record: its difference from the cache, and what has to be written for it. */
export interface Outcome {
  readonly record: SourceRecord
  /** `absent`: reported, and neither in the source nor in the cache. */
  readonly difference: Difference | 'quarantined' | 'deleted' | 'absent'
  readonly change: RecordChange | null
  /** Bytes of the change's document and of the one that it replaces. */
  readonly bytes: number
  readonly quarantine: QuarantineChange | null
}

/** The rows that a run knows without reading their documents. */
export interface KnownRows {
  get(id: string): Row | undefined
  /** Takes note of a row that was written. */
  set(id: string, row: Row): void
  /** Tells whether a record that is not known here may be in the cache all the same: then its document is read. */
  mayHold(id: string): boolean
}

/** The part of a run that compares records with what the cache has. */
export interface Comparing {
  readonly cache: PipelineCache
  readonly children: readonly ChildCache[]
  readonly compare: Comparison
}

/** Compares records with the cache. It reads at most one document each, and none where `known` shows a record unchanged. */
export async function outcomesOf(
  run: Comparing,
  records: readonly BuiltRecord[],
  known: KnownRows,
): Promise<Outcome[]> {
  const cached = await cachedStates(
    run,
    records.filter((one) => 'document' in one),
    known,
  )
  return Promise.all(
    records.map(async (one): Promise<Outcome> => {
      const { record } = one
      if ('reason' in one) {
        const quarantine = { record, reason: one.reason, changed: true }
        return { record, difference: 'quarantined', change: null, bytes: 0, quarantine }
      }
      const { row, record: content, data, bytes } = one.document
      const { before, document } = cached.get(row.id) ?? { before: known.get(row.id) ?? null, document: undefined }
      const beforeDocument = document?.data() ?? null
      const difference = run.compare(stateOf(one), before)
      const isWritten = difference === 'created' || difference === 'updated'
      const parent = { record: content, version: row.version }
      const gone = { version: row.version, deletedAt: msOf(record.readTime) }
      const children = isWritten ? await changesOfParts(run, { row: before, document }, parent, gone) : []
      return {
        record,
        difference,
        change: isWritten ? { before, after: row, document: data, beforeDocument, children } : null,
        bytes: isWritten ? bytes + sizeOf(beforeDocument) : 0,
        quarantine: { record, reason: null, changed: isWritten },
      }
    }),
  )
}

/** The changes that a record's own brings to the rows of its parts. */
export function changesOfParts(
  { children, cache }: Pick<Comparing, 'children' | 'cache'>,
  before: CachedParent,
  after: NewParent | null,
  gone: { readonly version: string; readonly deletedAt: number },
): Promise<ChildChanges[]> {
  return Promise.all(children.map((child) => childChanges(child, cache.stream, before, after, gone)))
}

interface CachedState {
  readonly before: Row | null
  /** The record's document, which is the before-image for the journal. */
  readonly document: DocumentSnapshot | undefined
}

/** The cached state of the orders that `known` does not show to be unchanged or new. */
async function cachedStates(
  { cache, compare }: Comparing,
  records: readonly ReadableRecord[],
  known: KnownRows,
): Promise<Map<string, CachedState>> {
  const asked = records
    .filter((one) => {
      const { row } = one.document
      const knownRow = known.get(row.id)
      if (knownRow === undefined) return known.mayHold(row.id)
      return isLive(knownRow) && compare(stateOf(one), knownRow) !== 'unchanged'
    })
    .map(({ document }) => document.row)
  const ids = asked.map(({ id }) => id)
  const snapshots = await cache.documents(ids)
  const absent = asked.filter(({ id }) => known.get(id) === undefined && snapshots.get(id)?.exists !== true)
  const tombstones = await cache.tombstones(absent)
  return new Map(
    ids.map((id) => {
      const snapshot = snapshots.get(id)
      // A damaged document does not matter where its row is known: it is written anew.
      const stored = (): Row | null =>
        snapshot?.exists === true ? rowOfDocument(cache.stream, snapshot) : (tombstones.get(id) ?? null)
      return [id, { before: known.get(id) ?? stored(), document: snapshot }]
    }),
  )
}

/**
 * Outcomes of `items` in lots that fit the memory; `read` asks for the cached documents of a portion of them. `expected` is
 * how large the document of an item may be, as far as that is known.
 */
export async function* inLots<T>(
  items: readonly T[],
  expected: (item: T) => number,
  read: (portion: readonly T[]) => Promise<readonly Outcome[]>,
): AsyncGenerator<readonly Outcome[]> {
  const portions = new Portions()
  for (const item of items) portions.learn(expected(item))
  let lot: Outcome[] = []
  let bytes = 0
  for (let start = 0; start < items.length;) {
    const size = portions.next
    for (const outcome of await read(items.slice(start, start + size))) {
      lot.push(outcome)
      bytes += portions.learn(outcome.bytes)
    }
    start += size
    if (bytes < portionLimits.bytes && start < items.length) continue
    yield lot
    ;[lot, bytes] = [[], 0]
  }
}

function bytesOfParts({ children }: RecordChange): number {
  const rows = children.flatMap(({ changes }) => changes)
  return rows.reduce((sum, { after }) => sum + rowBytes(after), 0)
}

/** The weight of an outcome in a commit; `isQuarantined` tells whose record may have to be taken out of quarantine. */
export function weightOf({ change, bytes, quarantine }: Outcome, isQuarantined: (sourceId: string) => boolean): Weight {
  const touchesQuarantine =
    quarantine !== null && (quarantine.reason !== null || isQuarantined(quarantine.record.sourceId))
  const writes = Number(change !== null) + Number(touchesQuarantine)
  return { writes, bytes, rowBytes: change === null ? 0 : rowBytes(change.after) + bytesOfParts(change) }
}
