import type { Firestore } from '../lib/firestore/firestore.ts'
import type { PipelineState } from '../model/state.ts'
import type { RowChange } from './changes.ts'
import type { ChildChanges } from './childRows.ts'
import { documentsOf, type Folded } from './fold.ts'
import { encodeHead, viewOf } from './head.ts'
import type { StatePatch } from './lease.ts'
import { indexWrite } from './needleIndex.ts'
import { documentRef, headRef, segmentRef } from './paths.ts'
import type { PipelineCache } from './pipelineCache.ts'
import { deleteOf, setOf, type Write } from './write.ts'

/** One record's change: its row before and after, its document (null deletes it) and the document that this replaces. */
export interface RecordChange extends RowChange {
  /** The changes of its parts' rows, which go into the same commit. */
  readonly children: readonly ChildChanges[]
  readonly document: Record<string, unknown> | null
  readonly beforeDocument: Record<string, unknown> | null
}

/** The cache of a pipeline as a commit leaves it. */
export interface CacheAfter {
  readonly cache: PipelineCache
  readonly after: Folded
}

/** Returns the fields of a pipeline's watermark document that follow from its head and from those of its child streams. */
export function viewsAfter(
  { pipeline, children }: Pick<PipelineState, 'pipeline' | 'children'>,
  shown: readonly CacheAfter[],
): StatePatch {
  let patch: StatePatch = {}
  for (const { cache, after } of shown) {
    const view = viewOf(after.head)
    const { cacheVersion, declaration } = view
    patch =
      cache.pipeline === pipeline
        ? { ...patch, ...view }
        : { ...patch, children: { ...children, ...patch.children, [cache.pipeline]: { cacheVersion, declaration } } }
  }
  return patch
}

/** The writes of changed records' own documents. */
export function documentWrites(db: Firestore, pipeline: string, changes: readonly RecordChange[]): Write[] {
  return changes.map(({ after, document }) => {
    const ref = documentRef(db, pipeline, after.id)
    return document === null ? deleteOf(ref) : setOf(ref, document)
  })
}

/** Counts what `foldWrites` gives. */
export function writesOfFold(after: Folded): number {
  return documentsOf(after) + 1
}

/** The writes of the head, and of the segments that were folded with their needles. */
export function foldWrites(db: Firestore, { cache, after }: CacheAfter): Write[] {
  const { pipeline, stream } = cache
  return [
    ...after.written.map(({ info, document }) => setOf(segmentRef(db, pipeline, info.n), document)),
    ...after.removed.map((n) => deleteOf(segmentRef(db, pipeline, n))),
    ...after.index.map((change) => indexWrite(db, pipeline, change)),
    setOf(headRef(db, pipeline), { ...encodeHead(stream, after.head, pipeline) }),
  ]
}
