import type { LocationAvailability } from '../../streams/catalogVariations/availability.ts'
import type { VendorInfo } from '../../streams/catalogVariations/vendorInfo.ts'
import { objectsIn, textOf } from '../vendor/fields.ts'
import { moneyOf } from './money.ts'

type RawPart = Readonly<Record<string, unknown>>

/** The ids of a variation, and when it changed. */
interface VariationIds {
  readonly id: string
  readonly sourceId: string
  readonly updatedAt: string
}

/**
 * Returns what a variation says of single locations: where it is sold or not, and what is different there. Of a location that it does not name
 * holds what it says of all.
 */
export function availabilityOf(object: RawPart, data: RawPart, ids: VariationIds): LocationAvailability[] {
  const overrides = new Map(objectsIn(data.location_overrides).map((one) => [textOf(one.location_id), one]))
  const [present, absent] = [textsIn(object.present_at_location_ids), textsIn(object.absent_at_location_ids)]
  const isEverywhere = object.present_at_all_locations !== false
  const locations = new Set([...overrides.keys(), ...present, ...absent])
  return [...locations].flatMap((locationId): LocationAvailability[] => {
    if (locationId === undefined) return []
    const override = overrides.get(locationId)
    const price = moneyOf(override?.price_money)
    const isTracked = override?.track_inventory
    return [
      {
        id: partIdOf(ids, locationId),
        variationId: ids.sourceId,
        locationId,
        isPresent: isEverywhere ? !absent.includes(locationId) : present.includes(locationId),
        isSoldOut: override?.sold_out === true,
        isTracked: typeof isTracked === 'boolean' ? isTracked : null,
        currency: price?.currency ?? null,
        price: price?.amount ?? null,
        updatedAt: ids.updatedAt,
      },
    ]
  })
}

/** The vendors that a variation is bought from, each once. */
export function vendorInfoOf(data: RawPart, ids: VariationIds): VendorInfo[] {
  const byVendor = new Map(objectsIn(data.vendor_information).map((one) => [textOf(one.vendor_id), one]))
  return [...byVendor].flatMap(([vendorId, one]): VendorInfo[] => {
    if (vendorId === undefined) return []
    const cost = moneyOf(one.unit_cost_money)
    return [
      {
        id: partIdOf(ids, vendorId),
        variationId: ids.sourceId,
        vendorId,
        vendorCode: textOf(one.vendor_code) ?? null,
        currency: cost?.currency ?? null,
        unitCost: cost?.amount ?? null,
        updatedAt: ids.updatedAt,
      },
    ]
  })
}

function partIdOf({ id }: VariationIds, part: string): string {
  return `${id}#${part.replaceAll('#', '-')}`
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((one: unknown) => textOf(one) ?? []) : []
}
