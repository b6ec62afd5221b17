import type { Column } from '../../model/stream.ts'
import { linesOf, moneyColumn, sourceColumn, updatedAtColumn } from '../common.ts'
import type { CatalogVariation } from './schema.ts'

/** The columns of a variation's list row: all there is of it. */
export const catalogVariationColumns = [
  sourceColumn,
  { name: 'itemId', kind: 'text', label: 'Item', search: 'text', of: ({ itemId }) => itemId },
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
  { name: 'sku', kind: 'text', label: 'SKU', sort: true, search: 'text', of: ({ sku }) => sku },
  { name: 'upc', kind: 'text', label: 'UPC', search: 'text', of: ({ upc }) => upc },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  { ...moneyColumn('price', 'Price'), range: true, sort: true },
  { name: 'isTracked', kind: 'flag', label: 'Stock is counted', of: ({ isTracked }) => isTracked },
  { name: 'soldOutAt', kind: 'text', label: 'Sold out at', search: 'lines', of: ({ soldOutAt }) => linesOf(soldOutAt) },
  updatedAtColumn,
] as const satisfies readonly Column<CatalogVariation>[]
