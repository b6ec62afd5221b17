import type { FirebaseApp } from 'firebase/app'
import {
  collection,
  connectFirestoreEmulator,
  getFirestore,
  limit,
  onSnapshot,
  orderBy,
  query,
  where,
  type Query,
} from 'firebase/firestore'
import { z } from 'zod'

import { mostAlerts, mostQuarantined } from './listenerLimits.ts'
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
export type QuarantinedRecord = z.infer<typeof quarantinedSchema>

export function openListeners(app: FirebaseApp, emulator: { host: string; port: number } | null): Listeners {
  const db = getFirestore(app)
  if (emulator !== null) connectFirestoreEmulator(db, emulator.host, emulator.port)
  return {
    syncStates: listening(collection(db, 'sync_state'), (document) => syncStateOf(document, Date.now())),
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
    quarantine: listening(
      query(collection(db, 'sync_quarantine'), limit(mostQuarantined)),
      parsedBy(quarantinedSchema),
    ),
  }
}

/**
 * What Firestore's client tells without the server is no news: a browser that cannot reach it would hear that there are no
 * documents at all.
 */
function listening<T>(documents: Query, read: (document: unknown) => T | null): Listen<T> {
  return (onNext, onError) =>
    onSnapshot(
      documents,
      // Without these, a first answer that the server only confirms would not be told again.
      { includeMetadataChanges: true },
      ({ docs, metadata }) => {
        if (!metadata.fromCache) onNext(docs.flatMap((document) => read(document.data()) ?? []))
      },
      onError,
    )
}

/** Documents that are none of the known shape are left out: another version of the functions may write them. */
function parsedBy<T>(schema: z.ZodType<T>): (document: unknown) => T | null {
  return (document) => schema.safeParse(document).data ?? null
}
