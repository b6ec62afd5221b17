import type { Column } from '../../model/stream.ts'
import { sourceColumn, updatedAtColumn, variationColumn } from '../common.ts'
import type { InventoryCount } from './schema.ts'

/** The columns of a count's list row: all there is of it. */
export const inventoryCountColumns = [
  sourceColumn,
  variationColumn,
  { name: 'locationId', kind: 'category', label: 'Location', facet: true, of: ({ locationId }) => locationId },
  { name: 'state', kind: 'category', label: 'State', facet: true, of: ({ state }) => state },
  { name: 'quantity', kind: 'number', label: 'Quantity', range: true, sort: true, of: ({ quantity }) => quantity },
  updatedAtColumn,
] as const satisfies readonly Column<InventoryCount>[]
