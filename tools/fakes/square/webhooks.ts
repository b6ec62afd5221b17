import { shownEvent } from './endpoints/events.ts'
import type { FakeEvent } from './events.ts'
import { webhookSignature } from './signature.ts'

/** The address that webhooks go to, and the key that signs them. */
export interface WebhookSubscription {
  /** The address that they are sent to. */
  readonly url: string
  readonly signatureKey: string
  /** The address that is signed, as the seller registered it; `url` by default. */
  readonly notificationUrl?: string
}

/** Sends an event once; returns the receiver's HTTP status. `signature` stands in place of the right one. */
export async function sendWebhook(
  { url, signatureKey, notificationUrl = url }: WebhookSubscription,
  merchantId: string,
  event: FakeEvent,
  signature?: string,
): Promise<number> {
  const body = JSON.stringify(shownEvent(merchantId, event))
  const headers = {
    'content-type': 'application/json',
    'x-square-hmacsha256-signature': signature ?? webhookSignature(signatureKey, notificationUrl, body),
  }
  const response = await fetch(url, { method: 'POST', headers, body })
  await response.arrayBuffer()
  return response.status
}
