import { cacheEncoding } from '../engine/encoding/codec.ts'
import { packHead, unpackHead, type Head } from '../engine/encoding/head.ts'
import { EncodingError } from '../lib/errors.ts'
import type { DocumentSnapshot, Firestore, Timestamp } from '../lib/firestore/firestore.ts'
import { hashOf } from '../lib/firestore/firestoreValues.ts'
import type { Meter } from '../lib/meter.ts'
import { packBytes, unpackBytes } from '../lib/packing.ts'
import type { PipelineState } from '../model/state.ts'
import type { ColumnDeclaration, Stream } from '../model/stream.ts'
import { cacheOf, collections, headRef } from './paths.ts'
import { storedIn } from './stored.ts'

/** A digest of a declaration: which one a cache's rows and counts follow, as the watermark document tells it. */
export function declarationDigest(columns: readonly ColumnDeclaration[]): string {
  return hashOf(columns)
}

/** The part of a head that the watermark document repeats, so that the status needs no second read. */
export function viewOf({
  cacheVersion,
  live,
  unmapped,
  columns,
}: Head): Pick<PipelineState, 'cacheVersion' | 'liveCount' | 'unmapped'> & { readonly declaration: string } {
  return { cacheVersion, liveCount: live, unmapped, declaration: declarationDigest(columns) }
}

/** The head as it is stored: the manifest and the rows in one compressed blob. */
export function encodeHead(stream: Pick<Stream, 'columns'>, head: Head, pipeline: string): Record<string, unknown> {
  const { cacheVersion, bound, reportsBound } = head
  return {
    pipeline,
    encoding: cacheEncoding,
    cacheVersion,
    bound,
    reportsBound,
    data: packBytes(packHead(stream, head)),
  }
}

/** The head of a snapshot; a pipeline that has none yet has an empty one. Throws an EncodingError. */
export function decodeHead(stream: Pick<Stream, 'columns'>, snapshot: DocumentSnapshot): Head {
  return unpackHead(stream, storedIn(snapshot), unpackBytes)
}

/** The error for a head that is gone while the watermark document knows of orders. */
export function missingHead(pipeline: string): EncodingError {
  return new EncodingError(
    `The head of ${pipeline} is missing (${cacheOf(pipeline).heads}). Run "npm run rebuild" or start a full resync.`,
  )
}

/** The error for a head that was not written together with the watermark document: one of them was put back. */
export function otherHead(pipeline: string): EncodingError {
  return new EncodingError(
    `The head of ${pipeline} (${cacheOf(pipeline).heads}) is of another version than ${collections.states} says. ` +
      'Run "npm run rebuild" or start a full resync.',
  )
}

export interface HeadSnapshot {
  readonly head: Head
  /** The moment at which the segments have to be read to fit this head. */
  readonly readTime: Timestamp
}

/** Reads a pipeline's head: one read. */
export async function readHead(db: Firestore, stream: Stream, pipeline: string, meter: Meter): Promise<HeadSnapshot> {
  const snapshot = await headRef(db, pipeline).get()
  meter.reads += 1
  return { head: decodeHead(stream, snapshot), readTime: snapshot.readTime }
}
