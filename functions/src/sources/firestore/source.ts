import type { Order } from '../../contract/order.ts'
import type { Firestore } from '../../lib/firestore/firestore.ts'
import { largestPortion, portionLimits } from '../../lib/firestore/portions.ts'
import { instantFromMs, type Instant } from '../../lib/instant.ts'
import {
  wholeSource,
  type Absence,
  type Lookup,
  type ReportFeed,
  type Source,
  type SourceRecord,
} from '../../model/source.ts'
import { readChanges } from './changes.ts'
import { settingNames, type FirestoreSourceConfig } from './config.ts'
import { countUsage, momentOfTimestamp } from '../../lib/firestore/usage.ts'
import { recordOf, type OrderCollection } from './documents.ts'
import { enumerateOrders } from './enumerate.ts'
import { reading } from '../../lib/firestore/reading.ts'
import { identityOf } from './identity.ts'
import { orderParser } from './record.ts'
import { marker, review } from './review.ts'

/**
 * A collection of orders in the shop's own Firestore; `feedOf` gives what was reported of its orders. Every method throws a SourceError where Firestore cannot be read, and
 * none retries beyond what the client does by itself.
 */
export function createFirestoreSource(
  db: Firestore,
  config: FirestoreSourceConfig,
  feedOf: (identity: string) => ReportFeed | null = () => null,
): Source<Order> {
  const orders: OrderCollection = { db, ref: db.collection(config.collection), config }
  const identity = identityOf(db, config.collection)
  return {
    name: 'firestore',
    strategy: 'ordered',
    identity,
    origin: { name: `the collection "${config.collection}"`, setting: settingNames.collection },
    settings: {
      statuses: settingNames.statuses,
      records: `${settingNames.fields} and ${settingNames.createdAtField}`,
    },
    findsUpdates: config.changeFeed || config.changedAtField !== config.createdAtField,
    feed: config.changeFeed ? feedOf(identity) : null,
    recent: null,
    changes: (window, pageSize) => readChanges(orders, window, pageSize),
    pageBytes: portionLimits.bytes + largestPortion,
    partsAtOnce: 1,
    parts: async () => wholeSource,
    enumerate: (_part, cursor, pageSize) => enumerateOrders(orders, cursor, pageSize),
    lookup: (sourceIds) => lookUp(orders, sourceIds),
    count: () => countAll(orders),
    parse: orderParser(config),
    marksOf: marker(config),
    review: (marks, seen) => review(config, marks, seen),
  }
}

/** Absent and present documents are billed alike. Each shows the moment of the request that it was in. */
async function lookUp(orders: OrderCollection, sourceIds: readonly string[]): Promise<Lookup> {
  const ids = [...new Set(sourceIds)]
  const found: SourceRecord[] = []
  const absent: Absence[] = []
  let readTime: Instant | null = null
  let calls = 0
  for (let start = 0; start < ids.length; start += portionLimits.documents) {
    const asked = ids.slice(start, start + portionLimits.documents)
    const snapshots = await reading(orders.config.collection, () =>
      orders.db.getAll(...asked.map((id) => orders.ref.doc(id))),
    )
    calls += 1
    for (const snapshot of snapshots) {
      const at = momentOfTimestamp(snapshot.readTime)
      if (snapshot.exists) found.push(recordOf(orders, snapshot))
      else absent.push({ sourceId: snapshot.id, readTime: at })
      if (readTime === null || at < readTime) readTime = at
    }
  }
  // Without an id nothing was asked, and no time would claim too much; the earliest is the safest.
  return { found, absent, readTime: readTime ?? instantFromMs(0), usage: { calls, reads: ids.length } }
}

async function countAll(orders: OrderCollection) {
  const snapshot = await reading(orders.config.collection, () => orders.ref.count().get())
  const total = snapshot.data().count
  return { total, usage: countUsage(total) }
}
