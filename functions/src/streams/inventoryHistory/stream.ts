import { defineStream } from '../../model/stream.ts'
import { createdMs } from '../common.ts'
import { inventoryHistoryColumns } from './columns.ts'
import { inventoryChangeSchema, type InventoryChange } from './schema.ts'

export const inventoryHistoryStream = defineStream<InventoryChange>({
  name: 'inventoryHistory',
  schema: inventoryChangeSchema,
  columns: inventoryHistoryColumns,
  keyTime: createdMs,
})
