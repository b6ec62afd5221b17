import { orderSchema, type Order } from '../../contract/order.ts'
import { defineStream } from '../../model/stream.ts'
import { orderColumns } from './columns.ts'

export const orderStream = defineStream<Order>({
  name: 'orders',
  schema: orderSchema,
  columns: orderColumns,
  keyTime: ({ createdAt }) => Date.parse(createdAt),
  unknownWords: { flag: 'statusUnknown', word: 'sourceStatus' },
})
