import { z } from 'zod'

import { currencyCode, minorUnits, recordIds, recordTimes } from '../common.ts'

/** A refund of a payment, whatever its source. The amount is in minor units of `currency`. */
export const refundSchema = z.object({
  ...recordIds,
  /** The id at the source of the order that was paid, and of the payment; null where it is a refund of neither, or nobody knows. */
  orderId: z.string().nullable(),
  paymentId: z.string().nullable(),
  locationId: z.string().nullable(),
  /** In the source's own words. */
  status: z.string(),
  /** True once the money has gone back to the buyer. */
  isRefunded: z.boolean(),
  reason: z.string().nullable(),
  currency: currencyCode,
  amount: minorUnits,
  ...recordTimes,
})
export type Refund = z.infer<typeof refundSchema>
