import type { Cell, Column } from '../../model/stream.ts'
import type { Product } from './schema.ts'

/** SKUs beyond this many characters of a row are not searched: one product must not fill a segment. */
const skuCharacters = 8_000

/** The columns of a product's list row: a product with what its variants come to. */
export const productColumns = [
  { name: 'source', kind: 'category', label: 'Source', facet: true, of: ({ source }) => source },
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
  { name: 'status', kind: 'category', label: 'Status', facet: true, sort: true, of: ({ status }) => status },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  { ...price('priceFrom', 'Price from', Math.min), range: true, sort: true },
  price('priceTo', 'Price to', Math.max),
  { name: 'variantCount', kind: 'integer', label: 'Variants', of: ({ variants }) => variants.length },
  { name: 'inStock', kind: 'number', label: 'In stock', range: true, sort: true, of: inStockOf },
  {
    name: 'updatedAt',
    kind: 'time',
    label: 'Updated',
    range: true,
    sort: true,
    of: ({ updatedAt }) => Date.parse(updatedAt),
  },
  { name: 'skus', kind: 'text', label: 'SKUs', search: 'lines', hidden: true, of: skusOf },
] as const satisfies readonly Column<Product>[]

function price<const Name extends string>(name: Name, label: string, choose: (...prices: number[]) => number) {
  const of = ({ variants }: Product): Cell => {
    const prices = variants.flatMap((variant) => variant.price ?? [])
    return prices.length === 0 ? null : choose(...prices)
  }
  return { name, kind: 'integer', label, money: { currency: 'currency' }, of } as const
}

/** All that is in stock; null where no variant says how much. */
function inStockOf({ variants }: Product): Cell {
  const known = variants.flatMap(({ inStock }) => inStock ?? [])
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0)
}

/** The distinct SKUs, one a line. */
function skusOf({ variants }: Product): Cell {
  const skus = new Set(variants.flatMap(({ sku }) => sku?.replaceAll('\n', ' ') ?? []))
  return [...skus].join('\n').slice(0, skuCharacters)
}
