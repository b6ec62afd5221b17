import { parseDocument } from '../cache/documents.ts'
import { orderRef } from '../cache/paths.ts'
import { NotFoundError } from '../lib/errors.ts'
import type { Firestore } from '../lib/firestore.ts'
import { fromJson, toPlain } from '../lib/firestoreValues.ts'
import { unpack } from '../lib/packing.ts'
import type { GetOrderResponse } from '../model/api.ts'

/** The whole order with the source's own record: one read. Throws a NotFoundError where it is not cached. */
export async function getOrder(db: Firestore, id: string): Promise<GetOrderResponse> {
  const snapshot = await orderRef(db, id).get()
  if (!snapshot.exists) throw new NotFoundError('No such order is cached; it may have been deleted.')
  const { order } = parseDocument(snapshot)
  const plain = toPlain(order) as unknown as typeof order
  if (snapshot.get('payloadOmitted') === true) return { ...plain, payloadOmitted: true }
  const packed: unknown = snapshot.get('payloadCompressed')
  const payload =
    packed instanceof Uint8Array ? fromJson(unpack(packed, snapshot.ref.path), (path) => path) : snapshot.get('payload')
  return { ...plain, payload: toPlain(payload) }
}
