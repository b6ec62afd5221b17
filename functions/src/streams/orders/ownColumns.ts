import { extraColumn } from '../../contract/api.ts'
import type { Order } from '../../contract/order.ts'
import { defineStream, type Stream } from '../../model/stream.ts'
import { ownColumns, type OwnColumn } from '../ownColumns.ts'

/**
 * A stream of orders with the columns that a shop declares beside those that every order has: `note` is the column `extra_note`.
 * Every source's orders have them, for all stand in one list; those of other sources have no values there.
 */
export function withOwnColumns(stream: Stream, declared: readonly OwnColumn[]): Stream {
  if (declared.length === 0) return stream
  const own = ownColumns<Order>(declared, ({ extra }, name) => extra?.[name], extraColumn)
  return defineStream({ ...stream, columns: [...stream.columns, ...own] })
}
