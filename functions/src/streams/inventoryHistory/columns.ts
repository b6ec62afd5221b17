import type { Column } from '../../model/stream.ts'
import { sourceColumn, variationColumn } from '../common.ts'
import type { InventoryChange } from './schema.ts'

/** The columns of a change's list row: all there is of it. */
export const inventoryHistoryColumns = [
  sourceColumn,
  { name: 'type', kind: 'category', label: 'Type', facet: true, of: ({ type }) => type },
  variationColumn,
  { name: 'locationId', kind: 'category', label: 'Location', facet: true, of: ({ locationId }) => locationId },
  { name: 'toLocationId', kind: 'category', label: 'To location', of: ({ toLocationId }) => toLocationId },
  { name: 'fromState', kind: 'category', label: 'From state', facet: true, of: ({ fromState }) => fromState },
  { name: 'state', kind: 'category', label: 'State', facet: true, of: ({ state }) => state },
  { name: 'quantity', kind: 'number', label: 'Quantity', range: true, sort: true, of: ({ quantity }) => quantity },
  {
    name: 'occurredAt',
    kind: 'time',
    label: 'Happened',
    range: true,
    sort: true,
    of: ({ occurredAt }) => Date.parse(occurredAt),
  },
] as const satisfies readonly Column<InventoryChange>[]
