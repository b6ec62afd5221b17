import type { Column } from '../../model/stream.ts'
import { linesOf, moneyColumn, updatedAtColumn } from '../common.ts'
import type { LibraryItem } from './schema.ts'

/** The columns of a library item's list row. */
export const itemLibraryColumns = [
  { name: 'itemName', kind: 'text', label: 'Item', sort: true, search: 'text', of: ({ itemName }) => itemName },
  { name: 'name', kind: 'text', label: 'Variation', search: 'text', of: ({ name }) => name },
  { name: 'sku', kind: 'text', label: 'SKU', sort: true, search: 'text', of: ({ sku }) => sku },
  { name: 'gtin', kind: 'text', label: 'GTIN', search: 'text', of: ({ gtin }) => gtin },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  { ...moneyColumn('price', 'Price'), range: true, sort: true },
  { name: 'inStock', kind: 'number', label: 'In stock', range: true, sort: true, of: stockIn },
  {
    name: 'stock',
    kind: 'text',
    label: 'Stock by location',
    of: ({ stock }) => linesOf(stock.map(({ locationId, quantity }) => `${locationId}: ${quantity}`)),
  },
  {
    name: 'vendors',
    kind: 'text',
    label: 'Vendors',
    search: 'lines',
    of: ({ vendors }) => linesOf(vendors.map(({ vendorId }) => vendorId)),
  },
  { name: 'itemId', kind: 'text', label: 'Item id', search: 'text', of: ({ itemId }) => itemId },
  updatedAtColumn,
] as const satisfies readonly Column<LibraryItem>[]

/** Returns the stock of all locations together; null where nobody counts it. */
function stockIn({ stock }: LibraryItem): number | null {
  return stock.length === 0 ? null : stock.reduce((sum, { quantity }) => sum + quantity, 0)
}
