import type { Clock } from '../../lib/clock.ts'
import { SourceError } from '../../lib/errors.ts'
import { HttpError, retryAfterMs, sendRequest, type Fetch } from '../../lib/http.ts'
import type { Instant } from '../../lib/instant.ts'
import type { ApiAnswer, ApiCall, Authorization, CallApi, Credentials, Meaning, Reading, VendorApi } from './api.ts'
import type { RateLimiter } from './limiter.ts'

export interface CallOptions<A extends Credentials> {
  readonly authorization: Authorization<A>
  readonly limiter: RateLimiter
  readonly fetch: Fetch
  readonly clock: Pick<Clock, 'now' | 'sleep' | 'random'>
  /** Now by the clock that read times go by. */
  readonly now: () => Instant
  /** For one request and its whole answer, in milliseconds. */
  readonly timeoutMs?: number
}

/** All there is to say about trying a call again (told by the vendors' docs, but for the patience). */
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
export class VendorError extends SourceError {
  readonly code: string | number | null
  readonly isRefusal: boolean
  constructor(message: string, { code, isRefusal }: { code: string | number | null; isRefusal: boolean }) {
    super(message, { retryable: !isRefusal, wasRetried: true })
    this.code = code
    this.isRefusal = isRefusal
  }
}

/** One request that did not succeed. */
interface Failure {
  readonly meaning: Exclude<Meaning, 'success'>
  readonly message: string
  readonly code: string | number | null
  readonly retryAfterMs: number | null
}

/** One try of a call, and the credentials that it was made with. */
interface Tried<T, A> {
  readonly attempt: Attempt<T>
  readonly access: A
  readonly askedAt: Instant
}

type Attempt<T> = { readonly data: T; readonly bytes: number } | { readonly failure: Failure }

/**
 * Makes calls for one account. This is the only place where a call is tried again: its errors say so, and nobody tries them again
 * before the next run (`docs/decisions/tiktok-shop.md`). Throws a VendorError.
 */
export function createCalls<A extends Credentials>(api: VendorApi<A>, options: CallOptions<A>): CallApi {
  const { authorization, limiter, clock, now } = options
  return async <T>(call: ApiCall<T>): Promise<ApiAnswer<T>> => {
    const startedMs = clock.now()
    let [calls, failures] = [0, 0]
    let newer: A | null = null
    for (;;) {
      const turn = await limiter.turn()
      // Asked when it is this call's turn: while it waited, somebody may have renewed the token.
      const tried: Tried<T, A> = await tryOnce(api, options, call, newer).finally(() => turn.release())
      const { attempt, access, askedAt } = tried
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
      if (failure.meaning === 'refused' || failures >= callPolicy.tries || isLate)
        throw errorOf(api.name, failure, failures)
      await clock.sleep(wait)
    }
  }
}

async function tryOnce<T, A extends Credentials>(
  api: VendorApi<A>,
  options: CallOptions<A>,
  call: ApiCall<T>,
  newer: A | null,
): Promise<Tried<T, A>> {
  const access = newer ?? (await options.authorization.current())
  const askedAt = options.now()
  return { access, askedAt, attempt: await send(api, options, access, call) }
}

/** A newer token for a call that failed, null where that does not help: it is renewed, or somebody renewed it meanwhile. */
async function newerThan<A extends Credentials>(
  { accessToken }: A,
  authorization: Authorization<A>,
  { meaning }: Failure,
): Promise<A | null> {
  if (meaning !== 'expired' && meaning !== 'refused') return null
  const newer = meaning === 'expired' ? await authorization.renewed(accessToken) : await authorization.current()
  return newer.accessToken === accessToken ? null : newer
}

function waitMs(failures: number, retryAfter: number | null, clock: Pick<Clock, 'random'>): number {
  const { baseMs, jitterMs, capMs } = callPolicy
  const backoff = Math.min(baseMs * 2 ** (failures - 1) + clock.random() * jitterMs, capMs)
  return Math.max(retryAfter ?? 0, backoff)
}

function errorOf(
  vendor: string,
  { meaning, message, code, retryAfterMs: asked }: Failure,
  failures: number,
): VendorError {
  const isRefusal = meaning === 'refused'
  const tried = failures > 1 ? ` It was tried ${failures} times.` : ''
  const wait = asked === null ? '' : ` ${vendor} asks to be left alone for ${Math.ceil(asked / 1000)} s.`
  return new VendorError(`${message}${tried}${wait}`, { code, isRefusal })
}

async function send<T, A extends Credentials>(
  api: VendorApi<A>,
  { fetch, clock, timeoutMs = callPolicy.timeoutMs }: CallOptions<A>,
  access: A,
  call: ApiCall<T>,
): Promise<Attempt<T>> {
  const request = api.requestOf(call, access)
  try {
    const answer = await sendRequest(fetch, request, { timeoutMs, bytes: callPolicy.bytes })
    const reading = api.read(answer, request, access)
    return attemptOf(api, call, { ...answer, retryAfterMs: retryAfterMs(answer.headers, clock.now()) }, reading)
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    return { failure: { meaning: 'passing', message: error.message, code: null, retryAfterMs: null } }
  }
}

function attemptOf<T, A extends Credentials>(
  { name, holder }: VendorApi<A>,
  { path, data: schema }: ApiCall<T>,
  { text, retryAfterMs: asked }: { readonly text: string; readonly retryAfterMs: number | null },
  reading: Reading,
): Attempt<T> {
  const failed = (meaning: Failure['meaning'], what: string, code: Failure['code']): Attempt<T> => ({
    failure: { meaning, message: `${name} ${what} (${path}).`, code, retryAfterMs: asked },
  })
  if (reading.meaning !== 'success') return failed(reading.meaning, reading.what, reading.code)
  const parsed = schema.safeParse(reading.data)
  if (parsed.success) return { data: parsed.data, bytes: text.length }
  const places = parsed.error.issues.map(({ path: place }) => [holder, ...place].filter((key) => key !== '').join('.'))
  return failed('passing', `sent an answer that cannot be understood: ${places.slice(0, 5).join(', ')}`, null)
}
