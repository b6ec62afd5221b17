import {
  AggregateField,
  FieldPath,
  FieldValue,
  Timestamp,
  type Firestore,
  type QueryDocumentSnapshot,
} from '../lib/firestore/firestore.ts'
import { grpcStatus, statusOf } from '../lib/firestore/grpc.ts'
import { reading, sourceErrorOf } from '../lib/firestore/reading.ts'
import { countUsage, momentOfTimestamp, queryUsage, timestampOf } from '../lib/firestore/usage.ts'
import { instantFromParts, partsOf, type Instant } from '../lib/instant.ts'
import type { ChangeWindow, Report, ReportFeed, ReportMark, ReportPage, ReportTally } from '../model/source.ts'
import { feedOf, reportRef } from './paths.ts'
import { mergeOf, type MergeWrite } from './write.ts'

/*
 * The change feed of a pipeline: one document a record, under the source's own id, with what was last reported of it. Triggers
 * write it, and so do commits of pipelines that it depends on. Events come at least once, in any order and up to a day late, so
 * nothing in it is believed but that somebody should look at the record, unless the cache shows the version that it names
 * already.
 */

/** Reports are kept so long: many times as long as a run may fail to come. A TTL policy deletes them. */
const keptMs = 30 * 86_400_000
/** No version is later than the year 2200. */
const latestMicros = Date.UTC(2200) * 1_000

/** A write of a record, as somebody saw it. */
export interface RecordWrite {
  /** The identity of the source whose record it is. */
  readonly of: string
  readonly sourceId: string
  readonly kind: 'created' | 'updated' | 'deleted'
  /** The record's version; for a deletion the event's own time. Null where nobody knows. */
  readonly version: Instant | null
}

/** The report of a write: one document written, however often the record changes. `nowMs` only says when it may go. */
export function reportOfWrite(
  db: Firestore,
  pipeline: string,
  { of, sourceId, kind, version }: RecordWrite,
  nowMs: number,
): MergeWrite {
  return mergeOf(reportRef(db, pipeline, sourceId), {
    of,
    kind,
    // The largest that any event named: one that comes late must not hide the one that it overwrites.
    [kind === 'deleted' ? 'deleted' : 'written']: FieldValue.maximum(microsOf(version)),
    events: FieldValue.increment(1),
    // The server's time: runs read on from the last one that they saw.
    at: FieldValue.serverTimestamp(),
    expireAt: Timestamp.fromMillis(nowMs + keptMs),
  })
}

/** Reports a write. Returns the moment from which the report can be read. */
export async function reportWrite(
  db: Firestore,
  pipeline: string,
  write: RecordWrite,
  nowMs: number,
): Promise<Instant> {
  const { ref, fields } = reportOfWrite(db, pipeline, write, nowMs)
  const { writeTime } = await ref.set(fields, { merge: true })
  return momentOfTimestamp(writeTime)
}

/** Microseconds since 1970, in which Firestore counts; of an unknown version more than any time has. */
function microsOf(version: Instant | null): number {
  if (version === null) return Number.MAX_SAFE_INTEGER
  const { seconds, nanoseconds } = partsOf(version)
  return seconds * 1e6 + Math.floor(nanoseconds / 1e3)
}

/** The reports of one pipeline and identity; those of another collection under the same ids are read, and left out. */
export function createReportFeed(db: Firestore, pipeline: string, identity: string): ReportFeed {
  return {
    read: (window, pageSize) => readReports(db, pipeline, identity, window, pageSize),
    tally: (after, until) => tallyReports(db, pipeline, after, until),
  }
}

async function* readReports(
  db: Firestore,
  pipeline: string,
  identity: string,
  window: ChangeWindow,
  pageSize: number,
): AsyncGenerator<ReportPage> {
  const { from, until } = window
  const reports = feedOf(db, pipeline)
  const ascending = reports
    .where('at', '<=', timestampOf(until))
    .orderBy('at')
    .orderBy(FieldPath.documentId())
    .limit(pageSize)
  let query =
    from.kind === 'at'
      ? ascending.startAt(timestampOf(from.at))
      : ascending.startAfter(timestampOf(from.point.at), from.point.id)
  for (;;) {
    const snapshot = await reading(reports.path, () => query.get())
    const own = snapshot.docs.filter((document) => document.get('of') === identity)
    const last = snapshot.docs.at(-1)
    yield { reports: own.map(reportOf), marks: snapshot.docs.map(markOf), usage: queryUsage(snapshot.size) }
    // A short page proves nothing: see `changes.ts`.
    if (last === undefined) return
    query = ascending.startAfter(last)
  }
}

function reportOf(document: QueryDocumentSnapshot): Report {
  const [written, deleted] = [versionOf(document.get('written')), versionOf(document.get('deleted'))]
  return { ...markOf(document), written, deleted }
}

function markOf(document: QueryDocumentSnapshot): ReportMark {
  const at: unknown = document.get('at')
  if (!(at instanceof Timestamp)) throw new TypeError('The query gives reports with a time only.')
  const events: unknown = document.get('events')
  return { sourceId: document.id, at: momentOfTimestamp(at), events: typeof events === 'number' ? events : 0 }
}

/** Null where the index of the feed is not there (yet): then its reports are read one by one. */
async function tallyReports(
  db: Firestore,
  pipeline: string,
  after: Instant,
  until: Instant,
): Promise<ReportTally | null> {
  const reports = feedOf(db, pipeline)
  const range = reports.where('at', '>', timestampOf(after)).where('at', '<=', timestampOf(until))
  try {
    const tally = await range.aggregate({ reports: AggregateField.count(), events: AggregateField.sum('events') }).get()
    const { reports: count, events } = tally.data()
    return { reports: count, events, readTime: momentOfTimestamp(tally.readTime), usage: countUsage(count) }
  } catch (error) {
    if (statusOf(error) === grpcStatus.failedPrecondition) return null
    throw sourceErrorOf(reports.path, error)
  }
}

/** A version without digits below the millisecond may have been cut off there: the real one is no later than the next. */
function versionOf(micros: unknown): Instant | null {
  if (typeof micros !== 'number' || !Number.isInteger(micros) || micros < 0 || micros > latestMicros) return null
  const exact = micros % 1_000 === 0 ? micros + 1_000 : micros
  return instantFromParts(Math.floor(exact / 1e6), (exact % 1e6) * 1_000)
}
