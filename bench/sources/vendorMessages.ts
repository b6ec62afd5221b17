import { z } from 'zod'

/** A request of the benchmark to the vendor's process. */
export type VendorRequest =
  /** From now on this share of the calls fails, in every way by turns; 0: none. */
  | { readonly kind: 'fail'; readonly share: number }
  /** So many orders move on. */
  | { readonly kind: 'trade'; readonly orders: number }
  /** So many orders are gone. */
  | { readonly kind: 'remove'; readonly orders: number }
  /** What became of the calls since the last time. */
  | { readonly kind: 'calls' }
  /** The states that the shop's orders have, by their ids. */
  | { readonly kind: 'states' }

/** The first message of the process: the shop's address, and the tokens that its owner gave. */
export const openingSchema = z.object({
  url: z.url(),
  app: z.object({ appKey: z.string(), appSecret: z.string() }),
  shop: z.object({ id: z.string(), name: z.string(), region: z.string(), cipher: z.string(), returns: z.int() }),
  grant: z.object({
    accessToken: z.string(),
    refreshToken: z.string(),
    accessExpiresAtMs: z.number(),
    refreshExpiresAtMs: z.number(),
  }),
})
export type Opening = z.infer<typeof openingSchema>

const tallySchema = z.object({
  all: z.int(),
  successful: z.int(),
  heldMs: z.number(),
  byWay: z.record(z.string(), z.int()),
})

/** The answers, by the kind of request. */
export const answerSchemas = {
  fail: z.null(),
  trade: z.null(),
  remove: z.null(),
  calls: z.object({ orders: tallySchema, returns: tallySchema, mostAtOnce: z.int() }),
  states: z.map(z.string(), z.string()),
} as const satisfies Record<VendorRequest['kind'], z.ZodType>
export type VendorCalls = z.infer<(typeof answerSchemas)['calls']>
