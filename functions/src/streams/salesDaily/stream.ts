import { defineStream } from '../../model/stream.ts'
import { createdMs } from '../common.ts'
import { salesDailyColumns } from './columns.ts'
import { dailySaleSchema, type DailySale } from './schema.ts'

export const salesDailyStream = defineStream<DailySale>({
  name: 'salesDaily',
  schema: dailySaleSchema,
  columns: salesDailyColumns,
  keyTime: createdMs,
})
