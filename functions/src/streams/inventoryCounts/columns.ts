import type { Column } from '../../model/stream.ts'
import { sourceColumn, updatedAtColumn } from '../common.ts'
import type { InventoryCount } from './schema.ts'

/** The columns of a count's list row: all there is of it. */
export const inventoryCountColumns = [
  sourceColumn,
  { name: 'variationId', kind: 'text', label: 'Variation', search: 'text', of: ({ variationId }) => variationId },
  { name: 'locationId', kind: 'category', label: 'Location', facet: true, of: ({ locationId }) => locationId },
  { name: 'state', kind: 'category', label: 'State', facet: true, of: ({ state }) => state },
  { name: 'quantity', kind: 'number', label: 'Quantity', range: true, sort: true, of: ({ quantity }) => quantity },
  updatedAtColumn,
] as const satisfies readonly Column<InventoryCount>[]
