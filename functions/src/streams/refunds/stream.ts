import type { Row } from '../../model/row.ts'
import { defineStream } from '../../model/stream.ts'
import { createdMs } from '../common.ts'
import { refundColumns } from './columns.ts'
import { refundSchema, type Refund } from './schema.ts'

export const refundStream = defineStream<Refund>({
  name: 'refunds',
  schema: refundSchema,
  columns: refundColumns,
  keyTime: createdMs,
  references: [
    { column: 'orderId', to: 'orders' },
    { column: 'paymentId', to: 'payments' },
  ],
})

/** The orders that a refund's row concerns: an order's refunds are parts of it. */
export function ordersOfRefund({ orderId }: Row): readonly string[] {
  return typeof orderId === 'string' ? [orderId] : []
}
