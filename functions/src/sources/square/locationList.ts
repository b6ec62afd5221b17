import { z } from 'zod'

import type { ApiAnswer, CallApi } from '../vendor/api.ts'

/** Every merchant has a location, so an answer without its list was cut short. */
export const locationsSchema = z.object({
  locations: z
    .array(
      z.looseObject({ id: z.string().min(1), merchant_id: z.string().optional(), created_at: z.unknown().optional() }),
    )
    .min(1),
})

/** Reads all locations of a merchant, inactive ones among them: the list has no pages. */
export function readLocations(call: CallApi): Promise<ApiAnswer<z.infer<typeof locationsSchema>>> {
  return call({ method: 'GET', path: '/v2/locations', data: locationsSchema })
}
