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

/** Sends an answer of JSON, or what a fault makes of it. */
export async function respond(
  response: ServerResponse,
  { status, text }: { readonly status: number; readonly text: string },
  fault: TransportFault | null,
): Promise<void> {
  const json = { 'content-type': 'application/json; charset=utf-8' }
  switch (fault?.kind) {
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'stall':
      response.writeHead(status, { ...json, 'content-length': Buffer.byteLength(text) })
      response.write(text.slice(0, Math.floor(text.length / 2)))
      return
    case 'truncate': {
      const half = text.slice(0, Math.floor(text.length / 2))
      response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(half) }).end(half)
      return
    }
    case 'html':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html><body>Bad Gateway</body></html>')
      return
    case 'slow':
      await sleep(fault.ms)
      break
    case 'throttle':
      if (fault.retryAfter !== undefined) response.setHeader('retry-after', String(fault.retryAfter))
      break
    case undefined:
  }
  response.writeHead(status, json).end(text)
}
