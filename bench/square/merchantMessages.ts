import { z } from 'zod'

import type { SquareChanges } from './plan.ts'

/** A request of the benchmark to the process that holds the merchant. */
export type MerchantRequest =
  /** People at the merchant do so much. */
  | { readonly kind: 'change'; readonly changes: SquareChanges }
  /** How many calls came since the last time. */
  | { readonly kind: 'calls' }
  /** How the cache in a project's database, on the emulator at this host, compares with what the merchant has. */
  | { readonly kind: 'check'; readonly projectId: string; readonly emulatorHost: string }

/** The first message of the process: the merchant's address and its access token. */
export const openingSchema = z.object({ url: z.url(), merchantId: z.string(), accessToken: z.string() })

const rowsSchema = z.object({ rows: z.int(), sum: z.number().nullable() })
const listCheckSchema = rowsSchema.extend({
  expected: rowsSchema,
  missing: z.int(),
  surplus: z.int(),
  differing: z.int(),
  unlisted: z.int(),
})

/** The answers, by the kind of request. */
export const answerSchemas = {
  change: z.null(),
  calls: z.int(),
  check: z.record(z.string(), listCheckSchema),
} as const satisfies Record<MerchantRequest['kind'], z.ZodType>
