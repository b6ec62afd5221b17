import { changedOutside, isIntact, parseDocument, payloadOf } from '../../cache/documents.ts'
import { documentRef } from '../../cache/paths.ts'
import type { GetRecordResponse } from '../../contract/records.ts'
import { EncodingError } from '../../lib/errors.ts'
import type { Firestore } from '../../lib/firestore/firestore.ts'
import { toPlain } from '../../lib/firestore/firestoreValues.ts'
import { missingRecord } from '../missingRecord.ts'
import { parentIdOf } from '../../model/stream.ts'
import type { CacheReader } from '../store/reader.ts'

/**
 * The whole record with the source's own; of a child stream the part alone, from its parent's document: one read. Throws a NotFoundError that says why where it is not cached
 * (`missingRecord`), and an EncodingError where its document is not as it was written. `noun` is what messages call it.
 */
export async function getRecord(
  db: Firestore,
  reader: CacheReader,
  id: string,
  noun = 'record',
): Promise<GetRecordResponse> {
  const { stream, parents } = reader
  const documentId = parents === null ? id : parentIdOf(id)
  const snapshot =
    documentId === null ? null : await documentRef(db, parents?.stream.name ?? stream.name, documentId).get()
  if (!snapshot?.exists) throw await missingRecord(db, reader, id, noun)
  const { record } = parseDocument(parents?.stream ?? stream, snapshot)
  if (!isIntact(snapshot))
    throw new EncodingError(`This ${noun}'s document was changed outside Tidemark. ${changedOutside}`)
  if (parents !== null) {
    const part = parents.of(record).find((one) => one.id === id)
    if (part === undefined) throw await missingRecord(db, reader, id, noun)
    return { record: toPlain(part) as Record<string, unknown> } // A record is an object.
  }
  const plain = toPlain(record) as Record<string, unknown> // And so is this.
  if (snapshot.get('payloadOmitted') === true) return { record: plain, payloadOmitted: true }
  return { record: plain, payload: toPlain(payloadOf(snapshot, (path) => path)) }
}
