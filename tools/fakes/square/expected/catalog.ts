import type { FakeMerchant } from '../merchant.ts'
import type { Members } from '../records.ts'
import { factsOf, iso, type Facts, type Money } from './facts.ts'

interface SentObject extends Members {
  readonly id: string
  readonly type: string
  readonly updated_at: string
}

export interface SentVariation extends SentObject {
  readonly item_variation_data: {
    readonly item_id: string
    readonly name: string
    readonly sku?: string
    readonly price_money?: Money
    readonly location_overrides?: readonly {
      readonly location_id: string
      readonly sold_out?: boolean
      readonly price_money?: Money
    }[]
    readonly vendor_information?: readonly {
      readonly vendor_id: string
      readonly vendor_code?: string
      readonly unit_cost_money?: Money
    }[]
  }
}

interface SentItem extends SentObject {
  readonly item_data: {
    readonly name: string
    readonly categories?: readonly { readonly id: string }[]
    readonly variations: readonly { readonly id: string }[]
  }
}

interface SentCategory extends SentObject {
  readonly category_data: { readonly name: string }
}

function objectsOf<T extends SentObject>({ catalog }: FakeMerchant, type: string): T[] {
  return [...catalog.objects.values()]
    .filter((record) => record.type === type && !record.isDeleted)
    .map((record) => catalog.shown(record) as T) // The fake sends what the type says.
}

export const itemsOf = (merchant: FakeMerchant): SentItem[] => objectsOf(merchant, 'ITEM')
export const variationsOf = (merchant: FakeMerchant): SentVariation[] => objectsOf(merchant, 'ITEM_VARIATION')

export function catalogFacts(merchant: FakeMerchant): Readonly<Record<string, Facts>> {
  return {
    catalogItems: factsOf(itemsOf(merchant), ({ item_data, updated_at, ...object }) => ({
      name: item_data.name,
      categoryIds: (item_data.categories ?? []).map(({ id }) => id),
      variationIds: item_data.variations.map(({ id }) => id),
      updatedAt: iso(updated_at),
      payload: { ...object, updated_at, item_data },
    })),
    catalogVariations: factsOf(variationsOf(merchant), (variation) => {
      const { item_id, name, sku, price_money } = variation.item_variation_data
      const price = { price: price_money?.amount ?? null, currency: price_money?.currency ?? null }
      return { itemId: item_id, name, sku: sku ?? null, ...price, payload: variation }
    }),
    catalogCategories: factsOf(objectsOf<SentCategory>(merchant, 'CATEGORY'), (category) => ({
      name: category.category_data.name,
      payload: category,
    })),
    catalogLocationAvailability: partsOf(merchant, ({ location_overrides = [] }) =>
      location_overrides.map(({ location_id: locationId, sold_out: isSoldOut = false, price_money }) => ({
        key: locationId,
        locationId,
        isSoldOut,
        price: price_money?.amount ?? null,
      })),
    ),
    catalogVendorInfo: partsOf(merchant, ({ vendor_information = [] }) =>
      vendor_information.map(({ vendor_id: vendorId, vendor_code, unit_cost_money }) => ({
        key: vendorId,
        vendorId,
        vendorCode: vendor_code ?? null,
        unitCost: unit_cost_money?.amount ?? null,
      })),
    ),
  }
}

function partsOf(
  merchant: FakeMerchant,
  of: (
    data: SentVariation['item_variation_data'],
  ) => readonly ({ readonly key: string } & Readonly<Record<string, unknown>>)[],
): Facts {
  return new Map(
    variationsOf(merchant).flatMap(({ id, item_variation_data }) =>
      of(item_variation_data).map(({ key, ...cells }) => [`${id}#${key}`, { variationId: id, ...cells }]),
    ),
  )
}
