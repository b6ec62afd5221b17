import {
  FieldPath,
  Timestamp,
  type CollectionReference,
  type DocumentSnapshot,
  type Firestore,
  type Query,
} from '../../lib/firestore/firestore.ts'
import { reading } from '../../lib/firestore/reading.ts'
import { countUsage, momentOfTimestamp, queryUsage, timestampOf } from '../../lib/firestore/usage.ts'
import { instantFromMs, isoOf } from '../../lib/instant.ts'
import { noMapping } from '../../model/mapping.ts'
import {
  wholeSource,
  type ChangeWindow,
  type EnumerationPage,
  type Lookup,
  type ParsedRecord,
  type ReportFeed,
  type Source,
  type SourcePage,
  type SourceRecord,
} from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { OperatingSeasonRecord } from '../../streams/operatingSeasons/schema.ts'
import { seasonCollections, seasonDocumentSchema, seasonsParam } from './document.ts'

/**
 * The shop's operating seasons, which Tidemark itself keeps: a few documents, each stamped by Firestore when it is written. What
 * is saved is reported in the same transaction, so `feed` tells every change and removal.
 */
export function createSeasonSource(
  db: Firestore,
  feedOf: (identity: string) => ReportFeed,
): Source<OperatingSeasonRecord> {
  const seasons = db.collection(seasonCollections.seasons)
  const identity = `${db.databaseId}/${seasonCollections.seasons}`
  return {
    name: 'firestore',
    strategy: 'ordered',
    identity,
    origin: { name: `the collection "${seasonCollections.seasons}"`, setting: seasonsParam },
    mapping: noMapping,
    settings: { statuses: seasonsParam, records: seasonsParam },
    findsUpdates: true,
    feed: feedOf(identity),
    isOwn: true,
    recent: null,
    changes: (window, pageSize) => readChanges(seasons, window, pageSize),
    pageBytes: 1_000_000,
    partsAtOnce: 1,
    parts: async () => wholeSource,
    enumerate: (_part, cursor, pageSize) => enumerate(seasons, cursor, pageSize),
    lookup: (sourceIds) => lookUp(seasons, sourceIds),
    count: () => countAll(seasons),
    parse: parseSeason,
    marksOf: () => [],
    review: () => ({ notices: [], reviewed: [], changeTimes: null }),
  }
}

/** The seasons that changed in a window, by (time of change, id). */
async function* readChanges(
  seasons: CollectionReference,
  { from, until }: ChangeWindow,
  pageSize: number,
): AsyncGenerator<SourcePage> {
  const ascending = seasons
    .where('updatedAt', '<=', timestampOf(until))
    .orderBy('updatedAt')
    .orderBy(FieldPath.documentId())
  let query =
    from.kind === 'at'
      ? ascending.startAt(timestampOf(from.at))
      : ascending.startAfter(timestampOf(from.point.at), from.point.id)
  for (;;) {
    const { page, last } = await pageOf(seasons, query.limit(pageSize))
    yield page
    // Only an empty page is the end: the client may ask for too few where it resumes a broken query.
    if (last === undefined) return
    query = ascending.startAfter(last)
  }
}

/** Every season, by id; a cursor is the last one's. */
async function* enumerate(
  seasons: CollectionReference,
  cursor: string | null,
  pageSize: number,
): AsyncGenerator<EnumerationPage> {
  let after = cursor
  for (;;) {
    const all = seasons.orderBy(FieldPath.documentId())
    const query = after === null ? all : all.startAfter(after)
    const { page, last } = await pageOf(seasons, query.limit(pageSize))
    after = last?.id ?? after ?? ''
    yield { ...page, cursor: after, isPausePoint: true }
    // As above, only an empty page is the end.
    if (last === undefined) return
  }
}

async function pageOf(
  seasons: CollectionReference,
  query: Query,
): Promise<{ readonly page: SourcePage; readonly last: DocumentSnapshot | undefined }> {
  const snapshot = await reading(seasons.path, () => query.get())
  const page = {
    records: snapshot.docs.map(recordOf),
    readTime: momentOfTimestamp(snapshot.readTime),
    usage: queryUsage(snapshot.size),
  }
  return { page, last: snapshot.docs.at(-1) }
}

async function lookUp(seasons: CollectionReference, sourceIds: readonly string[]): Promise<Lookup> {
  const ids = [...new Set(sourceIds)]
  if (ids.length === 0) return { found: [], absent: [], readTime: instantFromMs(0), usage: { calls: 0, reads: 0 } }
  const snapshots = await reading(seasons.path, () => seasons.firestore.getAll(...ids.map((id) => seasons.doc(id))))
  const readTimes = snapshots.map(({ readTime }) => momentOfTimestamp(readTime)).toSorted()
  return {
    found: snapshots.filter(({ exists }) => exists).map(recordOf),
    absent: snapshots
      .filter(({ exists }) => !exists)
      .map(({ id, readTime }) => ({ sourceId: id, readTime: momentOfTimestamp(readTime) })),
    readTime: readTimes[0] ?? instantFromMs(0),
    usage: { calls: 1, reads: ids.length },
  }
}

async function countAll(seasons: CollectionReference): ReturnType<Source['count']> {
  const snapshot = await reading(seasons.path, () => seasons.count().get())
  const total = snapshot.data().count
  return { total, usage: countUsage(total) }
}

/** A document that is there, as a record: its version is the time at which Firestore last wrote it. */
function recordOf(snapshot: DocumentSnapshot): SourceRecord {
  const { id, updateTime, readTime } = snapshot
  if (updateTime === undefined) throw new TypeError('A record can only be made of a document that exists.')
  const updatedAt: unknown = snapshot.get('updatedAt')
  return {
    sourceId: id,
    changedAt: updatedAt instanceof Timestamp ? momentOfTimestamp(updatedAt) : null,
    version: momentOfTimestamp(updateTime),
    readTime: momentOfTimestamp(readTime),
    raw: snapshot.data(),
  }
}

/** Reads a season's document; only one that somebody wrote by hand can fail. */
function parseSeason({ sourceId, raw }: SourceRecord): ParsedRecord<OperatingSeasonRecord> {
  const read = seasonDocumentSchema.safeParse(raw)
  if (!read.success) return { ok: false, reason: `${read.error.issues[0]?.path.join('.') || 'it'}: cannot be read` }
  const { updatedAt, updatedBy, ...season } = read.data
  const record: OperatingSeasonRecord = {
    id: recordIdOf('firestore', sourceId),
    source: 'firestore',
    sourceId,
    ...season,
    changedAt: isoOf(momentOfTimestamp(updatedAt)),
    changedBy: updatedBy.email,
  }
  return { ok: true, record, payload: {} }
}
