import { z } from 'zod'

import { authorizationStates, refusalReasons } from '../contract/sync.ts'
import type { SourceName } from '../contract/order.ts'
import { SourceError } from '../lib/errors.ts'
import { isInstant, type Instant } from '../lib/instant.ts'
import type { Pipeline } from './pipeline.ts'

/*
 * Whose accounts at vendors are connected. A connection is one account (a shop). An authorization is the right that an account's
 * owner gave, with the tokens that prove it. One owner may have several accounts, and then their connections share one
 * authorization: tokens are renewed once for all of them, for a renewal may end the tokens before it.
 */

/** The version of the shape of both documents; a reader refuses a later one. */
export const connectionEncoding = 1

/** The sources whose accounts are connected, with their names for people and their words on the command line. */
export const vendors = {
  tiktokShop: { name: 'TikTok Shop', word: 'tiktok' },
  square: { name: 'Square', word: 'square' },
} as const satisfies Partial<Record<SourceName, { readonly name: string; readonly word: string }>>
export type Vendor = keyof typeof vendors
const vendor = z.enum(Object.keys(vendors) as Vendor[]) // Object.keys forgets the literal's keys.

/** The command by which an account at a vendor is connected, and its authorization given anew. */
export function connectCommand(source: Vendor): string {
  return `npm run connect -- ${vendors[source].word}`
}

/** An account at a vendor. */
export interface Account {
  readonly source: Vendor
  readonly account: string
}

/** The account that a pipeline is of; null where its source has no accounts that are connected. */
export function accountOf({ source, account }: Pick<Pipeline, 'source' | 'account'>): Account | null {
  const { name } = source
  return account !== null && isVendor(name) ? { source: name, account } : null
}

function isVendor(name: SourceName): name is Vendor {
  return Object.hasOwn(vendors, name)
}

/** The tokens of an authorization. They stand nowhere but in memory, and encrypted in its document. */
export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  readonly accessExpiresAt: Instant
  /** Null where it does not expire. */
  readonly refreshExpiresAt: Instant | null
}

/** A vendor's endpoint that renews tokens. */
export interface TokenEndpoint {
  /** Throws an AuthorizationRefusedError where only the account's owner can help, and any other SourceError where nobody knows. */
  refresh(refreshToken: string): Promise<TokenPair>
}

/** The vendor does not renew an authorization any more: its owner has to authorize the app anew. */
export class AuthorizationRefusedError extends SourceError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, { retryable: false, ...options })
  }
}

/** The credentials of a call to the vendor's API. */
export interface Access {
  readonly accessToken: string
  /** The vendor's own name of the account in calls, where it has one. */
  readonly cipher: string | null
}

/** One account's access to its vendor's API. */
export interface AccountAccess {
  /** The present token, renewed a while before it expires. Throws a SourceError where there is none, or none any more. */
  current(): Promise<Access>
  /** A newer token than `expired`, which the vendor takes no more, whoever fetched it. Throws as `current` does. */
  renewed(expired: string): Promise<Access>
}

const instant = z.string().refine((text): text is Instant => isInstant(text), 'not an instant')
const count = z.int().min(0)
const bytes = z.instanceof(Uint8Array)

export const connectionSchema = z.object({
  encoding: z.literal(connectionEncoding),
  source: vendor,
  account: z.string(),
  name: z.string(),
  region: z.string().nullable(),
  cipher: z.string().nullable(),
  /** The id of the authorization's document. */
  authorization: z.string(),
  connectedAt: instant,
})
/** A connected account, as its document has it. */
export type Connection = z.infer<typeof connectionSchema>

export const authorizationSchema = z.object({
  encoding: z.literal(connectionEncoding),
  source: vendor,
  /** The accounts that it is for. */
  accounts: z.array(z.object({ account: z.string(), name: z.string() })),
  /** Both tokens, encrypted. */
  tokens: z.object({ keyId: z.string(), nonce: bytes, data: bytes }),
  /** The number of the pair, which grows with each one that is stored. */
  pair: count,
  issuedAt: instant,
  accessExpiresAt: instant,
  refreshExpiresAt: instant.nullable(),
  /** The moment at which its owner gave it. */
  authorizedAt: instant,
  /** The state that was told last; alerts follow it. */
  state: z.enum(authorizationStates),
  /** The vendor's warning that it will end, and when, where it said so. */
  warning: z.object({ at: instant, endsAt: instant.nullable() }).nullable(),
  refusal: z.object({ at: instant, reason: z.enum(refusalReasons) }).nullable(),
  renewal: z.object({
    /** Grows with each renewal that is begun. */
    fence: count,
    /** The instance that is renewing it, and the moment until which nobody else may. */
    holder: z.object({ id: z.string(), expiresAt: instant }).nullable(),
    /** A renewal was begun then of which no answer was stored: the vendor may have taken the stored refresh token already. */
    openSince: instant.nullable(),
  }),
})
/** An authorization, as its document has it. */
export type StoredAuthorization = z.infer<typeof authorizationSchema>
