import { z } from 'zod'

import { defineStream, type Column } from '../../model/stream.ts'
import {
  currencyCode,
  isoTime,
  minorUnits,
  moneyColumn,
  updatedAtColumn,
  updatedMs,
  variationColumn,
} from '../common.ts'

/** A variation at one location of which the catalog says something of its own. */
export const locationAvailabilitySchema = z.object({
  id: z.string().min(3),
  variationId: z.string(),
  locationId: z.string(),
  /** False where the location does not have it at all. */
  isPresent: z.boolean(),
  isSoldOut: z.boolean(),
  /** Null where the variation's own word counts. */
  isTracked: z.boolean().nullable(),
  currency: currencyCode.nullable(),
  /** The price there in minor units; null where it is the variation's own. */
  price: minorUnits.nullable(),
  updatedAt: isoTime,
})
export type LocationAvailability = z.infer<typeof locationAvailabilitySchema>

const columns = [
  variationColumn,
  { name: 'locationId', kind: 'category', label: 'Location', facet: true, of: ({ locationId }) => locationId },
  { name: 'isPresent', kind: 'flag', label: 'Sold there', of: ({ isPresent }) => isPresent },
  { name: 'isSoldOut', kind: 'flag', label: 'Sold out', of: ({ isSoldOut }) => isSoldOut },
  { name: 'isTracked', kind: 'flag', label: 'Stock is counted', of: ({ isTracked }) => isTracked === true },
  { name: 'currency', kind: 'category', label: 'Currency', of: ({ currency }) => currency },
  moneyColumn('price', 'Price there'),
  updatedAtColumn,
] as const satisfies readonly Column<LocationAvailability>[]

export const locationAvailabilityStream = defineStream<LocationAvailability>({
  name: 'catalogLocationAvailability',
  schema: locationAvailabilitySchema,
  columns,
  keyTime: updatedMs,
  references: [{ column: 'locationId', to: 'locations' }],
})
