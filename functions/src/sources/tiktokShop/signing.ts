import { createHmac } from 'node:crypto'

/** A request as it is signed; `body` is empty where it has none. */
export interface SignedParts {
  readonly path: string
  /** As it is before it is encoded. `sign` and `access_token` are no part of the signature. */
  readonly query: Readonly<Record<string, string>>
  /** The very bytes that are sent. */
  readonly body: string
}

const unsigned: readonly string[] = ['sign', 'access_token']

/**
 * The signature of a request to TikTok Shop: HMAC-SHA256 in lower-case hex, by the app's secret, over the path, the query sorted by
 * key and the body, with the secret on both ends.
 */
export function signatureOf({ path, query, body }: SignedParts, appSecret: string): string {
  const pairs = Object.entries(query)
    .filter(([key]) => !unsigned.includes(key))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}${value}`)
  const text = `${appSecret}${path}${pairs.join('')}${body}${appSecret}`
  return createHmac('sha256', appSecret).update(text).digest('hex')
}

/** The address of a request with its signature. The query is encoded here, behind the signing: tokens hold `+` and `/`. */
export function signedUrl(baseUrl: string, parts: SignedParts, appSecret: string): URL {
  const url = new URL(parts.path, baseUrl)
  for (const [key, value] of Object.entries(parts.query)) url.searchParams.set(key, value)
  url.searchParams.set('sign', signatureOf(parts, appSecret))
  return url
}
