import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { signatureOf } from '../../functions/src/sources/tiktokShop/signing.ts'

/** A shop of the seller's. */
export interface FakeShop {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly cipher: string
}

const harbour = { id: '7495540735365777507', name: 'Harbour', region: 'GB', cipher: 'GCP_cipher-1' }

/** The endpoint's behaviour for the next calls that renew tokens. */
export type Behaviour =
  /** Renews, and ends the old refresh token (`grace`: takes it once more, and gives the same pair again). */
  | 'strict'
  | 'grace'
  /** Renews, and breaks the connection before its answer. */
  | 'lostAnswer'
  /** Breaks the connection, having done nothing. */
  | 'down'
  | 'revoked'
  /** Answers with an error that repeats all that it was sent. */
  | 'echo'

/**
 * The endpoints of TikTok Shop that give tokens, as a server on this machine: `/api/v2/token/get` and `refresh`, which take
 * everything in the address, and the list of shops, which is signed.
 */
export class FakeTokenServer {
  readonly app = { appKey: 'app6key', appSecret: 'a-very-secret-app-secret-0123456789' }
  readonly openId = 'seller-open_id+1'
  shops: FakeShop[] = [harbour]
  behaviour: Behaviour = 'strict'
  /** The vendor's clock. */
  now: () => number = () => Date.now()
  /** The time that a call takes, in milliseconds. */
  delayMs = 0
  /** The life of access and refresh tokens, in seconds. */
  life = { access: 7 * 86_400, refresh: 365 * 86_400 }
  /** The number of calls that asked for a renewal, and of those that got one. */
  refreshCalls = 0
  renewals = 0
  /** Every token and code that it ever gave. */
  readonly secrets: string[] = []
  #issued = 0
  #codes = new Set<string>()
  #refreshToken = ''
  #accessToken = ''
  /** The refresh token that was replaced last, and what it was replaced by. */
  #replaced: { readonly token: string; readonly answer: object } | null = null
  #server: Server | null = null
  url = ''

  /** Is again as it was at first, but for what it has given. */
  reset(): void {
    this.behaviour = 'strict'
    this.delayMs = 0
    this.refreshCalls = 0
    this.renewals = 0
    this.shops = [harbour]
  }

  async start(): Promise<this> {
    this.#server = createServer((request, response) => void this.#serve(request, response))
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const { port } = this.#server.address() as AddressInfo // It listens on TCP.
    this.url = `http://127.0.0.1:${port}`
    return this
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    this.#server?.close()
    if (this.#server !== null) await once(this.#server, 'close')
  }

  /** The code that a seller's browser brings. */
  authorize(): string {
    const code = `code-of-the-seller-${this.#codes.size}-${'k'.repeat(20)}`
    this.#codes.add(code)
    this.secrets.push(code)
    return code
  }

  /** Ends an access token before its time. */
  expire(): void {
    this.#accessToken = ''
  }

  /** Tells whether the API would take an access token. */
  takes(accessToken: string): boolean {
    return accessToken === this.#accessToken
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url)
    const answer = await this.#answer(request, url)
    if (answer === null) return void request.socket.destroy()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ request_id: 'r1', message: 'Success', ...answer }))
  }

  async #answer(request: IncomingMessage, { pathname, searchParams }: URL): Promise<object | null> {
    const query = Object.fromEntries(searchParams)
    if (pathname === '/authorization/202309/shops') return this.#listShops(request, query)
    if (query.app_secret !== this.app.appSecret) return { code: 36004002, message: `no app ${query.app_secret}` }
    if (pathname === '/api/v2/token/get') {
      if (!this.#codes.delete(query.auth_code ?? ''))
        return { code: 36004004, message: `invalid auth code ${query.auth_code}` }
      return this.#issue()
    }
    if (pathname === '/api/v2/token/refresh') return this.#refresh(query.refresh_token ?? '')
    return { code: 404, message: 'page not found' }
  }

  async #refresh(token: string): Promise<object | null> {
    this.refreshCalls += 1
    const { behaviour } = this
    if (this.delayMs > 0) await sleep(this.delayMs)
    if (behaviour === 'down') return null
    if (behaviour === 'revoked') return { code: 36004001, message: 'rt has expired' }
    if (behaviour === 'echo')
      return { code: 98001004, message: `bad ${token} ${encodeURIComponent(token)} of ${this.app.appSecret}` }
    if (behaviour === 'grace' && this.#replaced?.token === token) return this.#replaced.answer
    if (token !== this.#refreshToken) return { code: 36004005, message: 'can not find related auth record' }
    this.renewals += 1
    const answer = this.#issue()
    this.#replaced = { token, answer }
    return behaviour === 'lostAnswer' ? null : answer
  }

  #issue(): object {
    this.#issued += 1
    const now = Math.floor(this.now() / 1000)
    this.#accessToken = `GCP_access+token/${this.#issued}-${'a'.repeat(30)}`
    this.#refreshToken = `GCP_refresh+token/${this.#issued}-${'r'.repeat(30)}`
    this.secrets.push(this.#accessToken, this.#refreshToken)
    return {
      code: 0,
      data: {
        access_token: this.#accessToken,
        access_token_expire_in: now + this.life.access,
        refresh_token: this.#refreshToken,
        refresh_token_expire_in: now + this.life.refresh,
        open_id: this.openId,
        seller_name: 'Seller',
        granted_scopes: ['seller.order.info'],
      },
    }
  }

  #listShops(request: IncomingMessage, query: Record<string, string>): object {
    const path = '/authorization/202309/shops'
    if (query.sign !== signatureOf({ path, query, body: '' }, this.app.appSecret))
      return { code: 106001, message: 'invalid sign' }
    const token = request.headers['x-tts-access-token']
    if (token !== this.#accessToken) return { code: 105002, message: `expired ${String(token)}` }
    return { code: 0, data: { shops: this.shops } }
  }
}
