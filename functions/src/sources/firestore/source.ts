import type { Firestore } from '../../lib/firestore/firestore.ts'
import { largestPortion, portionLimits } from '../../lib/firestore/portions.ts'
import { instantFromMs, type Instant } from '../../lib/instant.ts'
import {
  noChanges,
  wholeSource,
  type Absence,
  type Lookup,
  type ParsedRecord,
  type ReportFeed,
  type Source,
  type SourceRecord,
} from '../../model/source.ts'
import type { CachedRecord } from '../../model/stream.ts'
import { readChanges } from './changes.ts'
import { countUsage, momentOfTimestamp } from '../../lib/firestore/usage.ts'
import { recordOf } from './documents.ts'
import { enumerateDocuments } from './enumerate.ts'
import { reading } from '../../lib/firestore/reading.ts'
import { identityOf } from './identity.ts'
import { documentsOf, type CollectionLayout, type DocumentCollection } from './layout.ts'
import { patternOf } from './pattern.ts'
import { marker, review, type WatchedField } from './review.ts'
import { unreadMarks } from './unread.ts'

/** The way in which a collection's documents become records of a stream. */
export interface DocumentReader<R extends CachedRecord> {
  readonly parse: (record: SourceRecord) => ParsedRecord<R>
  /** The fields, beside those of the layout, that an alert names where no document has them. */
  readonly watchedFields: readonly WatchedField[]
  /** A digest of the settings that `parse` goes by (`model/mapping.ts`). */
  readonly mapping: string
}

/**
 * A collection in the shop's own Firestore; `feedOf` gives what was reported of its documents. Every method throws a SourceError
 * where Firestore cannot be read, and none retries beyond what the client does by itself.
 */
export function createFirestoreSource<R extends CachedRecord>(
  db: Firestore,
  layout: CollectionLayout,
  { parse, watchedFields, mapping }: DocumentReader<R>,
  feedOf: (identity: string) => ReportFeed | null = () => null,
): Source<R> {
  const { collection, createdAtField, changedAtField, changeFeed, settings } = layout
  const documents = documentsOf(db, layout)
  const { changedAt } = documents
  const identity = identityOf(db, collection)
  const marksOf = marker(layout, watchedFields)
  // A full run asks for the marks of what it has parsed.
  const parsed = new WeakMap<SourceRecord, ParsedRecord<R>>()
  const parseOnce = (record: SourceRecord): ParsedRecord<R> => {
    const known = parsed.get(record) ?? parse(record)
    parsed.set(record, known)
    return known
  }
  return {
    name: 'firestore',
    strategy: 'ordered',
    identity,
    origin: { name: `the collection "${collection}"`, setting: settings.collection },
    sourceIdAt: patternOf(collection).sourceIdOf,
    mapping,
    settings: { statuses: settings.statuses, records: `${settings.records} and ${settings.createdAtField}` },
    findsUpdates: changeFeed || (changedAtField !== null && changedAtField !== createdAtField),
    feed: changeFeed ? feedOf(identity) : null,
    recent: null,
    changes: (window, pageSize) =>
      changedAt === null ? noChanges() : readChanges({ ...documents, changedAt }, window, pageSize),
    pageBytes: portionLimits.bytes + largestPortion,
    partsAtOnce: 1,
    parts: async () => wholeSource,
    enumerate: (_part, cursor, pageSize) => enumerateDocuments(documents, cursor, pageSize),
    lookup: (sourceIds) => lookUp(documents, sourceIds),
    count: () => countAll(documents),
    parse: parseOnce,
    marksOf: (record) => [...marksOf(record), ...unreadMarks(parseOnce(record))],
    review: (marks, seen) => review(layout, watchedFields, marks, seen),
  }
}

/** Absent and present documents are billed alike. Each shows the moment of the request that it was in. */
async function lookUp(collection: DocumentCollection, sourceIds: readonly string[]): Promise<Lookup> {
  const { db, layout } = collection
  const ids = [...new Set(sourceIds)]
  const found: SourceRecord[] = []
  const absent: Absence[] = []
  let readTime: Instant | null = null
  let calls = 0
  for (let start = 0; start < ids.length; start += portionLimits.documents) {
    const asked = ids.slice(start, start + portionLimits.documents)
    const snapshots = await reading(layout.collection, () => db.getAll(...asked.map(collection.documentOf)))
    calls += 1
    for (const [i, sourceId] of asked.entries()) {
      const snapshot = snapshots[i]
      if (snapshot === undefined) throw new TypeError('Firestore answers for each document that it is asked for.')
      const at = momentOfTimestamp(snapshot.readTime)
      // An id of another layout names a document elsewhere, which says nothing of a record of this one.
      const record = snapshot.exists ? recordOf(collection, snapshot) : null
      if (record === null) absent.push({ sourceId, readTime: at })
      else found.push(record)
      if (readTime === null || at < readTime) readTime = at
    }
  }
  // Without an id nothing was asked, and no time would claim too much; the earliest is the safest.
  return { found, absent, readTime: readTime ?? instantFromMs(0), usage: { calls, reads: ids.length } }
}

/** Counts the documents, for progress alone: of a group all are counted, also those that lie elsewhere and are never read as records. */
async function countAll({ documents, layout }: DocumentCollection) {
  const snapshot = await reading(layout.collection, () => documents.count().get())
  const total = snapshot.data().count
  return { total, usage: countUsage(total) }
}
