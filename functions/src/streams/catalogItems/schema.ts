import { z } from 'zod'

import { isoTime, recordIds } from '../common.ts'

/** An item of a merchant's catalog; what can be bought of it are its variations. */
export const catalogItemSchema = z.object({
  ...recordIds,
  name: z.string(),
  /** In the source's own words. */
  type: z.string().nullable(),
  /** The ids at the source of the categories that it is in. */
  categoryIds: z.array(z.string()),
  /** The ids at the source of what can be bought of it. */
  variationIds: z.array(z.string()),
  isArchived: z.boolean(),
  updatedAt: isoTime,
})
export type CatalogItem = z.infer<typeof catalogItemSchema>
