import type { Column } from '../../model/stream.ts'
import { moneyColumn, variationColumn } from '../common.ts'
import type { DailySale } from './schema.ts'

/** The columns of a day's sale in lists: all there is of it. */
export const salesDailyColumns = [
  { name: 'day', kind: 'text', label: 'Day', sort: true, of: ({ day }) => day },
  { name: 'locationId', kind: 'category', label: 'Location', facet: true, of: ({ locationId }) => locationId },
  variationColumn,
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  { name: 'orders', kind: 'integer', label: 'Orders', sort: true, of: ({ orders }) => orders },
  { name: 'units', kind: 'number', label: 'Units', range: true, sort: true, of: ({ units }) => units },
  { ...moneyColumn('revenue', 'Revenue'), range: true, sort: true },
] as const satisfies readonly Column<DailySale>[]
