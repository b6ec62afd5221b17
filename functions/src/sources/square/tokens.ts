import { z } from 'zod'

import { SourceError } from '../../lib/errors.ts'
import { HttpError, sendRequest, type Fetch, type HttpAnswer, type HttpRequest } from '../../lib/http.ts'
import { instantFromText } from '../../lib/instant.ts'
import { AuthorizationRefusedError, type TokenEndpoint, type TokenPair } from '../../model/connection.ts'
import { jsonOf, quoted } from '../vendor/answers.ts'
import { apiVersion, vendorName } from './client.ts'
import { secretNames } from './config.ts'

/** A pair of tokens, and the merchant who gave it. */
export interface Grant extends TokenPair {
  readonly merchantId: string
}

export interface AuthorizedMerchant {
  readonly id: string
  readonly name: string
  readonly country: string | null
}

export interface TokenClient extends TokenEndpoint {
  /** The tokens for a code that the merchant's browser brought; a code is good once, for five minutes. */
  exchange(code: string): Promise<Grant>
  /** The merchant that an access token is of. */
  merchant(grant: Grant): Promise<AuthorizedMerchant>
}

export interface TokenClientOptions {
  /** The address of the API and of its tokens. */
  readonly apiUrl: string
  readonly app: { readonly appId: string; readonly appSecret: string }
  readonly fetch: Fetch
  readonly timeoutMs?: number
}

/** A third of a renewal's lease (`connections/lease.ts`). */
const timeoutMs = 15_000
const answerBytes = 1_000_000

const grantSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_at: z.string().transform((text, context) => {
    const at = instantFromText(text)
    if (at !== null) return at
    context.addIssue({ code: 'custom', message: 'is no time' })
    return z.NEVER
  }),
  merchant_id: z.string().regex(/^\w{1,100}$/),
})
const merchantSchema = z.object({
  merchant: z.object({ id: z.string(), business_name: z.string().nullish(), country: z.string().nullish() }),
})
const errorsSchema = z.object({
  errors: z.array(z.object({ code: z.string().catch(''), detail: z.string().catch('') })).min(1),
})

/** The endpoints of Square that give tokens (https://developer.squareup.com/reference/square/o-auth-api/obtain-token). */
export function createTokenClient(options: TokenClientOptions): TokenClient {
  const { apiUrl, app } = options
  const obtain = async (proof: Readonly<Record<string, string>>, onRefusal: Refusal): Promise<Grant> => {
    const url = new URL('/oauth2/token', apiUrl)
    const body = JSON.stringify({ client_id: app.appId, client_secret: app.appSecret, ...proof })
    const request = { method: 'POST', url, headers: { ...headers, 'content-type': 'application/json' }, body } as const
    const grant = await ask(
      options,
      { request, secrets: [app.appSecret, ...Object.values(proof)], onRefusal },
      grantSchema,
    )
    return {
      accessToken: grant.access_token,
      refreshToken: grant.refresh_token,
      accessExpiresAt: grant.expires_at,
      refreshExpiresAt: null,
      merchantId: grant.merchant_id,
    }
  }
  return {
    exchange: (code) => obtain({ grant_type: 'authorization_code', code }, refused),
    refresh: (token) => obtain({ grant_type: 'refresh_token', refresh_token: token }, ended),
    merchant: async ({ accessToken, merchantId }) => {
      const url = new URL(`/v2/merchants/${merchantId}`, apiUrl)
      const request = { method: 'GET', url, headers: { ...headers, authorization: `Bearer ${accessToken}` } } as const
      const { merchant } = await ask(options, { request, secrets: [accessToken], onRefusal: refused }, merchantSchema)
      return { id: merchantId, name: merchant.business_name || merchantId, country: merchant.country ?? null }
    },
  }
}

const headers = { accept: 'application/json', 'square-version': apiVersion }

/** The error for the vendor's refusal in these words. */
type Refusal = (words: string) => SourceError

const refused: Refusal = (words) => new SourceError(`${words}.`, { retryable: false })
/** The vendor has no word of its own for an authorization that was taken back: a wrong secret is refused alike. */
const ended: Refusal = (words) =>
  new AuthorizationRefusedError(
    `${words}. If ${secretNames.appSecret} is right, the merchant took the authorization back: connect the merchant again.`,
  )

interface Asked {
  readonly request: HttpRequest
  /** The secrets that were sent, which no message may show. */
  readonly secrets: readonly string[]
  readonly onRefusal: Refusal
}

/** Throws what `onRefusal` makes of a refusal, and another SourceError where nobody knows. */
async function ask<T extends z.ZodType>(options: TokenClientOptions, asked: Asked, schema: T): Promise<z.output<T>> {
  const { status, text } = await answerTo(options, asked.request)
  const place = `${vendorName} (${asked.request.url.pathname.replace(/\/[^/]{12,}$/, '/…')})`
  const content = jsonOf(text)
  const error = errorsSchema.safeParse(content).data?.errors[0]
  if (status !== 200 || error !== undefined) {
    const said = error === undefined ? '' : `: ${quoted(error.code, [])} "${quoted(error.detail, asked.secrets)}"`
    const words = `${place} answered with HTTP status ${status}${said}`
    if ([400, 401, 403].includes(status)) throw asked.onRefusal(words)
    throw new SourceError(`${words}.`, { retryable: true })
  }
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  const retryable = content === undefined
  throw new SourceError(`${place} sent an answer that cannot be understood (${field}).`, { retryable })
}

async function answerTo(
  { fetch, timeoutMs: limit = timeoutMs }: TokenClientOptions,
  request: HttpRequest,
): Promise<HttpAnswer> {
  try {
    return await sendRequest(fetch, request, { timeoutMs: limit, bytes: answerBytes })
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    throw new SourceError(`${vendorName}: ${error.message}`, { retryable: true, cause: error })
  }
}
