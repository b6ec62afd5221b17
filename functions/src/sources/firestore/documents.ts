import type { CollectionReference, DocumentSnapshot, Firestore, Timestamp } from '../../lib/firestore/firestore.ts'
import { instantFromParts, type Instant } from '../../lib/instant.ts'
import type { SourceRecord, SourceUsage } from '../../model/source.ts'
import type { FirestoreSourceConfig } from './config.ts'
import { instantOf } from './time.ts'

/** The shop's collection and how to read it. */
export interface OrderCollection {
  readonly db: Firestore
  readonly ref: CollectionReference
  readonly config: FirestoreSourceConfig
}

/** `SourceRecord.raw` of this source. */
export interface RawDocument {
  /** The document as the client gives it: its values are Firestore's own. */
  readonly data: Readonly<Record<string, unknown>>
  readonly createTime: Instant
}

/** The data of a record of this source; undefined where it is none. */
export function dataOf(raw: unknown): unknown {
  return typeof raw === 'object' && raw !== null && 'data' in raw ? raw.data : undefined
}

/**
 * A document that exists, as a record. Its version is the snapshot's update time, which Firestore stamps and never sets
 * back (invariant 5); the change time in it only finds it.
 */
export function recordOf({ config }: OrderCollection, snapshot: DocumentSnapshot): SourceRecord {
  const { updateTime, createTime, readTime } = snapshot
  const data = snapshot.data()
  if (data === undefined || updateTime === undefined || createTime === undefined) {
    throw new TypeError('A record can only be made of a document that exists.')
  }
  const changeTime: unknown = snapshot.get(config.changedAtField)
  const changedAt = instantOf(changeTime)
  return {
    sourceId: snapshot.id,
    changedAt,
    ...(changedAt === null && changeTime != null && { isOutOfOrder: true }),
    version: momentOfTimestamp(updateTime),
    readTime: momentOfTimestamp(readTime),
    raw: { data, createTime: momentOfTimestamp(createTime) } satisfies RawDocument,
  }
}

/** The moment of a time that Firestore stamps itself. */
export function momentOfTimestamp({ seconds, nanoseconds }: Timestamp): Instant {
  return instantFromParts(seconds, nanoseconds)
}

/** What one query costs that gave `documents`: Firestore bills at least one read. */
export function queryUsage(documents: number): SourceUsage {
  return { calls: 1, reads: Math.max(1, documents) }
}

/** What one `count()` costs that counted `entries`: a read for each thousand index entries, at least one. */
export function countUsage(entries: number): SourceUsage {
  return { calls: 1, reads: Math.max(1, Math.ceil(entries / 1000)) }
}

export const noUsage: SourceUsage = { calls: 0, reads: 0 }

export function sumOf(...usages: readonly SourceUsage[]): SourceUsage {
  return usages.reduce((sum, { calls, reads }) => ({ calls: sum.calls + calls, reads: sum.reads + reads }), noUsage)
}
