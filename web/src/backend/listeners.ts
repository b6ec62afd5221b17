import type { FirebaseApp } from 'firebase/app'
import {
  collection,
  connectFirestoreEmulator,
  documentId,
  getCountFromServer,
  getDocsFromServer,
  getFirestore,
  limit,
  onSnapshot,
  orderBy,
  query,
  startAfter,
  where,
  type Query,
  type QueryDocumentSnapshot,
} from 'firebase/firestore'
import { z } from 'zod'

import { exportPage, mostAlerts, mostExported, mostQuarantined } from './listenerLimits.ts'
import { runInHistorySchema, type RunInHistory } from './runHistory.ts'
import { syncStateOf, type SyncState } from './syncState.ts'

/** Ends a listening. */
export type Stop = () => void

/** Hears the present documents at once and every change of them; `onError` is told when nothing more will come. */
type Listen<T> = (onNext: (items: readonly T[]) => void, onError: (error: Error) => void) => Stop

/** The documents that an admin may listen to (firestore.rules). Each document and each change of one is a billed read. */
export interface Listeners {
  readonly syncStates: Listen<SyncState>
  /** The latest runs of a pipeline, newest first. */
  runsOf(pipeline: string, most: number): Listen<RunInHistory>
  /** The latest alerts, open and closed, newest first. */
  readonly alerts: Listen<Alert>
  readonly quarantine: Listen<QuarantinedRecord>
  /** The number of records in quarantine: a read for each 1,000. */
  countQuarantine(): Promise<number>
  /** All records in quarantine, as far as `mostExported` goes; one read each. Throws where the server cannot be reached. */
  quarantinePages(): AsyncGenerator<readonly QuarantinedRecord[]>
}

const alertSchema = z.object({
  pipeline: z.string(),
  kind: z.string(),
  message: z.string().optional(),
  openedAt: z.string().optional(),
  closedAt: z.string().nullable().optional(),
})
export type Alert = z.infer<typeof alertSchema>

const quarantinedSchema = z.object({
  pipeline: z.string(),
  sourceId: z.string(),
  reason: z.string(),
  quarantinedAt: z.string(),
})
/** A record in quarantine; `id` is that of its document in sync_quarantine. */
export type QuarantinedRecord = z.infer<typeof quarantinedSchema> & { readonly id: string }

export function openListeners(
  app: FirebaseApp,
  database: string,
  emulator: { host: string; port: number } | null,
): Listeners {
  const db = getFirestore(app, database)
  if (emulator !== null) connectFirestoreEmulator(db, emulator.host, emulator.port)
  const quarantine = collection(db, 'sync_quarantine')
  return {
    syncStates: listening(collection(db, 'sync_state'), (document) => syncStateOf(document.data(), Date.now())),
    runsOf: (pipeline, most) =>
      listening(
        query(
          collection(db, 'sync_runs'),
          where('pipeline', '==', pipeline),
          orderBy('startedAt', 'desc'),
          limit(most),
        ),
        parsedBy(runInHistorySchema),
      ),
    alerts: listening(
      query(collection(db, 'sync_alerts'), orderBy('openedAt', 'desc'), limit(mostAlerts)),
      parsedBy(alertSchema),
    ),
    quarantine: listening(query(quarantine, limit(mostQuarantined)), quarantinedRecordOf),
    countQuarantine: async () => (await getCountFromServer(quarantine)).data().count,
    quarantinePages: () => pagesOf(query(quarantine, orderBy(documentId())), quarantinedRecordOf),
  }
}

/** The documents of a query, a page at a time, each from behind the one before. */
async function* pagesOf<T>(documents: Query, read: Read<T>): AsyncGenerator<readonly T[]> {
  let last: QueryDocumentSnapshot | undefined
  for (let done = 0; done < mostExported; done += exportPage) {
    const after = last === undefined ? documents : query(documents, startAfter(last))
    const { docs } = await getDocsFromServer(query(after, limit(exportPage)))
    yield docs.flatMap((document) => read(document) ?? [])
    if (docs.length < exportPage) return
    last = docs.at(-1)
  }
}

/** Reads a document; null where its shape is one that this page does not know. */
type Read<T> = (document: QueryDocumentSnapshot) => T | null

const quarantinedRecordOf: Read<QuarantinedRecord> = (document) => {
  const record = parsedBy(quarantinedSchema)(document)
  return record === null ? null : { ...record, id: document.id }
}

/**
 * Listens to documents. Answers that Firestore's client gives without the server are left out: a browser that cannot reach the server would
 * hear that there are no documents at all.
 */
function listening<T>(documents: Query, read: Read<T>): Listen<T> {
  return (onNext, onError) =>
    onSnapshot(
      documents,
      // Without these, a first answer that the server only confirms would not be told again.
      { includeMetadataChanges: true },
      ({ docs, metadata }) => {
        if (!metadata.fromCache) onNext(docs.flatMap((document) => read(document) ?? []))
      },
      onError,
    )
}

/** Reads documents by a schema, and leaves out those of another shape: another version of the functions may write them. */
function parsedBy<T>(schema: z.ZodType<T>): Read<T> {
  return (document) => schema.safeParse(document.data()).data ?? null
}
