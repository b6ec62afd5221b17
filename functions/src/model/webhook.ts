import type { IncomingHttpHeaders } from 'node:http'

import type { Instant } from '../lib/instant.ts'
import type { Vendor } from './connection.ts'

/** The subject of a vendor's notification. Nothing of it is believed but that somebody should look there. */
export type Told =
  /** These records may have changed. */
  | { readonly kind: 'records'; readonly of: readonly ToldRecords[] }
  /** Records of these streams have changed, and nobody says which. */
  | { readonly kind: 'streams'; readonly streams: readonly string[] }
  /** The account's owner took the authorization back. */
  | { readonly kind: 'revoked' }
  /** The authorization ends, at `endsAt` where that is told, unless the owner gives it anew. */
  | { readonly kind: 'expiring'; readonly endsAt: Instant | null }

/** Records of one stream. */
export interface ToldRecords {
  readonly stream: string
  readonly sourceIds: readonly string[]
}

/** A notification of an account's authorization: it was taken back, or ends. */
export type ToldOfAuthorization = Extract<Told, { kind: 'revoked' | 'expiring' }>

export interface Notification {
  /** The vendor's own id: what is sent again has the same. */
  readonly id: string
  readonly account: string
  /** The moment at which it happened, by the vendor's clock; null where that is not told. */
  readonly at: Instant | null
  readonly told: Told
}

/** The way to check and read one vendor's notifications. */
export interface WebhookHandler {
  readonly source: Vendor
  /** Tells whether the vendor signed these bytes, in the same time whatever is wrong with the signature. */
  verify(rawBody: Uint8Array, headers: IncomingHttpHeaders): boolean
  /** Reads a body that verifies; null where it is of no kind that matters here, or lacks what it needs. */
  read(rawBody: Uint8Array): Notification | null
}
