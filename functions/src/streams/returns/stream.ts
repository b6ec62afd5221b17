import type { Row } from '../../model/row.ts'
import { defineStream } from '../../model/stream.ts'
import { returnColumns } from './columns.ts'
import { returnSchema, type Return } from './schema.ts'

export const returnStream = defineStream<Return>({
  name: 'returns',
  schema: returnSchema,
  columns: returnColumns,
  keyTime: ({ createdAt }) => Date.parse(createdAt),
})

/** The orders that a return's row concerns: an order's refunds are parts of it. */
export function ordersOfReturn({ orderId }: Row): readonly string[] {
  return typeof orderId === 'string' ? [orderId] : []
}
