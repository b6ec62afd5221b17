import type { DocumentSnapshot } from '../lib/firestore/firestore.ts'
import { hashOf } from '../lib/firestore/firestoreValues.ts'
import { isLive, rowOf, tombstoneOf, type Row } from '../model/row.ts'
import { childPipelineOf, parentIdOf, type CachedRecord, type Children, type Stream } from '../model/stream.ts'
import type { RowChange } from './changes.ts'
import { isIntact, parseDocument } from './documents.ts'
import { PipelineCache, type CacheAccess } from './pipelineCache.ts'

/** The rows of a stream whose records are parts of others. They have no documents: their parents' hold them. */
export interface ChildCache {
  readonly children: Children<CachedRecord>
  readonly cache: PipelineCache
}

/** The changes of one child stream's rows that go with a parent's. */
export interface ChildChanges {
  readonly cache: PipelineCache
  readonly changes: readonly RowChange[]
}

/** The caches of a pipeline's child streams; `versionOf` gives the version that the watermark document names. */
export function childCachesOf(
  pipeline: string,
  stream: Stream,
  access: Omit<CacheAccess, 'version'>,
  versionOf: (pipeline: string) => number,
): ChildCache[] {
  return (stream.children ?? []).map((children) => {
    const id = childPipelineOf(pipeline, children.stream.name)
    return { children, cache: new PipelineCache(id, children.stream, { ...access, version: () => versionOf(id) }) }
  })
}

/** The rows of a record's parts, in the version of the record. */
export function childRowsOf({ stream, of }: Children<CachedRecord>, record: CachedRecord, version: string): Row[] {
  return of(record).map((part) => rowOf(stream, part, version, hashOf(part)))
}

/** A parent as the cache has it. */
export interface CachedParent {
  readonly row: Row | null
  readonly document: DocumentSnapshot | undefined
}

/** A parent as it will be; null: deleted. */
export interface NewParent {
  readonly record: CachedRecord
  readonly version: string
}

/**
 * Returns the changes of the rows of a parent's parts. Those that the cache has are told by the parent's document, without a read; where
 * that is not as it was written, by all rows of the child stream.
 */
export async function childChanges(
  { children, cache }: ChildCache,
  stream: Stream,
  before: CachedParent,
  after: NewParent | null,
  gone: { readonly version: string; readonly deletedAt: number },
): Promise<ChildChanges> {
  const old = new Map((await cachedRows({ children, cache }, stream, before)).map((row) => [row.id, row]))
  const rows = after === null ? [] : childRowsOf(children, after.record, after.version)
  const ids = new Set(rows.map(({ id }) => id))
  const written = rows
    .filter(({ id, hash }) => old.get(id)?.hash !== hash)
    .map((row) => ({ before: old.get(row.id) ?? null, after: row }))
  const removed = [...old.values()]
    .filter(({ id }) => !ids.has(id))
    .map((row) => ({ before: row, after: tombstoneOf(children.stream, row, gone.version, gone.deletedAt) }))
  return { cache, changes: [...written, ...removed] }
}

async function cachedRows({ children, cache }: ChildCache, stream: Stream, parent: CachedParent): Promise<Row[]> {
  const { row, document } = parent
  if (row === null || !isLive(row)) return []
  if (document?.exists === true && isIntact(document)) {
    const { record, sync } = parseDocument(stream, document)
    return childRowsOf(children, record, sync.version)
  }
  const all = await cache.allRows()
  return [...all.values()].filter((one) => isLive(one) && parentIdOf(one.id) === row.id)
}
