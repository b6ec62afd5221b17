import type { CatalogCategory } from '../../streams/catalogCategories/schema.ts'
import type { CatalogItem } from '../../streams/catalogItems/schema.ts'
import type { CatalogVariation } from '../../streams/catalogVariations/schema.ts'
import { memberOf, objectsIn, textOf } from '../vendor/fields.ts'
import type { CatalogKind } from './catalog.ts'
import { moneyOf } from './money.ts'
import { availabilityOf, vendorInfoOf } from './variationParts.ts'

/** Items. Their variations are objects of their own, too, which items show: one that is new, changed or gone changes its item. */
export const itemKind: CatalogKind<CatalogItem> = {
  stream: 'catalogItems',
  type: 'ITEM',
  member: 'item_data',
  nested: { type: 'ITEM_VARIATION', member: 'item_variation_data', owner: 'item_id' },
  parse: (data, ids) => {
    const categories = objectsIn(data.categories).flatMap(({ id }) => textOf(id) ?? [])
    const record: CatalogItem = {
      ...ids,
      name: textOf(data.name) ?? '',
      type: textOf(data.product_type) ?? null,
      categoryIds: categories.length > 0 ? categories : [textOf(data.category_id) ?? []].flat(),
      variationIds: objectsIn(data.variations).flatMap(({ id }) => textOf(id) ?? []),
      isArchived: data.is_archived === true,
    }
    return { ok: true, record, payload: {} }
  },
}

/** Variations: what can be bought of items. A price that cannot be read exactly puts one into quarantine. */
export const variationKind: CatalogKind<CatalogVariation> = {
  stream: 'catalogVariations',
  type: 'ITEM_VARIATION',
  member: 'item_variation_data',
  parse: (data, ids, object) => {
    const price = moneyOf(data.price_money)
    // It may be said at the till, and then it is absent.
    if (price === null && data.price_money != null)
      return { ok: false, reason: 'price_money: is no whole amount with a currency, or too large' }
    const overrides = objectsIn(data.location_overrides)
    const soldOut = overrides.filter((one) => one.sold_out === true)
    const record: CatalogVariation = {
      ...ids,
      itemId: textOf(data.item_id) ?? null,
      name: textOf(data.name) ?? '',
      sku: textOf(data.sku) ?? null,
      upc: textOf(data.upc) ?? null,
      currency: price?.currency ?? null,
      price: price?.amount ?? null,
      isTracked: [data, ...overrides].some((one) => memberOf(one, 'track_inventory') === true),
      soldOutAt: soldOut.flatMap((one) => textOf(one.location_id) ?? []),
      locations: availabilityOf(object, data, ids),
      vendors: vendorInfoOf(data, ids),
    }
    return { ok: true, record, payload: {} }
  },
}

export const categoryKind: CatalogKind<CatalogCategory> = {
  stream: 'catalogCategories',
  type: 'CATEGORY',
  member: 'category_data',
  parse: (data, ids) => {
    const record: CatalogCategory = {
      ...ids,
      name: textOf(data.name) ?? '',
      type: textOf(data.category_type) ?? null,
      parentId: textOf(memberOf(data.parent_category, 'id')) ?? null,
    }
    return { ok: true, record, payload: {} }
  },
}
