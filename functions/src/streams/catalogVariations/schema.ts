import { z } from 'zod'

import { locationAvailabilitySchema } from './availability.ts'
import { vendorInfoSchema } from './vendorInfo.ts'
import { currencyCode, isoTime, minorUnits, recordIds } from '../common.ts'

/** One thing that can be bought: a variation of a catalog's item. The price is in minor units of `currency`. */
export const catalogVariationSchema = z.object({
  ...recordIds,
  /** The item's id at the source. */
  itemId: z.string().nullable(),
  name: z.string(),
  sku: z.string().nullable(),
  upc: z.string().nullable(),
  currency: currencyCode.nullable(),
  /** Null where it is said at the till. */
  price: minorUnits.nullable(),
  /** False where nobody counts what is in stock: that is not zero. */
  isTracked: z.boolean(),
  /** The ids at the source of the locations where it is sold out, whatever the count says. */
  soldOutAt: z.array(z.string()),
  /** What it says of single locations and of vendors: lists of their own. */
  locations: z.array(locationAvailabilitySchema),
  vendors: z.array(vendorInfoSchema),
  updatedAt: isoTime,
})
export type CatalogVariation = z.infer<typeof catalogVariationSchema>
