import { randomInt } from 'node:crypto'

import type { AppCredentials } from '../../../functions/src/sources/tiktokShop/authorization.ts'
import { webhookSignature } from './signature.ts'

/** A notification. Some types name no shop, and some have no type and no id: those are left out where they are undefined. */
export interface Webhook {
  readonly type?: number
  readonly shopId?: string
  readonly data: object
  /** The notification's id; a new one by default. */
  readonly id?: string
  /** In seconds; now by default. */
  readonly timestamp?: number
  /** In place of the right signature. */
  readonly signature?: string
}

/** Sends a notification once; returns the receiver's HTTP status. */
export async function sendWebhook(url: string, app: AppCredentials, webhook: Webhook, nowMs: number): Promise<number> {
  const { type, shopId, data, timestamp = Math.floor(nowMs / 1000) } = webhook
  const id = webhook.id ?? `7${String(randomInt(2 ** 47)).padStart(18, '0')}`
  const body = JSON.stringify({
    ...(type !== undefined && { type, tts_notification_id: id }),
    ...(shopId !== undefined && { shop_id: shopId }),
    timestamp,
    data,
  })
  const authorization = webhook.signature ?? webhookSignature(app.appKey, app.appSecret, body)
  const headers = { 'content-type': 'application/json', authorization }
  const response = await fetch(url, { method: 'POST', headers, body })
  await response.arrayBuffer()
  return response.status
}

/** The data of a type 1 notification. The original's statuses differ from its API's: it says CANCEL. */
export function orderStatusData({
  id,
  status,
  update_time,
}: {
  id: string
  status: string
  update_time: number
}): object {
  const word = status === 'CANCELLED' ? 'CANCEL' : status
  return { is_on_hold_order: status === 'ON_HOLD', order_id: id, order_status: word, update_time }
}
