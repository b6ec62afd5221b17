import type { Firestore } from '../lib/firestore/firestore.ts'
import { foldWrites, type CacheAfter } from './cacheWrites.ts'
import { documentsOf, foldDue, isCrowded } from './fold.ts'
import type { Commit, Lease } from './lease.ts'
import type { PipelineCache } from './pipelineCache.ts'

/** A commit as it was planned: all that it writes, and the caches as it leaves them. */
export interface PlannedCommit extends Commit {
  readonly caches: readonly CacheAfter[]
}

/** Having written so many documents, folding goes on with the next commit. */
const writesWithFolds = 7

/** Applies a planned commit, and folds behind it. What is known of the caches changes when it has succeeded, and not before. */
export async function applyCommit(db: Firestore, lease: Lease, { caches, ...commit }: PlannedCommit): Promise<void> {
  await lease.commit(commit)
  for (const { cache, after } of caches) cache.took(after)
  for (const { cache, after } of caches) await foldWhileDue(db, lease, cache, documentsOf(after))
}

/** Commits a fold: how many documents that wrote or removed beside the head. */
export async function applyFold(db: Firestore, lease: Lease, fold: CacheAfter): Promise<number> {
  await lease.commit({ writes: foldWrites(db, fold) })
  fold.cache.took(fold.after)
  return documentsOf(fold.after)
}

/**
 * Folding changes nothing that can be seen, so each step is a commit of its own. Changes all over a large cache touch more
 * segments than one run should rewrite: the rest is left to the next commits, as long as the head has room.
 */
async function foldWhileDue(db: Firestore, lease: Lease, cache: PipelineCache, written: number): Promise<void> {
  let writes = written
  while (foldDue(await cache.head(), writes > 0)) {
    if (writes >= writesWithFolds && !isCrowded(await cache.head())) return
    writes += 2 + (await applyFold(db, lease, { cache, after: await cache.nextFold() }))
  }
}
