import { z } from 'zod'

import { currencyCode, isoTime, recordIds } from '../common.ts'

/** A place where a merchant sells, open or closed. */
export const locationSchema = z.object({
  ...recordIds,
  name: z.string(),
  /** In the source's own words. */
  status: z.string(),
  type: z.string().nullable(),
  /** Whose days its sales go by, by its IANA name. */
  timeZone: z.string().nullable(),
  currency: currencyCode.nullable(),
  country: z.string().nullable(),
  city: z.string().nullable(),
  createdAt: isoTime,
})
export type Location = z.infer<typeof locationSchema>
