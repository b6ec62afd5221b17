import { z } from 'zod'

import { isoTime, recordIds } from '../common.ts'

/** A category of a merchant's catalog. */
export const catalogCategorySchema = z.object({
  ...recordIds,
  name: z.string(),
  /** In the source's own words. */
  type: z.string().nullable(),
  /** The id at the source of the category that it is in. */
  parentId: z.string().nullable(),
  updatedAt: isoTime,
})
export type CatalogCategory = z.infer<typeof catalogCategorySchema>
