import { z } from 'zod'

import type { DocumentSnapshot } from '../../lib/firestore/firestore.ts'
import { isMap } from '../../lib/firestore/firestoreValues.ts'
import { momentOfTimestamp } from '../../lib/firestore/usage.ts'
import { isInstant, type Instant } from '../../lib/instant.ts'
import type { SourceRecord, SourceUsage } from '../../model/source.ts'
import type { DocumentCollection } from './layout.ts'
import { instantOf } from './time.ts'

/** The raw record, `SourceRecord.raw`, of this source. */
export const rawDocument = z.object({
  /** The document as the client gives it: its values are Firestore's own. */
  data: z.custom<Readonly<Record<string, unknown>>>(isMap),
  createTime: z.custom<Instant>((value) => typeof value === 'string' && isInstant(value)),
})

/** The data of a record of this source; undefined where it is none. */
export function dataOf(raw: unknown): unknown {
  return typeof raw === 'object' && raw !== null && 'data' in raw ? raw.data : undefined
}

/** The records of those documents that are the collection's. Others of its group are left out. */
export function recordsOf(collection: DocumentCollection, documents: readonly DocumentSnapshot[]): SourceRecord[] {
  return documents.flatMap((document) => recordOf(collection, document) ?? [])
}

/**
 * A document that exists, as a record; null where it lies elsewhere in its group. The record's version is the snapshot's update time,
 * which Firestore stamps and never sets back (invariant 5); the change time in it only finds it.
 */
export function recordOf(
  { changedAt: field, sourceIdOf, zone }: DocumentCollection,
  snapshot: DocumentSnapshot,
): SourceRecord | null {
  const sourceId = sourceIdOf(snapshot.ref)
  if (sourceId === null) return null
  const { updateTime, createTime, readTime } = snapshot
  const data = snapshot.data()
  if (data === undefined || updateTime === undefined || createTime === undefined) {
    throw new TypeError('A record can only be made of a document that exists.')
  }
  const changeTime: unknown = field === null ? null : snapshot.get(field)
  const changedAt = instantOf(changeTime, zone)
  return {
    sourceId,
    changedAt,
    ...(changedAt === null && changeTime != null && { isOutOfOrder: true }),
    version: momentOfTimestamp(updateTime),
    readTime: momentOfTimestamp(readTime),
    raw: { data, createTime: momentOfTimestamp(createTime) } satisfies z.output<typeof rawDocument>,
  }
}

export const noUsage: SourceUsage = { calls: 0, reads: 0 }

export function sumOf(...usages: readonly SourceUsage[]): SourceUsage {
  return usages.reduce((sum, { calls, reads }) => ({ calls: sum.calls + calls, reads: sum.reads + reads }), noUsage)
}
