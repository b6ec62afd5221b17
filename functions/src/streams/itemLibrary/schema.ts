import { z } from 'zod'

import { currencyCode, isoTime, minorUnits, recordIds } from '../common.ts'

/** A variation with all that a merchant's item library says of it, its stock and its vendors. Amounts are minor units of `currency`. */
export const libraryItemSchema = z.object({
  ...recordIds,
  itemId: z.string().nullable(),
  itemName: z.string().nullable(),
  name: z.string(),
  sku: z.string().nullable(),
  gtin: z.string().nullable(),
  currency: currencyCode.nullable(),
  price: minorUnits.nullable(),
  /** What is in stock at each location, by its id; nothing is known of one that is not there. */
  stock: z.array(z.object({ locationId: z.string(), quantity: z.number() })),
  vendors: z.array(
    z.object({ vendorId: z.string(), vendorCode: z.string().nullable(), unitCost: minorUnits.nullable() }),
  ),
  updatedAt: isoTime,
})
export type LibraryItem = z.infer<typeof libraryItemSchema>
