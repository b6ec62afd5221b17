import { z } from 'zod'

import { largestAmount } from '../../contract/money.ts'
import { sourceNames } from '../../contract/order.ts'

const count = z.int().min(0).nullable()

/** A day of a shop as its vendor sums it up: by the shop's own days, whatever Tidemark's time zone. */
export const shopDaySchema = z.object({
  id: z.string().min(3),
  source: z.enum(sourceNames),
  sourceId: z.string().min(1),
  /** The shop's id at the vendor. */
  shop: z.string().min(1),
  day: z.iso.date(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  /** All that was paid for orders of the day, what was cancelled or refunded later included; minor units of `currency`. */
  gmv: z.int().min(-largestAmount).max(largestAmount).nullable(),
  orders: count,
  itemsSold: count,
  visitors: count,
  pageViews: count,
})
export type ShopDay = z.infer<typeof shopDaySchema>
