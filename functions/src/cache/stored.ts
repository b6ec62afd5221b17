import type { StoredDocument } from '../engine/encoding/document.ts'
import type { DocumentSnapshot } from '../lib/firestore/firestore.ts'

/** A snapshot of Firestore's as the engine takes it. */
export function storedIn(snapshot: DocumentSnapshot): StoredDocument {
  return { path: snapshot.ref.path, fields: snapshot.data() }
}
