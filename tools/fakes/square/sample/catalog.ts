import { catalogue } from '../../../samples/catalogue.ts'
import { priceIn } from '../../../samples/currencies.ts'
import type { CatalogRecord } from '../catalog.ts'
import type { FakeMerchant } from '../merchant.ts'
import type { Members } from '../records.ts'
import { idOf } from '../ids.ts'
import { money } from '../trade/money.ts'
import { defaults, type MerchantFilling } from './filling.ts'
import { activeLocations, locationIdAt } from './locations.ts'
import { vendorCount, vendorIdAt } from './people.ts'

const sizes = [
  { name: 'Regular', factor: 1 },
  { name: 'Large', factor: 1.5 },
  { name: 'Gift box', factor: 2 },
] as const
const categories = ['Clothing', 'Kitchen', 'Navigation', 'Food', 'Paper'] as const
/** One variation of so many is not tracked: it has no counts. */
const untrackedEvery = 5

/** A variation, as orders name it. */
export interface SampleVariation {
  readonly id: string
  readonly itemName: string
  readonly name: string
  /** In the smallest unit. */
  readonly price: number
}

const isTracked = (n: number): boolean => n % untrackedEvery !== untrackedEvery - 1

const stockCount = ({ availabilities = defaults.availabilities }: MerchantFilling): number => availabilities

/** The number of variations, of which the tracked ones have all counts at the active locations. */
export function variationCount(filling: MerchantFilling): number {
  const tracked = Math.ceil(stockCount(filling) / activeLocations(filling))
  return Math.max(sizes.length, Math.ceil((tracked * untrackedEvery) / (untrackedEvery - 1)))
}

export function variationAt(n: number, { currency = defaults.currency }: MerchantFilling): SampleVariation {
  const size = sizes[n % sizes.length] ?? sizes[0]
  const cents = (catalogue[itemOf(n) % catalogue.length]?.cents ?? 0) * size.factor
  return { id: variationIdAt(n), itemName: itemName(itemOf(n)), name: size.name, price: priceIn(currency, cents) }
}

const itemOf = (variation: number): number => Math.floor(variation / sizes.length)
const itemIdAt = (item: number): string => idOf(`sample item ${item}`)
/** Kept, for every line of an order names one. */
const variationIds: string[] = []
const variationIdAt = (n: number): string => (variationIds[n] ??= idOf(`sample variation ${n}`))
const categoryIdAt = (n: number): string => idOf(`sample category ${n}`)

function itemName(item: number): string {
  const [name = '', edition] = [catalogue[item % catalogue.length]?.name, Math.floor(item / catalogue.length)]
  return edition === 0 ? name : `${name}, no. ${edition + 1}`
}

/** Categories, items, variations, and the counts of what is in stock or ordered. */
export function putCatalog(merchant: FakeMerchant, filling: MerchantFilling): void {
  const count = variationCount(filling)
  const object = (type: string, id: string, n: number, data: Members): CatalogRecord => {
    return { id, type, updatedMs: updateTimeAt(n, filling), isDeleted: false, data, more: {} }
  }
  merchant.catalog.putAll([
    ...categories.map((name, n) =>
      object('CATEGORY', categoryIdAt(n), n, { name, category_type: 'REGULAR_CATEGORY', is_top_level: true }),
    ),
    ...Array.from({ length: itemOf(count - 1) + 1 }, (_, n) => object('ITEM', itemIdAt(n), n, itemData(n))),
    ...Array.from({ length: count }, (_, n) =>
      object('ITEM_VARIATION', variationIdAt(n), n, variationData(n, filling)),
    ),
  ])
  putCounts(merchant, filling)
}

/** Times before now, an hour and a bit apart; every second one is a whole second. */
function updateTimeAt(n: number, { now }: MerchantFilling): number {
  const ms = now - (n + 1) * 3_600_137
  return n % 2 === 0 ? ms : Math.floor(ms / 1000) * 1000
}

function itemData(n: number): Members {
  const category = { id: categoryIdAt(n % categories.length), ordinal: n }
  return { name: itemName(n), product_type: 'REGULAR', categories: [category], reporting_category: category }
}

function variationData(n: number, filling: MerchantFilling): Members {
  const { currency = defaults.currency } = filling
  const { name, price } = variationAt(n, filling)
  const locationId = locationIdAt(n % activeLocations(filling))
  return {
    item_id: itemIdAt(itemOf(n)),
    name,
    sku: `${catalogue[itemOf(n) % catalogue.length]?.sku ?? 'SKU'}-${n}`,
    ordinal: n % sizes.length,
    pricing_type: 'FIXED_PRICING',
    price_money: money(price, currency),
    sellable: true,
    stockable: true,
    track_inventory: isTracked(n),
    vendor_information: [
      {
        vendor_id: vendorIdAt(n % vendorCount),
        vendor_code: `V-${n}`,
        unit_cost_money: money(Math.round(price * 0.4), currency),
      },
    ],
    ...(n % 10 === 3 && { location_overrides: [{ location_id: locationId, sold_out: true }] }),
    ...(n % 10 === 7 && {
      location_overrides: [
        { location_id: locationId, price_money: money(price + 100, currency), pricing_type: 'FIXED_PRICING' },
      ],
    }),
  }
}

function putCounts(merchant: FakeMerchant, filling: MerchantFilling): void {
  const [locations, wanted] = [activeLocations(filling), stockCount(filling)]
  const counts: Parameters<FakeMerchant['inventory']['putAll']>[0][number][] = []
  for (let n = 0, inStock = 0; inStock < wanted; n++) {
    if (!isTracked(n)) continue
    for (let at = 0; at < locations && inStock < wanted; at++, inStock++) {
      const stock = { variationId: variationIdAt(n), locationId: locationIdAt(at) }
      const ms = filling.now - inStock * 60_000 - (inStock % 3) * 141
      counts.push({ ...stock, state: 'IN_STOCK', quantity: String((n * 37 + at * 11) % 120), ms })
      if (inStock % 20 === 0) counts.push({ ...stock, state: 'ORDERED_FROM_VENDOR', quantity: '24', ms })
    }
  }
  merchant.inventory.putAll(counts)
}
