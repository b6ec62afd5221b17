import { defineStream } from '../../model/stream.ts'
import { createdMs } from '../common.ts'
import { paymentColumns } from './columns.ts'
import { paymentSchema, type Payment } from './schema.ts'

export const paymentStream = defineStream<Payment>({
  name: 'payments',
  schema: paymentSchema,
  columns: paymentColumns,
  keyTime: createdMs,
  references: [{ column: 'orderId', to: 'orders' }],
})
