import { z } from 'zod'

import { currencyCode, isoTime, minorUnits } from '../common.ts'

/** The sales of one variation at one location on one day there. Revenue is in minor units of `currency`. */
export const dailySaleSchema = z.object({
  id: z.string().min(3),
  day: z.iso.date(),
  locationId: z.string().nullable(),
  /** Null of what is in no catalog; `name` is as on the latest receipt. */
  variationId: z.string().nullable(),
  name: z.string(),
  currency: currencyCode,
  orders: z.int().min(1),
  units: z.number(),
  revenue: minorUnits,
  /** The day's beginning in UTC. */
  createdAt: isoTime,
})
export type DailySale = z.infer<typeof dailySaleSchema>
