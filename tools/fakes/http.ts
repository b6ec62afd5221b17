import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

import type { TransportFault } from './faults.ts'

/** A request as it came. */
export interface FakeRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** Reads a request to its end. */
export async function received(message: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(Buffer.from(chunk))
  const url = new URL(message.url ?? '/', 'http://fake')
  const { method = 'GET', headers } = message
  return { method, path: url.pathname, query: url.searchParams, headers, body: Buffer.concat(chunks) }
}

/** Tells whether an answer comes whole in spite of a fault. */
export function isWhole(fault: TransportFault | null): boolean {
  return fault === null || !['reset', 'stall', 'truncate', 'html'].includes(fault.kind)
}

/** Sends an answer of JSON, or what a fault makes of it. Returns the milliseconds by which that holds up the caller. */
export async function respond(
  response: ServerResponse,
  { status, text }: { readonly status: number; readonly text: string },
  fault: TransportFault | null,
): Promise<number> {
  let heldMs = 0
  const json = { 'content-type': 'application/json; charset=utf-8' }
  switch (fault?.kind) {
    case 'reset':
      response.socket?.resetAndDestroy()
      return 0
    case 'stall':
      response.writeHead(status, { ...json, 'content-length': Buffer.byteLength(text) })
      response.write(text.slice(0, Math.floor(text.length / 2)))
      return untilLeft(response)
    case 'truncate': {
      const half = text.slice(0, Math.floor(text.length / 2))
      response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(half) }).end(half)
      return 0
    }
    case 'html':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html><body>Bad Gateway</body></html>')
      return 0
    case 'slow':
      await sleep(fault.ms)
      heldMs = fault.ms
      break
    case 'throttle':
      if (fault.retryAfter !== undefined) response.setHeader('retry-after', String(fault.retryAfter))
      if (typeof fault.retryAfter === 'number') heldMs = fault.retryAfter * 1000
      break
    case undefined:
  }
  response.writeHead(status, json).end(text)
  return heldMs
}

/** Waits until the caller gives up; returns the milliseconds that it took. */
async function untilLeft(response: ServerResponse): Promise<number> {
  const startedMs = performance.now()
  if (!response.closed) await once(response, 'close')
  return Math.round(performance.now() - startedMs)
}
