import { changedOutside, isIntact, parseDocument, payloadOf } from '../cache/documents.ts'
import { orderRef } from '../cache/paths.ts'
import { EncodingError } from '../lib/errors.ts'
import type { Firestore } from '../lib/firestore.ts'
import { toPlain } from '../lib/firestoreValues.ts'
import type { GetOrderResponse } from '../model/api.ts'
import { missingOrder } from './missingOrder.ts'
import type { CacheReader } from './view.ts'

/**
 * The whole order with the source's own record: one read. Throws a NotFoundError that says why where it is not cached
 * (`missingOrder`), and an EncodingError where its document is not as it was written.
 */
export async function getOrder(db: Firestore, reader: CacheReader, id: string): Promise<GetOrderResponse> {
  const snapshot = await orderRef(db, id).get()
  if (!snapshot.exists) throw await missingOrder(db, reader, id)
  const { order } = parseDocument(snapshot)
  if (!isIntact(snapshot))
    throw new EncodingError(`This order's document was changed outside Tidemark. ${changedOutside}`)
  const plain = toPlain(order) as unknown as typeof order
  if (snapshot.get('payloadOmitted') === true) return { ...plain, payloadOmitted: true }
  return { ...plain, payload: toPlain(payloadOf(snapshot, (path) => path)) }
}
