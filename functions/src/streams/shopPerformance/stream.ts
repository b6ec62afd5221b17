import { defineStream } from '../../model/stream.ts'
import { shopDayColumns } from './columns.ts'
import { shopDaySchema, type ShopDay } from './schema.ts'

export const shopPerformanceStream = defineStream<ShopDay>({
  name: 'shopPerformance',
  schema: shopDaySchema,
  columns: shopDayColumns,
  keyTime: ({ day }) => Date.parse(day),
})
