import { z } from 'zod'

import { changedOutside } from '../../cache/documents.ts'
import { documentRef } from '../../cache/paths.ts'
import { lineItemSchema } from '../../contract/order.ts'
import { EncodingError } from '../../lib/errors.ts'
import type { Firestore, Timestamp } from '../../lib/firestore/firestore.ts'
import type { ReadItems } from './itemLines.ts'

const itemsSchema = z.array(lineItemSchema)

/**
 * Reads items from the orders' documents as they were at `readTime`, the moment of the lists that name them (invariant 8): one read an
 * order, and nothing of the document but its items. Rejects with an EncodingError where a document is not there, or is not one of ours.
 */
export function itemReader(db: Firestore, stream: string, readTime: Timestamp): ReadItems {
  return async (ids) => {
    const refs = ids.map((id) => documentRef(db, stream, id))
    const snapshots = await db.runTransaction(
      (transaction) => transaction.getAll(...refs, { fieldMask: ['lineItems'] }),
      { readOnly: true, readTime },
    )
    return snapshots.map((snapshot) => {
      const read = itemsSchema.safeParse(snapshot.get('lineItems'))
      if (read.success) return read.data
      throw new EncodingError(`The items of an order in ${stream}_cache cannot be read. ${changedOutside}`)
    })
  }
}
