import { z } from 'zod'

import { recordIds, recordTimes } from '../common.ts'

/** A customer as a source's directory has them; an order's own `customer` is what the order says. */
export const customerRecordSchema = z.object({
  ...recordIds,
  name: z.string(),
  company: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  /** The shop's own id of the customer. */
  referenceId: z.string().nullable(),
  /** The way in which the source came to know them, in its own words. */
  createdBy: z.string().nullable(),
  ...recordTimes,
})
export type CustomerRecord = z.infer<typeof customerRecordSchema>
