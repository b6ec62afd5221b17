import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { orderParser } from '../../../functions/src/sources/firestore/record.ts'
import { ordersAs } from '../../harness/orderSettings.ts'
import { createdAt } from './shapes/shape.ts'

export type OrdersInFile = Parameters<typeof ordersAs>[0]

/** Parses a document by these settings of a shop: an order, or the reason why it is none. */
export function parsedAs(data: Readonly<Record<string, unknown>>, settings: OrdersInFile = {}) {
  const createTime = instantFromMs(Date.parse(createdAt))
  const record = { sourceId: 'o1', changedAt: null, version: '1', readTime: createTime, raw: { data, createTime } }
  return orderParser(readFirestoreSourceConfig({ orders: ordersAs(settings) }))(record)
}

/** Parses a document that is an order by these settings; throws where it is none. */
export function orderAs(data: Readonly<Record<string, unknown>>, settings?: OrdersInFile) {
  const parsed = parsedAs(data, settings)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed
}
