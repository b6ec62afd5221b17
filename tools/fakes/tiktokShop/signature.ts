import { createHmac, timingSafeEqual } from 'node:crypto'

/*
 * Written from the vendor's rule and not from the client's code, so that neither can be wrong in the way of the other:
 * test/tools/fakes/tiktokShop/signature.test.ts holds it to the published vectors.
 */

/** The signature that a request should carry: by the query as it came, decoded, and the bytes of the body. */
export function expectedSignature(secret: string, path: string, query: URLSearchParams, body: Buffer): string {
  const keys = [...query.keys()].filter((key) => key !== 'sign' && key !== 'access_token').sort()
  const hmac = createHmac('sha256', secret)
  hmac.update(secret + path)
  for (const key of keys) hmac.update(key + (query.get(key) ?? ''))
  return hmac.update(body).update(secret).digest('hex')
}

/** The signature of a webhook: over the app's key and the bytes of the body. */
export function webhookSignature(appKey: string, secret: string, body: string): string {
  return createHmac('sha256', secret)
    .update(appKey + body)
    .digest('hex')
}

export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.byteLength === right.byteLength && timingSafeEqual(left, right)
}
