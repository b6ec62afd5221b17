import type { Clock } from '../lib/clock.ts'
import { LeaseLostError, NotFoundError } from '../lib/errors.ts'
import type { Firestore } from '../lib/firestore/firestore.ts'
import { isoOf, msOf, type Instant } from '../lib/instant.ts'
import { Meter } from '../lib/meter.ts'
import { isLive, tombstoneOf, type Row } from '../model/row.ts'
import { parentIdOf, type Stream } from '../model/stream.ts'
import { applyCommit, applyFold } from './applyCommit.ts'
import { foldWrites, viewsAfter, type CacheAfter } from './cacheWrites.ts'
import { childCachesOf } from './childRows.ts'
import { eraseImages, type ErasedImages } from './eraseJournal.ts'
import type { Lease } from './lease.ts'
import { takeLease } from './openLease.ts'
import { documentRef, quarantineRef, runRef } from './paths.ts'
import { PipelineCache, type CacheAccess } from './pipelineCache.ts'
import { deleteOf, setOf } from './write.ts'

export interface Erasure {
  readonly pipeline: string
  readonly id: string
  readonly sourceId: string
  /** The moment at which the source was seen without the order; null where it has one without personal data, which the cache shows. */
  readonly absentAt: Instant | null
}

export interface Erased extends ErasedImages {
  /** True where the cache showed the order, or had its document. */
  readonly wasCached: boolean
  /** Segments that were written anew without it. */
  readonly segments: number
  readonly reads: number
  readonly writes: number
}

/**
 * Removes what is stored of one order's customer: its before-images in the journal and, where the order is gone at its source,
 * its document, its list row (a tombstone without personal data stays) and its quarantine. A document in `sync_runs` says that
 * it was done. Safe to repeat. Throws a LeaseLostError while a run holds the pipeline, a NotFoundError where nothing is stored.
 */
export async function erase(
  db: Firestore,
  stream: Stream,
  erasure: Erasure,
  clock: Clock,
  onProgress: (runs: number) => void = () => {},
): Promise<Erased> {
  const meter = new Meter()
  const lease = await takeLease({ db, clock, meter }, erasure.pipeline)
  try {
    const caches = cachesOf(lease, stream, { db, meter, clock })
    const { absentAt } = erasure
    const wasCached = absentAt !== null && (await eraseOrder(db, lease, caches, erasure, absentAt))
    let segments = 0
    for (const cache of caches) {
      const after = await cache.foldOf((id) => isOf(erasure.id, id))
      if (after !== null) segments += await applyFold(db, lease, { cache, after })
    }
    const images = await eraseImages(db, lease, erasure.id, meter, onProgress)
    if (!wasCached && segments + images.images + images.unreadable === 0) {
      throw new NotFoundError(`Nothing is stored of ${erasure.id} that could name anybody: check the id.`)
    }
    await lease.release({ writes: [setOf(runRef(db, lease.runId), journaled(lease, erasure, images))] })
    return { ...images, wasCached, segments, reads: meter.reads, writes: meter.writes }
  } catch (error) {
    // Whatever went wrong, nobody has to wait for the lease to run out.
    if (!(error instanceof LeaseLostError)) await lease.release()
    throw error
  }
}

/** The journal's record of an erasure: it names the order, and nothing of what was in it. */
function journaled(lease: Lease, { pipeline, id }: Erasure, { images }: ErasedImages): Record<string, unknown> {
  return {
    runId: lease.runId,
    pipeline,
    mode: 'erase',
    status: 'succeeded',
    orderId: id,
    images,
    startedAt: isoOf(lease.startedAt),
    endedAt: isoOf(lease.now()),
    expireAt: lease.journalUntil,
  }
}

/** The pipeline's cache, and those of its child streams. */
function cachesOf(lease: Lease, stream: Stream, access: Omit<CacheAccess, 'version'>): PipelineCache[] {
  const { pipeline } = lease
  const own = new PipelineCache(pipeline, stream, { ...access, version: () => lease.state.cacheVersion })
  const version = (child: string): number => lease.state.children[child]?.cacheVersion ?? 0
  return [own, ...childCachesOf(pipeline, stream, access, version).map(({ cache }) => cache)]
}

/** Tells whether a row is of a record, or of one of its parts. */
function isOf(recordId: string, id: string): boolean {
  return id === recordId || parentIdOf(id) === recordId
}

/** Deletes the order and its parts as a run does that proved it absent, but keeps no before-image; whether there was anything. */
async function eraseOrder(
  db: Firestore,
  lease: Lease,
  caches: readonly PipelineCache[],
  { pipeline, id, sourceId }: Erasure,
  absentAt: Instant,
): Promise<boolean> {
  const ref = documentRef(db, pipeline, id)
  const document = await ref.get()
  const shown: CacheAfter[] = []
  for (const cache of caches) {
    const rows = [...(await cache.allRows()).values()].filter((row) => isLive(row) && isOf(id, row.id))
    const after = await cache.after(
      rows.map((row) => ({ before: row, after: tombstone(cache.stream, row, absentAt) })),
      0,
    )
    if (after !== null) shown.push({ cache, after })
  }
  const quarantined = lease.state.quarantined.filter((entry) => entry.id !== sourceId)
  await applyCommit(db, lease, {
    patch: { quarantined, ...viewsAfter(lease.state, shown) },
    writes: [
      deleteOf(ref),
      deleteOf(quarantineRef(db, pipeline, sourceId)),
      ...shown.flatMap((one) => foldWrites(db, one)),
    ],
    caches: shown,
  })
  return shown.length > 0 || document.exists
}

/** The cache may have read a later state than the source was asked in. */
function tombstone(stream: Stream, row: Row, absentAt: Instant): Row {
  return tombstoneOf(stream, row, row.version > absentAt ? row.version : absentAt, msOf(absentAt))
}
