import { defineStream } from '../../model/stream.ts'
import { updatedMs } from '../common.ts'
import { inventoryCountColumns } from './columns.ts'
import { inventoryCountSchema, type InventoryCount } from './schema.ts'

export const inventoryCountStream = defineStream<InventoryCount>({
  name: 'inventoryCounts',
  schema: inventoryCountSchema,
  columns: inventoryCountColumns,
  keyTime: updatedMs,
  references: [
    { column: 'variationId', to: 'catalogVariations' },
    { column: 'locationId', to: 'locations' },
  ],
})
