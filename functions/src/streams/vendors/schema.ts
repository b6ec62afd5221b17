import { z } from 'zod'

import { recordIds, recordTimes } from '../common.ts'

/** Somebody from whom a merchant buys. */
export const vendorSchema = z.object({
  ...recordIds,
  name: z.string(),
  /** In the source's own words. */
  status: z.string(),
  accountNumber: z.string().nullable(),
  /** Those of the first person there. */
  contactName: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  ...recordTimes,
})
export type Vendor = z.infer<typeof vendorSchema>
