import { createHmac } from 'node:crypto'

import { z } from 'zod'

import { instantFromText } from '../../lib/instant.ts'
import { isSameText } from '../../lib/sameText.ts'
import type { Notification, ToldRecords, Told, WebhookHandler } from '../../model/webhook.ts'
import { jsonOf } from '../vendor/answers.ts'
import { memberOf, objectsIn } from '../vendor/fields.ts'
import { countIdOf } from './inventory.ts'

const id = z.string().regex(/^[\w:.-]{1,400}$/)
/** A notification names a few records. */
const mostIds = 50

const bodySchema = z.object({
  merchant_id: z.string().regex(/^\w{1,100}$/),
  type: z.string(),
  event_id: z.string().regex(/^[\w-]{1,100}$/),
  created_at: z.string().optional(),
  data: z.looseObject({ id: z.unknown().optional(), object: z.unknown().optional() }).default({}),
})
type Data = z.infer<typeof bodySchema>['data']

/** Readers of each type of notification, by the part before the last dot. All others are none of ours; what they miss, polling finds. */
const tellers: Readonly<Record<string, (data: Data) => Told | null>> = {
  order: ({ id: orderId }) => records([['orders', [orderId]]]),
  'order.fulfillment': ({ id: orderId }) => records([['orders', [orderId]]]),
  // A till reports its orders by their payments alone.
  payment: ({ id: paymentId, object }) =>
    records([
      ['payments', [paymentId]],
      ['orders', [memberOf(memberOf(object, 'payment'), 'order_id')]],
    ]),
  refund: ({ id: refundId, object }) =>
    records([
      ['refunds', [refundId]],
      ['orders', [memberOf(memberOf(object, 'refund'), 'order_id')]],
    ]),
  // It says that something has changed, and not what.
  'catalog.version': () => ({
    kind: 'streams',
    streams: ['catalogItems', 'catalogVariations', 'catalogCategories'],
  }),
  'inventory.count': ({ object }) =>
    records([['inventoryCounts', objectsIn(memberOf(object, 'inventory_counts')).map(countIdOf)]]),
  customer: ({ id: customerId }) => records([['customers', [customerId]]]),
  vendor: ({ id: vendorId }) => records([['vendors', [vendorId]]]),
  location: ({ id: locationId }) => records([['locations', [locationId]]]),
  team_member: ({ id: memberId }) => records([['teamMembers', [memberId]]]),
}

export interface SquareWebhookOptions {
  /** The signature key of the subscription. */
  readonly key: string
  /** The address that the subscription has: it is part of what is signed. */
  readonly url: string
}

/** The notifications of Square (https://developer.squareup.com/docs/webhooks/overview). */
export function createSquareWebhook({ key, url }: SquareWebhookOptions): WebhookHandler {
  return {
    source: 'square',
    verify: (rawBody, headers) => {
      const expected = createHmac('sha256', key).update(url).update(rawBody).digest('base64')
      const given = headers['x-square-hmacsha256-signature']
      return isSameText(expected, typeof given === 'string' ? given : '')
    },
    read,
  }
}

function read(rawBody: Uint8Array): Notification | null {
  const body = bodySchema.safeParse(jsonOf(textOf(rawBody))).data
  if (body === undefined) return null
  const { type, data, event_id, merchant_id, created_at } = body
  const told = type === 'oauth.authorization.revoked' ? ({ kind: 'revoked' } as const) : toldBy(type, data)
  if (told === null) return null
  return { id: event_id, account: merchant_id, at: instantFromText(created_at ?? ''), told }
}

function toldBy(type: string, data: Data): Told | null {
  const [, subject = ''] = /^(.+)\.(?:created|updated|deleted)$/.exec(type) ?? []
  return Object.hasOwn(tellers, subject) ? (tellers[subject]?.(data) ?? null) : null
}

/** The records of streams, as far as their ids are such. */
function records(candidates: readonly (readonly [stream: string, ids: readonly unknown[]])[]): Told | null {
  const of = candidates.flatMap(([stream, ids]): ToldRecords[] => {
    const sourceIds = [...new Set(ids.flatMap((one) => id.safeParse(one).data ?? []))].slice(0, mostIds)
    return sourceIds.length === 0 ? [] : [{ stream, sourceIds }]
  })
  return of.length === 0 ? null : { kind: 'records', of }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
