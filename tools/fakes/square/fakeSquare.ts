import { FakeServer, type Answered, type FakeServerOptions, type SeenCall as SeenCallOf } from '../fakeServer.ts'
import { Faults } from '../faults.ts'
import type { FakeRequest } from '../http.ts'
import { Authorizations, type Grant } from './authorizations.ts'
import type { CursorKind } from './cursors.ts'
import { obtainToken, revokeToken, type SquareApp } from './endpoints/oauth.ts'
import type { FakeEvent } from './events.ts'
import { faultsOfLaterPages, type Fault } from './faults.ts'
import { FakeMerchant, type FakeMerchantOptions } from './merchant.ts'
import type { Members } from './records.ts'
import { invalid, Refusal, refusalOf, unauthorized } from './refusal.ts'
import { routeOf } from './routes.ts'
import { timeText } from './times.ts'
import { sendWebhook, type WebhookSubscription } from './webhooks.ts'

export interface FakeOptions extends FakeServerOptions {
  readonly app: SquareApp
  /** The kind of cursors; those that go on behind the last row by default. */
  readonly cursors?: CursorKind
  /** The address that webhooks go to; none by default. */
  readonly webhooks?: WebhookSubscription
}

/** A call with the code of its first error, or `OK`. */
export type SeenCall = SeenCallOf<string, Fault>

/** The version of the API that every call has to name. */
export const apiVersion = '2026-09-16'

/**
 * Square on this machine: a real HTTP server with state, which checks what the original checks and more, pages, sorts and filters
 * as it does, and fails as a test asks it to.
 */
export class FakeSquare extends FakeServer<Fault, string> {
  readonly app: SquareApp
  readonly authorizations: Authorizations
  readonly faults = new Faults<Fault>(faultsOfLaterPages)
  readonly merchants = new Map<string, FakeMerchant>()
  readonly #options: FakeOptions
  /** The number of a merchant's events that were delivered. */
  readonly #delivered = new Map<FakeMerchant, number>()

  private constructor(options: FakeOptions) {
    super(options)
    this.app = options.app
    this.#options = options
    this.authorizations = new Authorizations(() => this.nowMs())
  }

  /** Starts a server on this machine: the host of the API and of OAuth. */
  static async start(options: FakeOptions): Promise<FakeSquare> {
    const fake = new FakeSquare(options)
    await fake.listen()
    return fake
  }

  addMerchant(options: FakeMerchantOptions): FakeMerchant {
    const merchant = new FakeMerchant(options, () => this.nowMs())
    this.merchants.set(merchant.id, merchant)
    return merchant
  }

  /** A seller takes the authorization of a merchant back. */
  revoke(merchantId: string, by: 'MERCHANT' | 'APPLICATION' = 'MERCHANT'): void {
    this.authorizations.revoke(merchantId)
    const object = { revocation: { revoked_at: timeText(this.nowMs()), revoker_type: by } }
    this.merchants.get(merchantId)?.events.add('oauth.authorization.revoked', { type: 'revocation', id: '', object })
  }

  /** Sends what happened to a merchant since the last time, in order; returns the receiver's statuses. */
  async deliver(merchant: FakeMerchant): Promise<(number | null)[]> {
    const events = merchant.events.all.slice(this.#delivered.get(merchant) ?? 0)
    this.#delivered.set(merchant, merchant.events.all.length)
    const statuses: (number | null)[] = []
    for (const event of events) statuses.push(await this.sendWebhook(merchant, event))
    return statuses
  }

  /** Sends an event, signed as the original's are; returns the receiver's HTTP status, null where there is no receiver. */
  async sendWebhook(merchant: FakeMerchant, event: FakeEvent, signature?: string): Promise<number | null> {
    const { webhooks } = this.#options
    return webhooks === undefined ? null : sendWebhook(webhooks, merchant.id, event, signature)
  }

  protected isLaterPage({ query, body }: FakeRequest): boolean {
    return query.has('cursor') || /"cursor":\s*"[^"]/.test(body.toString())
  }

  protected answer(request: FakeRequest, fault: Fault | null): Answered<string> {
    try {
      if (fault?.kind === 'throttle') throw refusalOf(429)
      if (fault?.kind === 'error') {
        const { category, code, detail } = fault
        throw refusalOf(fault.status, {
          ...(category && { category }),
          ...(code && { code }),
          ...(detail && { detail }),
        })
      }
      return { status: 200, code: 'OK', text: JSON.stringify(this.#answer(request, fault)) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, errors } = error
      return { status, code: errors[0]?.code ?? '', text: JSON.stringify({ errors }) }
    }
  }

  #answer(request: FakeRequest, fault: Fault | null): Members {
    const { method, path } = request
    if (method === 'POST' && path === '/oauth2/token') return obtainToken(this.app, this.authorizations, request)
    if (method === 'POST' && path === '/oauth2/revoke') {
      const revoked = revokeToken(this.app, this.authorizations, request)
      if (revoked !== null) this.revoke(revoked, 'APPLICATION')
      return { success: true }
    }
    const { merchantId } = this.#granted(request)
    const merchant = this.merchants.get(merchantId)
    if (merchant === undefined) throw unauthorized('UNAUTHORIZED', 'There is no such merchant.')
    const { handler, id } = routeOf(method, path)
    const cursors = this.#options.cursors ?? 'places'
    return handler({ merchant, request, id, nowMs: this.nowMs(), cursors, fault, apiVersion })
  }

  /** Checks what every call has to carry; returns what its token grants. */
  #granted({ headers }: FakeRequest): Grant {
    const version = headers['square-version']
    if (version === undefined) throw invalid('INVALID_SQUARE_VERSION_FORMAT', 'The header Square-Version is required.')
    if (version !== apiVersion) {
      throw invalid('API_VERSION_INCOMPATIBLE', `The fake answers version ${apiVersion} alone.`)
    }
    const [, token = ''] = /^Bearer (\S+)$/.exec(headers.authorization?.toString() ?? '') ?? []
    return this.authorizations.granted(token)
  }
}
