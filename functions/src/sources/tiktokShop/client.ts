import { z } from 'zod'

import type { Clock } from '../../lib/clock.ts'
import { SourceError } from '../../lib/errors.ts'
import { HttpError, retryAfterMs, sendRequest, type Fetch, type HttpAnswer } from '../../lib/http.ts'
import type { Instant } from '../../lib/instant.ts'
import type { AppCredentials, Authorization, ShopAccess } from './authorization.ts'
import { adviceFor, meaningOf, type Meaning } from './codes.ts'
import type { RateLimiter } from './limiter.ts'
import { signedUrl } from './signing.ts'

/** A call of the API; `app_key`, `timestamp`, `sign` and `shop_cipher` are the client's to add. */
export interface ApiCall<T> {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
  /** The schema of the answer's `data`. An answer that it refuses may be cut short, and is tried again. */
  readonly data: z.ZodType<T>
}

/** The answer to a call. */
export interface ApiAnswer<T> {
  readonly data: T
  /** The moment before the request was sent whose answer it is, and the one after its answer came. */
  readonly askedAt: Instant
  readonly answeredAt: Instant
  /** The number of requests that it took. */
  readonly calls: number
  /** The length of the answer. */
  readonly bytes: number
}

export type CallApi = <T>(call: ApiCall<T>) => Promise<ApiAnswer<T>>

export interface ClientOptions {
  readonly baseUrl: string
  readonly app: AppCredentials
  readonly authorization: Authorization
  readonly limiter: RateLimiter
  readonly fetch: Fetch
  readonly clock: Pick<Clock, 'now' | 'sleep' | 'random'>
  /** Now by the clock that read times go by. */
  readonly now: () => Instant
  /** For one request and its whole answer, in milliseconds. */
  readonly timeoutMs?: number
}

/** All there is to say about trying a call again (told by the vendor's docs, but for the patience). */
export const callPolicy = {
  tries: 5,
  baseMs: 1_000,
  jitterMs: 500,
  capMs: 60_000,
  timeoutMs: 15_000,
  /** A call with all its waits stays below what lies between a run's soft deadline and its function's timeout. */
  patienceMs: 40_000,
  /** A page of a hundred orders has about half a megabyte. */
  bytes: 8_000_000,
} as const

/** A call that failed for good, or for now. `code` is the vendor's; `isRefusal`: it understood the request and said no. */
export class TikTokShopError extends SourceError {
  readonly code: number | null
  readonly isRefusal: boolean
  constructor(message: string, { code, isRefusal }: { code: number | null; isRefusal: boolean }) {
    super(message, { retryable: !isRefusal, wasRetried: true })
    this.code = code
    this.isRefusal = isRefusal
  }
}

/** One request that did not succeed. */
interface Failure {
  readonly meaning: Exclude<Meaning, 'success'>
  readonly message: string
  readonly code: number | null
  readonly retryAfterMs: number | null
}

type Attempt<T> = { readonly data: T; readonly bytes: number } | { readonly failure: Failure }

/**
 * Makes calls for one shop. A call is signed and sent anew with each try, for its timestamp goes stale. This is the only place where
 * a call is tried again: its errors say so, and nobody tries them again before the next run (`docs/decisions/tiktok-shop.md`).
 * Throws a TikTokShopError.
 */
export function createClient(options: ClientOptions): CallApi {
  const { authorization, limiter, clock, now } = options
  return async (call) => {
    const startedMs = clock.now()
    let [calls, failures] = [0, 0]
    let newer: ShopAccess | null = null
    for (;;) {
      const turn = await limiter.turn()
      // Asked when it is this call's turn: while it waited, somebody may have renewed the token.
      const { attempt, access, askedAt } = await tryOnce(options, call, newer).finally(() => turn.release())
      calls += 1
      if ('data' in attempt) return { ...attempt, askedAt, answeredAt: now(), calls }
      const { failure } = attempt
      if (failure.meaning === 'throttled') turn.throttled(failure.retryAfterMs)
      if (newer === null) {
        newer = await newerThan(access, authorization, failure)
        if (newer !== null) continue
      }
      failures += 1
      const wait = waitMs(failures, failure.retryAfterMs, clock)
      const isLate = clock.now() - startedMs + wait > callPolicy.patienceMs
      if (failure.meaning === 'refused' || failures >= callPolicy.tries || isLate) throw errorOf(failure, failures)
      await clock.sleep(wait)
    }
  }
}

async function tryOnce<T>(options: ClientOptions, call: ApiCall<T>, newer: ShopAccess | null) {
  const access = newer ?? (await options.authorization.current())
  const askedAt = options.now()
  return { access, askedAt, attempt: await send(options, access, call) }
}

