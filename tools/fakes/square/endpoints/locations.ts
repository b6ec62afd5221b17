import { z } from 'zod'

import type { Call } from '../call.ts'
import type { Members } from '../records.ts'
import { notFound } from '../refusal.ts'
import { queryOf } from '../requests.ts'

/** All locations, the inactive ones too, on one page. */
export function listLocations({ merchant, request }: Call): Members {
  queryOf(request, z.strictObject({}))
  return { locations: [...merchant.locations.values()] }
}

/** The merchant by its id, or by `me`. */
export function retrieveMerchant({ merchant, request, id }: Call): Members {
  queryOf(request, z.strictObject({}))
  if (id !== 'me' && id !== merchant.id) throw notFound('The merchant')
  return { merchant: merchant.shown() }
}

/** The one merchant that the token is of. */
export function listMerchants({ merchant, request }: Call): Members {
  queryOf(request, z.strictObject({ cursor: z.string().optional() }))
  return { merchant: [merchant.shown()] }
}
