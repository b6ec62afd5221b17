/** The built-in `fetch`, or one that a test hands in. */
export type Fetch = typeof fetch

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HttpLimits {
  /** From the sending of the request to the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number
  /** The most bytes that an answer may have. */
  readonly bytes: number
}

/** An answer that came whole, whatever its status. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** No whole answer came. The message names host and path, and nothing else of the request: queries and headers hold secrets. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
}

/**
 * Sends one request and reads its whole answer under one deadline: a body that stalls runs out of time as a server does that never
 * answers. Redirects are errors, for they would take credentials along. Throws an `HttpError`.
 */
export async function sendRequest(fetchIt: Fetch, request: HttpRequest, limits: HttpLimits): Promise<HttpAnswer> {
  const { method, url, headers, body } = request
  const place = `${url.host}${url.pathname}`
  const deadline = AbortSignal.timeout(limits.timeoutMs)
  try {
    const response = await fetchIt(url, { method, headers, body: body ?? null, redirect: 'error', signal: deadline })
    const text = await readText(response, limits.bytes)
    if (text === null) throw new HttpError(`${place} sent more than ${limits.bytes} bytes.`)
    return { status: response.status, headers: response.headers, text }
  } catch (error) {
    if (error instanceof HttpError) throw error
    // The cause is left out: it may repeat the address with its query.
    const reason = deadline.aborted ? `did not answer in full within ${limits.timeoutMs} ms` : reasonOf(error)
    throw new HttpError(`${place} ${reason}.`)
  }
}

/** The body as text; null where it is longer than `limit`. Throws a TypeError where it is no UTF-8. */
async function readText(response: Response, limit: number): Promise<string | null> {
  if (response.body === null) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [text, bytes] = ['', 0]
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    // Leaving the loop closes the connection.
    if (bytes > limit) return null
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** Says in a few words why there is no answer: by the system's own code, which names no address. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return /^[A-Z_]{3,40}$/.test(code) ? `did not answer in full (${code})` : 'did not answer in full'
}

/** The seconds that a `Retry-After` asks for, or the time until the date that it names, in milliseconds; null without one. */
export function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const text = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = /^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs)
}
