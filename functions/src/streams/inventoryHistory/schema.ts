import { z } from 'zod'

import { isoTime, recordIds } from '../common.ts'

/** A change of an inventory, which never changes itself: somebody counted, or goods went from a state or place to another. */
export const inventoryChangeSchema = z.object({
  ...recordIds,
  /** In the source's own words: `PHYSICAL_COUNT`, `ADJUSTMENT`, `TRANSFER`. */
  type: z.string(),
  /** The ids at the source of what changed, and where; `toLocationId` of a transfer alone. */
  variationId: z.string(),
  locationId: z.string(),
  toLocationId: z.string().nullable(),
  /** The state that was counted, or that goods came to; and the one that they came from. */
  state: z.string().nullable(),
  fromState: z.string().nullable(),
  quantity: z.number(),
  /** When it happened, and when it was written down. */
  occurredAt: isoTime,
  createdAt: isoTime,
})
export type InventoryChange = z.infer<typeof inventoryChangeSchema>
