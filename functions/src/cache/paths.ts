import {
  FieldPath,
  type CollectionReference,
  type DocumentReference,
  type Firestore,
  type Query,
} from '../lib/firestore/firestore.ts'
import { hashOf } from '../lib/firestore/firestoreValues.ts'
import type { Account, Vendor } from '../model/connection.ts'

/** Firestore's limit on a document's id. */
export const documentIdBytes = 1_500

/** Tells whether Firestore takes an id for a document's (https://cloud.google.com/firestore/quotas#collections_documents_and_fields). */
export function isDocumentId(id: string): boolean {
  const isReserved = id === '' || id === '.' || id === '..' || (id.startsWith('__') && id.endsWith('__'))
  return !isReserved && !id.includes('/') && id.isWellFormed() && Buffer.byteLength(id) <= documentIdBytes
}

/** Where everything is stored: the only place that spells a collection's name. */
export const collections = {
  states: 'sync_state',
  runs: 'sync_runs',
  commits: 'commits',
  quarantine: 'sync_quarantine',
  alerts: 'sync_alerts',
  feeds: 'sync_feeds',
  reports: 'sync_reports',
  connections: 'sync_connections',
  authorizations: 'sync_authorizations',
  webhooks: 'sync_webhooks',
} as const

/** The collections of a pipeline's cache, which it shares with the other pipelines of its stream: that is how its name ends. */
export function cacheOf(pipeline: string): { documents: string; segments: string; heads: string } {
  const stream = pipeline.slice(pipeline.lastIndexOf('.') + 1)
  return { documents: `${stream}_cache`, segments: `${stream}_cache_segments`, heads: `${stream}_cache_head` }
}

export const documentRef = (db: Firestore, pipeline: string, id: string): DocumentReference =>
  db.collection(cacheOf(pipeline).documents).doc(id)

export const segmentRef = (db: Firestore, pipeline: string, n: number): DocumentReference =>
  db.collection(cacheOf(pipeline).segments).doc(`${pipeline}:${n}`)

export const headRef = (db: Firestore, pipeline: string): DocumentReference =>
  db.collection(cacheOf(pipeline).heads).doc(pipeline)

export const stateRef = (db: Firestore, pipeline: string): DocumentReference =>
  db.collection(collections.states).doc(pipeline)

export const runRef = (db: Firestore, runId: string): DocumentReference => db.collection(collections.runs).doc(runId)

/**
 * A document below a run. The lease's fence and the number of the entry under that lease make ids that are never used
 * twice, whatever crashed in between, and that sort in the order of the commits.
 */
export const commitRef = (
  db: Firestore,
  runId: string,
  fence: number,
  entry: number,
  part: number,
): DocumentReference => {
  const padded = [fence, entry, part].map((n) => String(n).padStart(8, '0'))
  return runRef(db, runId).collection(collections.commits).doc(padded.join('-'))
}

/** Under a digest where Firestore would not take the id. */
export function quarantineRef(db: Firestore, pipeline: string, sourceId: string): DocumentReference {
  const id = `${pipeline}:${sourceId}`
  return db.collection(collections.quarantine).doc(isDocumentId(id) ? id : `${pipeline}:${hashOf(sourceId)}`)
}

/** The collection of what was reported of a pipeline's records. */
export const feedOf = (db: Firestore, pipeline: string): CollectionReference =>
  db.collection(collections.feeds).doc(pipeline).collection(collections.reports)

export const reportRef = (db: Firestore, pipeline: string, sourceId: string): DocumentReference =>
  feedOf(db, pipeline).doc(sourceId)

export const alertRef = (db: Firestore, pipeline: string, kind: string): DocumentReference =>
  db.collection(collections.alerts).doc(`${pipeline}:${kind}`)

/** The document of an account that is connected. */
export const connectionRef = (db: Firestore, { source, account }: Account): DocumentReference =>
  db.collection(collections.connections).doc(connectionId({ source, account }))

export const connectionId = ({ source, account }: Account): string => `${source}.${account}`

export const authorizationRef = (db: Firestore, id: string): DocumentReference =>
  db.collection(collections.authorizations).doc(id)

/** The note that a vendor's notification was dealt with. */
export const webhookRef = (db: Firestore, source: Vendor, id: string): DocumentReference =>
  db.collection(collections.webhooks).doc(`${source}:${id}`)

/** Documents of a collection whose id begins with `prefix`, which ends in a colon. */
export function withPrefix(db: Firestore, collection: string, prefix: string): Query {
  // A semicolon is the character after the colon: every such id lies below it.
  return db
    .collection(collection)
    .orderBy(FieldPath.documentId())
    .startAt(prefix)
    .endBefore(`${prefix.slice(0, -1)};`)
}
