import { createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

import { z } from 'zod'

import { instantFromParts, type Instant } from '../../lib/instant.ts'
import { isSameText } from '../../lib/sameText.ts'
import type { Notification, Told, WebhookHandler } from '../../model/webhook.ts'
import type { AppCredentials } from './authorization.ts'

/** Ids are numbers of up to twenty digits, which JavaScript's own cannot hold: they come as texts. */
const id = z.string().regex(/^\d{1,30}$/)
/** A package may hold the parts of several orders. */
const mostOrders = 50

const bodySchema = z.object({
  type: z.int(),
  tts_notification_id: z.string().regex(/^[\w-]{1,100}$/),
  shop_id: id,
  timestamp: z.number().optional(),
  data: z.record(z.string(), z.unknown()).default({}),
})
type Data = z.infer<typeof bodySchema>['data']

/**
 * Readers of each type of notification, by the vendor's numbers. All others are none of ours: messages, products' audits, types that
 * name no shop. What they miss, polling finds.
 */
const tellers: ReadonlyMap<number, (data: Data) => Told | null> = new Map([
  // The order's status, the recipient's address, a cancellation.
  ...[1, 3, 11].map((type) => [type, ({ order_id }: Data) => records('orders', [order_id])] as const),
  // Packages; their orders stand in a list of lists.
  [4, (data: Data) => records('orders', [data.order_id, ...ordersOfPackages(data)])],
  // Two generations of returns.
  ...[2, 12].map((type) => [type, (data: Data) => records('returns', [returnIn(data)])] as const),
  [5, ({ product_id }: Data) => records('products', [product_id])],
  [6, () => ({ kind: 'revoked' })],
  [7, ({ expiration_time }: Data) => ({ kind: 'expiring', endsAt: instantOf(expiration_time) })],
])

/** The notifications of TikTok Shop (https://partner.tiktokshop.com/docv2/page/tts-webhooks-overview). */
export function createTikTokShopWebhook({ appKey, appSecret }: AppCredentials): WebhookHandler {
  return {
    source: 'tiktokShop',
    verify: (rawBody: Uint8Array, { authorization }: IncomingHttpHeaders) =>
      isSameText(createHmac('sha256', appSecret).update(appKey).update(rawBody).digest('hex'), authorization ?? ''),
    read,
  }
}

function read(rawBody: Uint8Array): Notification | null {
  const body = bodySchema.safeParse(jsonOf(rawBody)).data
  if (body === undefined) return null
  const told = tellers.get(body.type)?.(body.data) ?? null
  if (told === null) return null
  return { id: body.tts_notification_id, account: body.shop_id, at: instantOf(body.timestamp), told }
}

function records(stream: string, candidates: readonly unknown[]): Told | null {
  const sourceIds = [...new Set(candidates.flatMap((candidate) => id.safeParse(candidate).data ?? []))]
  return sourceIds.length === 0
    ? null
    : { kind: 'records', of: [{ stream, sourceIds: sourceIds.slice(0, mostOrders) }] }
}

const packagesSchema = z.object({ package_list: z.array(z.object({ order_id_list: z.array(z.unknown()) })) })

function ordersOfPackages(data: Data): unknown[] {
  const packages = packagesSchema.safeParse(data).data?.package_list ?? []
  return packages.flatMap(({ order_id_list: orders }) => orders)
}

/** Its name differs between the generations. */
function returnIn({ return_id, reverse_order_id }: Data): unknown {
  return return_id ?? reverse_order_id
}

/** Seconds since 1970, as a number or in digits; null where they are none, or name no year that there is. */
function instantOf(seconds: unknown): Instant | null {
  const whole = z.coerce
    .number()
    .int()
    .min(0)
    .max(253_402_300_799)
    .safeParse(seconds ?? undefined).data
  return whole === undefined ? null : instantFromParts(whole, 0)
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
