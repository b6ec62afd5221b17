import { createHmac } from 'node:crypto'

/** The signature of a webhook: over the URL that it goes to, as it was registered, and the bytes of the body. */
export function webhookSignature(signatureKey: string, notificationUrl: string, body: string): string {
  return createHmac('sha256', signatureKey)
    .update(notificationUrl + body)
    .digest('base64')
}
