import { changedOutside, isIntact, parseDocument, payloadOf } from '../../cache/documents.ts'
import { documentRef } from '../../cache/paths.ts'
import type { GetRecordResponse } from '../../contract/records.ts'
import { EncodingError } from '../../lib/errors.ts'
import type { Firestore } from '../../lib/firestore/firestore.ts'
import { toPlain } from '../../lib/firestore/firestoreValues.ts'
import { missingRecord } from '../missingRecord.ts'
import type { CacheReader } from '../store/reader.ts'

/**
 * The whole record with the source's own: one read. Throws a NotFoundError that says why where it is not cached
 * (`missingRecord`), and an EncodingError where its document is not as it was written. `noun` is what messages call it.
 */
export async function getRecord(
  db: Firestore,
  reader: CacheReader,
  id: string,
  noun = 'record',
): Promise<GetRecordResponse> {
  const snapshot = await documentRef(db, reader.stream.name, id).get()
  if (!snapshot.exists) throw await missingRecord(db, reader, id, noun)
  const { record } = parseDocument(reader.stream, snapshot)
  if (!isIntact(snapshot))
    throw new EncodingError(`This ${noun}'s document was changed outside Tidemark. ${changedOutside}`)
  const plain = toPlain(record) as Record<string, unknown> // A record is an object.
  if (snapshot.get('payloadOmitted') === true) return { record: plain, payloadOmitted: true }
  return { record: plain, payload: toPlain(payloadOf(snapshot, (path) => path)) }
}
