import { z } from 'zod'

import { SourceError } from '../../lib/errors.ts'
import { HttpError, sendRequest, type Fetch } from '../../lib/http.ts'
import { instantFromParts, type Instant } from '../../lib/instant.ts'
import { AuthorizationRefusedError, type TokenEndpoint, type TokenPair } from '../../model/connection.ts'
import { jsonOf, quoted } from '../vendor/answers.ts'
import type { AppCredentials } from './authorization.ts'
import { signatureOf, type SignedParts } from './signing.ts'

/** A pair of tokens, and whose. */
export interface Grant extends TokenPair {
  /** The seller who gave it; the same each time that this one authorizes the app. */
  readonly openId: string
}

export interface AuthorizedShop {
  readonly id: string
  readonly name: string
  readonly region: string | null
  readonly cipher: string
}

export interface TokenClient extends TokenEndpoint {
  /** The tokens for a code that the seller's browser brought; a code is good once, for half an hour. */
  exchange(authCode: string): Promise<Grant>
  /** The shops that an access token is for. */
  shops(accessToken: string): Promise<readonly AuthorizedShop[]>
}

export interface TokenClientOptions {
  /** The address that gives tokens, `https://auth.tiktok-shops.com`, and the address of the API. */
  readonly authUrl: string
  readonly apiUrl: string
  readonly app: AppCredentials
  readonly fetch: Fetch
  /** The machine's clock in milliseconds. */
  readonly now: () => number
  /** The signature of a call, by the app's secret. */
  readonly sign: (parts: SignedParts) => string
  readonly timeoutMs?: number
}

/** A third of a renewal's lease (`connections/lease.ts`). */
const timeoutMs = 15_000
const answerBytes = 1_000_000

/** An authorization that is not renewed: told by others, for the vendor's own lists leave them out. */
const refusedCodes: ReadonlySet<number> = new Set([36004001, 36004005])
const passingCodes: ReadonlySet<number> = new Set([36009002, 36009003, 36009007])

const seconds = z.int().min(1).max(253_402_300_799)
const pairSchema = z.object({
  access_token: z.string().min(1),
  access_token_expire_in: seconds,
  refresh_token: z.string().min(1),
  refresh_token_expire_in: seconds,
})
const grantSchema = pairSchema.extend({ open_id: z.string().min(1) })
const shopsSchema = z.object({
  shops: z.array(
    z.object({
      id: z.string().regex(/^\w{1,100}$/),
      name: z.string().default(''),
      region: z.string().optional(),
      cipher: z.string().min(1),
    }),
  ),
})
const envelopeSchema = z.object({ code: z.int(), message: z.string().catch(''), data: z.unknown().optional() })

/**
 * The endpoints of TikTok Shop that give tokens. They take the app's secret and the tokens in the address, so nothing of a request is
 * ever repeated: messages name the endpoint, and the vendor's words without what was sent.
 */
export function createTokenClient(options: TokenClientOptions): TokenClient {
  const { authUrl, apiUrl, app, now, sign } = options
  const token = async <T extends z.ZodType>(
    path: string,
    proof: Readonly<Record<string, string>>,
    grant: string,
    schema: T,
  ): Promise<z.output<T>> => {
    const query = { app_key: app.appKey, app_secret: app.appSecret, ...proof, grant_type: grant }
    const url = addressOf(authUrl, path, query)
    return ask(options, { url, headers: {}, secrets: [app.appSecret, ...Object.values(proof)] }, schema)
  }
  return {
    exchange: async (authCode) => {
      const given = await token('/api/v2/token/get', { auth_code: authCode }, 'authorized_code', grantSchema)
      return { ...pairOf(given, now()), openId: given.open_id }
    },
    refresh: async (refreshToken) =>
      pairOf(await token('/api/v2/token/refresh', { refresh_token: refreshToken }, 'refresh_token', pairSchema), now()),
    shops: async (accessToken) => {
      const path = '/authorization/202309/shops'
      const query = { app_key: app.appKey, timestamp: String(Math.floor(now() / 1000)) }
      const url = addressOf(apiUrl, path, { ...query, sign: sign({ path, query, body: '' }) })
      const headers = { 'content-type': 'application/json', 'x-tts-access-token': accessToken }
      const { shops } = await ask(options, { url, headers, secrets: [app.appSecret, accessToken] }, shopsSchema)
      return shops.map(({ id, name, region, cipher }) => ({ id, name: name || id, region: region ?? null, cipher }))
    },
  }
}

function addressOf(base: string, path: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(path, base)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

function pairOf(pair: z.infer<typeof pairSchema>, nowMs: number): TokenPair {
  return {
    accessToken: pair.access_token,
    refreshToken: pair.refresh_token,
    accessExpiresAt: instantOf(pair.access_token_expire_in, nowMs),
    refreshExpiresAt: instantOf(pair.refresh_token_expire_in, nowMs),
  }
}

/** The endpoint that renews the tokens of shops, by an app whose secret is asked for with each renewal. */
export function tokenEndpoint(
  { appKey, authUrl, apiUrl }: { readonly appKey: string; readonly authUrl: string; readonly apiUrl: string },
  { fetch, now, appSecret }: Pick<TokenClientOptions, 'fetch' | 'now'> & { readonly appSecret: () => string },
): TokenEndpoint {
  return {
    refresh: (token) => {
      const app = { appKey, appSecret: appSecret() }
      const sign = (parts: SignedParts): string => signatureOf(parts, app.appSecret)
      return createTokenClient({ authUrl, apiUrl, app, fetch, now, sign }).refresh(token)
    },
  }
}

/** September 2001: no token expired before, and none lives that long. */
const firstTime = 1e9

/** Times are seconds since 1970. What can only be a duration is taken for one: refused, the tokens would be lost. */
function instantOf(value: number, nowMs: number): Instant {
  return instantFromParts(value < firstTime ? Math.floor(nowMs / 1000) + value : value, 0)
}

interface Asked {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** The secrets that were sent, which no message may show. */
  readonly secrets: readonly string[]
}

/** Throws an AuthorizationRefusedError where the vendor says that an authorization is at its end, another SourceError else. */
async function ask<T extends z.ZodType>(options: TokenClientOptions, asked: Asked, schema: T): Promise<z.output<T>> {
  const { status, text } = await answerTo(options, asked)
  const place = `TikTok Shop (${asked.url.pathname})`
  const envelope = envelopeSchema.safeParse(jsonOf(text)).data
  if (envelope === undefined) {
    const retryable = status >= 500 || status === 429 || status === 200
    throw new SourceError(`${place} answered with HTTP status ${status} and nothing that can be read.`, { retryable })
  }
  const { code, message, data } = envelope
  if (code !== 0 || status !== 200) {
    const words = `${place} answered with code ${code} and HTTP status ${status}: "${quoted(message, asked.secrets)}"`
    if (refusedCodes.has(code)) throw new AuthorizationRefusedError(words)
    throw new SourceError(words, { retryable: status >= 500 || status === 429 || passingCodes.has(code) })
  }
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new SourceError(`${place} sent an answer that cannot be understood (data.${field}).`, { retryable: false })
}

async function answerTo(
  { fetch, timeoutMs: limit = timeoutMs }: TokenClientOptions,
  { url, headers }: Asked,
): ReturnType<typeof sendRequest> {
  try {
    return await sendRequest(fetch, { method: 'GET', url, headers }, { timeoutMs: limit, bytes: answerBytes })
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    throw new SourceError(`TikTok Shop: ${error.message}`, { retryable: true, cause: error })
  }
}