/** A newer token for a call that failed, null where that does not help: it is renewed, or somebody renewed it meanwhile. */
async function newerThan(
  { accessToken }: ShopAccess,
  authorization: Authorization,
  { meaning }: Failure,
): Promise<ShopAccess | null> {
  if (meaning !== 'expired' && meaning !== 'refused') return null
  const newer = meaning === 'expired' ? await authorization.renewed(accessToken) : await authorization.current()
  return newer.accessToken === accessToken ? null : newer
}

function waitMs(failures: number, retryAfter: number | null, clock: Pick<Clock, 'random'>): number {
  const { baseMs, jitterMs, capMs } = callPolicy
  const backoff = Math.min(baseMs * 2 ** (failures - 1) + clock.random() * jitterMs, capMs)
  return Math.max(retryAfter ?? 0, backoff)
}

function errorOf({ meaning, message, code, retryAfterMs: asked }: Failure, failures: number): TikTokShopError {
  const isRefusal = meaning === 'refused'
  const tried = failures > 1 ? ` It was tried ${failures} times.` : ''
  const wait = asked === null ? '' : ` TikTok Shop asks to be left alone for ${Math.ceil(asked / 1000)} s.`
  return new TikTokShopError(`${message}${tried}${wait}`, { code, isRefusal })
}

async function send<T>(options: ClientOptions, access: ShopAccess, call: ApiCall<T>): Promise<Attempt<T>> {
  const { baseUrl, app, clock, timeoutMs = callPolicy.timeoutMs } = options
  const body = call.body === undefined ? '' : JSON.stringify(call.body)
  const query = {
    ...call.query,
    app_key: app.appKey,
    shop_cipher: access.shopCipher,
    timestamp: String(Math.floor(clock.now() / 1000)),
  }
  const headers = { 'content-type': 'application/json', 'x-tts-access-token': access.accessToken }
  const request = {
    method: call.method,
    url: signedUrl(baseUrl, { path: call.path, query, body }, app.appSecret),
    headers,
    ...(body !== '' && { body }),
  }
  try {
    const answer = await sendRequest(options.fetch, request, { timeoutMs, bytes: callPolicy.bytes })
    const sign = request.url.searchParams.get('sign') ?? ''
    const secrets = [app.appSecret, app.appKey, access.accessToken, access.shopCipher, sign]
    return read(answer, call, clock.now(), secrets)
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    return { failure: { meaning: 'passing', message: error.message, code: null, retryAfterMs: null } }
  }
}

const envelopeSchema = z.object({ code: z.int(), message: z.string().catch(''), data: z.unknown().optional() })

function read<T>(
  { status, headers, text }: HttpAnswer,
  { path, data: schema }: ApiCall<T>,
  nowMs: number,
  secrets: readonly string[],
): Attempt<T> {
  const envelope = envelopeSchema.safeParse(jsonOf(text)).data
  const code = envelope?.code ?? null
  const meaning = meaningOf(status, code)
  const asked = retryAfterMs(headers, nowMs)
  const failed = (as: Failure['meaning'], what: string): Attempt<T> => ({
    failure: { meaning: as, message: `TikTok Shop ${what} (${path}).`, code, retryAfterMs: asked },
  })
  if (envelope === undefined) {
    const what = status === 200 ? 'sent an answer that is cut short or no JSON' : `answered with HTTP status ${status}`
    return failed(meaning === 'success' ? 'passing' : meaning, what)
  }
  if (meaning !== 'success') return failed(meaning, refusalIn(status, envelope, secrets))
  const parsed = schema.safeParse(envelope.data)
  if (parsed.success) return { data: parsed.data, bytes: text.length }
  const places = parsed.error.issues.map((issue) => ['data', ...issue.path].join('.'))
  return failed('passing', `sent an answer that cannot be understood: ${places.slice(0, 5).join(', ')}`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The most characters of a vendor's message that are repeated. */
const messageCharacters = 200

/** The vendor's refusal in its own words, without what nobody may see: it may repeat what it was sent. */
function refusalIn(
  status: number,
  { code, message }: z.infer<typeof envelopeSchema>,
  secrets: readonly string[],
): string {
  let told = message
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)])
  for (const form of forms) if (form !== '') told = told.replaceAll(form, '…')
  const words = told.replaceAll(/\s+/g, ' ').slice(0, messageCharacters)
  const advice = adviceFor(code)
  return `answered with code ${code} and HTTP status ${status}: "${words}"${advice === undefined ? '' : `; ${advice}`}`
}
