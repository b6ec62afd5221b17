import type { GetOrderResponse } from '../../contract/api.ts'
import type { Order } from '../../contract/order.ts'
import type { Firestore } from '../../lib/firestore/firestore.ts'
import { getRecord } from '../records/getRecord.ts'
import type { CacheReader } from '../store/reader.ts'

/** The whole order with the source's own record: `getRecord` as the orders' own answer. */
export async function getOrder(db: Firestore, reader: CacheReader, id: string): Promise<GetOrderResponse> {
  const { record, ...payload } = await getRecord(db, reader, id, 'order')
  // The reader is the orders', and every record was parsed by its stream's schema.
  return { ...(record as unknown as Order), ...payload }
}
