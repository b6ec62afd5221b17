import { z } from 'zod'

import { isoTime, recordIds } from '../common.ts'

/** The quantity of a variation that is in one state at one location. States are different numbers, and no parts of one sum. */
export const inventoryCountSchema = z.object({
  ...recordIds,
  /** The ids at the source of the variation and of the location. */
  variationId: z.string(),
  locationId: z.string(),
  /** In the source's own words: `IN_STOCK`, `ORDERED_FROM_VENDOR`, … */
  state: z.string(),
  quantity: z.number(),
  /** The moment at which it was counted or calculated. */
  updatedAt: isoTime,
})
export type InventoryCount = z.infer<typeof inventoryCountSchema>
