import { z } from 'zod'

import { sourceNames } from '../../contract/order.ts'

/** A stretch of days in which the shop operates, everywhere or in some of its locations. */
export const operatingSeasonRecordSchema = z.object({
  id: z.string().min(3),
  source: z.enum(sourceNames),
  sourceId: z.string().min(1),
  name: z.string().min(1),
  /** The first and the last of its days, which are the shop's own. */
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  /** Empty: all of the shop's locations. */
  locations: z.array(z.string().min(1)),
  note: z.string(),
  /** Grows by one with each change. */
  version: z.int().min(1),
  changedAt: z.iso.datetime({ precision: 3 }),
  /** The e-mail of who changed it last; null for an account without one. */
  changedBy: z.string().nullable(),
})
export type OperatingSeasonRecord = z.infer<typeof operatingSeasonRecordSchema>
