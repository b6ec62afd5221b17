import { FieldPath, FieldValue, Timestamp, type Firestore, type QueryDocumentSnapshot } from '../../lib/firestore.ts'
import { partsOf, type Instant } from '../../lib/instant.ts'
import type { ChangeWindow, Report, ReportFeed, ReportPage } from '../../model/source.ts'
import { countUsage, momentOfTimestamp, queryUsage } from './documents.ts'
import { reading } from './failures.ts'
import { defaultIdentity } from './identity.ts'

/*
 * The change feed: one document an order, under the order's own id, with what was last reported of it. A trigger writes it;
 * its events come at least once, in any order and up to a day late, so nothing in it is believed but that somebody should
 * look at the order.
 */

export const feedCollection = 'orders_changes'
/** Reports are kept so long: many times as long as a run may fail to come. A TTL policy deletes them. */
const keptMs = 30 * 86_400_000

/** A write of an order, as a trigger saw it. */
export interface OrderWrite {
  /** The identity of the source whose order it is. */
  readonly of: string
  readonly orderId: string
  readonly kind: 'created' | 'updated' | 'deleted'
  /** The document's update time; for a deletion the event's own time. */
  readonly version: Instant
}

/** Reports a write: one document written, however often the order changes. `nowMs` only says when the report may go. */
export async function reportWrite(
  db: Firestore,
  { of, orderId, kind, version }: OrderWrite,
  nowMs: number,
): Promise<void> {
  const expireAt = Timestamp.fromMillis(nowMs + keptMs)
  // The server's time: runs read on from the last one that they saw.
  await db
    .collection(feedCollection)
    .doc(orderId)
    .set({ of, kind, version, at: FieldValue.serverTimestamp(), expireAt })
}

/** The reports of one identity; those of another collection under the same ids are read, and left out. */
export function createReportFeed(db: Firestore, identity: string): ReportFeed {
  return {
    read: (window, pageSize) => readReports(db, identity, window, pageSize),
    countSince: async (at) => {
      const since = db.collection(feedCollection).where('at', '>=', timestampOf(at))
      const count = (await reading(feedCollection, () => since.count().get())).data().count
      return { count, usage: countUsage(count) }
    },
  }
}

async function* readReports(
  db: Firestore,
  identity: string,
  window: ChangeWindow,
  pageSize: number,
): AsyncGenerator<ReportPage> {
  const { from, until } = window
  const ascending = db
    .collection(feedCollection)
    .where('at', '<=', timestampOf(until))
    .orderBy('at')
    .orderBy(FieldPath.documentId())
    .limit(pageSize)
  let query =
    from.kind === 'at'
      ? ascending.startAt(timestampOf(from.at))
      : ascending.startAfter(timestampOf(from.point.at), from.point.id)
  for (;;) {
    const snapshot = await reading(feedCollection, () => query.get())
    const own = snapshot.docs.filter((document) => (document.get('of') ?? defaultIdentity) === identity)
    yield { reports: own.map(reportOf), usage: queryUsage(snapshot.size) }
    const last = snapshot.docs.at(-1)
    // A short page proves nothing: see `changes.ts`.
    if (last === undefined) return
    query = ascending.startAfter(last)
  }
}

/** Whatever else stands in the document is for people: its id and its time are enough to go and look. */
function reportOf(document: QueryDocumentSnapshot): Report {
  const at: unknown = document.get('at')
  if (!(at instanceof Timestamp)) throw new TypeError('The query gives reports with a time only.')
  return { sourceId: document.id, at: momentOfTimestamp(at) }
}

function timestampOf(instant: Instant): Timestamp {
  const { seconds, nanoseconds } = partsOf(instant)
  return new Timestamp(seconds, nanoseconds)
}
