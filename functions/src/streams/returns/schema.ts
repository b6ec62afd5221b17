import { z } from 'zod'
import { largestAmount } from '../../contract/money.ts'
import { sourceNames } from '../../contract/order.ts'

const minorUnits = z.int().min(-largestAmount).max(largestAmount)
const isoTime = z.iso.datetime({ precision: 3 })

/** A return or a refund of one order, whatever its source. Amounts are minor units of `currency`. */
export const returnSchema = z.object({
  id: z.string().min(3),
  source: z.enum(sourceNames),
  sourceId: z.string().min(1),
  /** The order's id at the source. */
  orderId: z.string().min(1),
  /** In the source's own words. */
  status: z.string(),
  /** True once the money has gone back to the buyer. */
  isRefunded: z.boolean(),
  type: z.string().nullable(),
  reason: z.string().nullable(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  /** The amount that the buyer gets back; null where that is not decided, or goods are replaced. */
  refundTotal: minorUnits.nullable(),
  createdAt: isoTime,
  updatedAt: isoTime,
})
export type Return = z.infer<typeof returnSchema>
