import { randomUUID } from 'node:crypto'

import type { AppCredentials } from '../../../functions/src/sources/tiktokShop/authorization.ts'
import { FakeServer, type Answered, type FakeServerOptions, type SeenCall as SeenCallOf } from '../fakeServer.ts'
import { Faults } from '../faults.ts'
import type { FakeRequest } from '../http.ts'
import { envelopeOf, Refusal } from './answers.ts'
import { Authorizations } from './authorizations.ts'
import type { Fault } from './faults.ts'
import type { TokenKind } from './lists.ts'
import { answer } from './routes.ts'
import { FakeShop, type FakeShopOptions } from './shop.ts'
import { sendWebhook, type Webhook } from './webhooks.ts'

export interface FakeOptions extends FakeServerOptions {
  readonly app: AppCredentials
  /** The kind of page tokens; those that go on behind the last entry by default. */
  readonly tokens?: TokenKind
  /** The address that webhooks are sent to; none by default. */
  readonly webhookUrl?: string
}

export type SeenCall = SeenCallOf<number, Fault>

/**
 * TikTok Shop on this machine: a real HTTP server with state, which checks what the original checks, pages, sorts and filters as it
 * does, and fails as a test asks it to. Times of records are in seconds, as at the original.
 */
export class FakeTikTokShop extends FakeServer<Fault, number> {
  readonly app: AppCredentials
  readonly authorizations: Authorizations
  readonly faults = new Faults<Fault>(['deadToken'])
  readonly shops = new Map<string, FakeShop>()
  readonly #options: FakeOptions

  private constructor(options: FakeOptions) {
    super(options)
    this.app = options.app
    this.#options = options
    this.authorizations = new Authorizations(() => this.nowMs())
  }

  /** Starts a server on this machine: the host of the API and of the tokens. */
  static async start(options: FakeOptions): Promise<FakeTikTokShop> {
    const fake = new FakeTikTokShop(options)
    await fake.listen()
    return fake
  }

  addShop(options: FakeShopOptions): FakeShop {
    const shop = new FakeShop(options)
    this.shops.set(shop.id, shop)
    return shop
  }

  /** Sends a webhook, signed as the original's are; returns the receiver's HTTP status, null where there is no receiver. */
  async sendWebhook(webhook: Webhook): Promise<number | null> {
    const { webhookUrl } = this.#options
    return webhookUrl === undefined ? null : sendWebhook(webhookUrl, this.app, webhook, this.nowMs())
  }

  protected isLaterPage({ query }: FakeRequest): boolean {
    return query.has('page_token')
  }

  protected answer(request: FakeRequest, fault: Fault | null): Answered<number> {
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
        nowMs: this.nowMs(),
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
