import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import type { AppCredentials } from '../../../functions/src/sources/tiktokShop/authorization.ts'
import { envelopeOf, Refusal } from './answers.ts'
import { Authorizations } from './authorizations.ts'
import { Faults, type Fault } from './faults.ts'
import type { TokenKind } from './lists.ts'
import { answer, type FakeRequest } from './routes.ts'
import { FakeShop, type FakeShopOptions } from './shop.ts'
import { sendWebhook, type Webhook } from './webhooks.ts'

export interface FakeOptions {
  readonly app: AppCredentials
  /** The vendor's clock, in milliseconds; the machine's by default. */
  readonly now?: () => number
  /** A free port by default. */
  readonly port?: number
  /** The time that each answer takes, in milliseconds. */
  readonly latencyMs?: number
  /** The kind of page tokens; those that go on behind the last entry by default. */
  readonly tokens?: TokenKind
  /** The address that webhooks are sent to; none by default. */
  readonly webhookUrl?: string
}

/** A call that was answered, or not. */
export interface SeenCall {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: string
  /** The vendor's code; null where something else went wrong. */
  readonly code: number | null
  /** The fault that a test asked for. */
  readonly fault: Fault | null
  /** The milliseconds by which it held up the caller, beyond an answer's usual time: a `Retry-After` counts whole. */
  readonly heldMs: number
}

/**
 * TikTok Shop on this machine: a real HTTP server with state, which checks what the original checks, pages, sorts and filters as it
 * does, and fails as a test asks it to. Times of records are in seconds, as at the original.
 */
export class FakeTikTokShop {
  readonly app: AppCredentials
  readonly authorizations: Authorizations
  readonly faults = new Faults()
  readonly shops = new Map<string, FakeShop>()
  /** All calls, in the order in which they were answered. */
  readonly calls: SeenCall[] = []
  /** Asked before each answer: here records move between the pages of a list. */
  beforeAnswer: (request: FakeRequest) => void = () => {}
  /** The milliseconds by which its clock is ahead of `now`. */
  skewMs = 0
  /** The most calls that were under way at once. */
  mostAtOnce = 0
  readonly #options: FakeOptions
  readonly #server: Server
  #underWay = 0

  private constructor(options: FakeOptions) {
    this.app = options.app
    this.#options = options
    this.authorizations = new Authorizations(() => this.#nowMs())
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  /** Starts a server on this machine. */
  static async start(options: FakeOptions): Promise<FakeTikTokShop> {
    const fake = new FakeTikTokShop(options)
    fake.#server.listen(options.port ?? 0, '127.0.0.1')
    await once(fake.#server, 'listening')
    return fake
  }

  /** The host of the API and of the tokens. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo // it listens on a port
    return `http://127.0.0.1:${port}`
  }

  addShop(options: FakeShopOptions): FakeShop {
    const shop = new FakeShop(options)
    this.shops.set(shop.id, shop)
    return shop
  }

  /** Sends a webhook, signed as the original's are; returns the receiver's HTTP status, null where there is no receiver. */
  async sendWebhook(webhook: Webhook): Promise<number | null> {
    const { webhookUrl } = this.#options
    return webhookUrl === undefined ? null : sendWebhook(webhookUrl, this.app, webhook, this.#nowMs())
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #nowMs(): number {
    return (this.#options.now?.() ?? Date.now()) + this.skewMs
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#underWay += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay)
    try {
      const request = await received(message)
      if (this.#options.latencyMs !== undefined) await sleep(this.#options.latencyMs)
      this.beforeAnswer(request)
      const fault = this.faults.of(request.path, request.query.has('page_token'))
      const answered = this.#answer(request, fault)
      const heldMs = await respond(response, answered, fault)
      const { method, path, query, body } = request
      const code = isWhole(fault) ? answered.code : null
      this.calls.push({ method, path, query: Object.fromEntries(query), body: body.toString(), code, fault, heldMs })
    } catch {
      // A caller that is gone, or a test that throws: there is nobody to answer.
      response.destroy()
    } finally {
      this.#underWay -= 1
    }
  }

  #answer(request: FakeRequest, fault: Fault | null): Answered {
    const requestId = randomUUID()
    try {
      if (fault?.kind === 'throttle') throw new Refusal(36009002, 'Too many requests.', 429)
      if (fault?.kind === 'code') throw new Refusal(fault.code, fault.message ?? 'Internal error.', fault.status ?? 400)
      if (fault?.kind === 'deadToken') throw new Refusal(36009004, 'page_token is invalid.')
      const { app, shops, authorizations } = this
      const endless = fault?.kind === 'endlessToken' ? (fault.isNew ?? false) : null
      const vendor = {
        app,
        shops,
        authorizations,
        tokens: this.#options.tokens ?? 'places',
        nowMs: this.#nowMs(),
        endless,
      }
      return { status: 200, code: 0, text: envelopeOf(0, 'Success', answer(vendor, request), requestId) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { code, status, message } = error
      return { status, code, text: envelopeOf(code, message, {}, requestId) }
    }
  }
}

interface Answered {
  readonly status: number
  readonly code: number | null
  readonly text: string
}

/** Tells whether an answer comes whole in spite of a fault. */
function isWhole(fault: Fault | null): boolean {
  return fault === null || !['reset', 'stall', 'truncate', 'html'].includes(fault.kind)
}

async function received(message: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(Buffer.from(chunk))
  const url = new URL(message.url ?? '/', 'http://fake')
  const { method = 'GET', headers } = message
  return { method, path: url.pathname, query: url.searchParams, headers, body: Buffer.concat(chunks) }
}

/** Sends an answer, or what a fault makes of it. Returns the milliseconds by which that holds up the caller. */
async function respond(response: ServerResponse, { status, text }: Answered, fault: Fault | null): Promise<number> {
  const json = { 'content-type': 'application/json; charset=utf-8' }
  let heldMs = 0
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
    case 'code':
    case 'deadToken':
    case 'endlessToken':
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
