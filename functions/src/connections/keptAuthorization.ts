import { SourceError } from '../lib/errors.ts'
import { failureOf } from '../lib/failure.ts'
import { instantFromMs, isoOf } from '../lib/instant.ts'
import { backoffMs, retryPolicy } from '../lib/retry.ts'
import {
  AuthorizationRefusedError,
  vendors,
  type Account,
  type TokenEndpoint,
  type TokenPair,
} from '../model/connection.ts'
import { messageOf } from './alerts.ts'
import type { ConnectionContext } from './context.ts'
import { begun, isHeld, settled, unanswered } from './lease.ts'
import { accessStep, renewAt, stateAt, type AccessStep } from './standing.ts'
import {
  change,
  openTokens,
  pairFields,
  readAuthorization,
  type AuthorizationChange,
  type ReadAuthorization,
  type Tokens,
} from './stored.ts'

/** The time for which a stored authorization is believed, in milliseconds. After that somebody may have revoked or replaced it. */
export const believedMs = 5 * 60_000
/** A good token that could not be renewed ahead of its time is used for so long before that is tried again. */
const quietMs = 60_000
/** The waits of an instance that finds another one renewing: they double, and it gives up after a lease and a half. */
const pollMs = { first: 250, most: 2_000, all: 70_000 }

/** An authorization and its tokens in clear. */
interface Opened extends ReadAuthorization {
  readonly tokens: Tokens
  /** The machine's clock when it was read. */
  readonly readMs: number
}

/** An authorization that this instance may renew. */
interface Taken extends Opened {
  readonly step: AccessStep
  /** Tells whether an earlier renewal was begun of which no answer was stored. */
  readonly wasOpen: boolean
}

/** A pair that the vendor gave, and the authorization that it renews. */
interface Renewed {
  readonly pair: TokenPair
  readonly from: Opened
}

/**
 * One instance's hold on an authorization: its present access token, and one renewal at a time, over all instances.
 *
 * A vendor may end a refresh token when it is used, and then the answer to that one call is all that is left. Therefore
 * 1. who renews says so in the document before the call, by a lease that one instance gets, and the old pair stays until the new one
 *    replaces it whole;
 * 2. a new pair is stored whatever became of the lease meanwhile, unless a later one stands there already;
 * 3. behind a renewal of which no answer was stored, the stored refresh token is tried again: the vendor may never have seen the call,
 *    or take the token a second time. Only where it refuses is the authorization lost, and even then its access token is used to
 *    its end.
 */
export class KeptAuthorization {
  readonly #context: ConnectionContext
  readonly #id: string
  readonly #account: Account
  readonly #endpoint: TokenEndpoint
  #known: Opened | null = null
  #quietUntilMs = Number.NEGATIVE_INFINITY
  #renewing: Promise<Opened> | null = null
  /** A pair that could not be stored yet. */
  #unstored: Renewed | null = null

  /** `account` is one of those that the authorization is for: messages name it. */
  constructor(context: ConnectionContext, id: string, account: Account, endpoint: TokenEndpoint) {
    this.#context = context
    this.#id = id
    this.#account = account
    this.#endpoint = endpoint
  }

  /** The present access token, renewed a while before it expires. Throws a SourceError where there is none any more. */
  async current(): Promise<string> {
    const known = this.#known
    if (known !== null && this.#isBelieved(known)) return known.tokens.accessToken
    return (await this.#reachedOnce(null)).tokens.accessToken
  }

  /** A newer access token than `expired`. Throws as `current` does. */
  async renewed(expired: string): Promise<string> {
    const known = this.#known
    if (known !== null && known.tokens.accessToken !== expired) return this.current()
    return (await this.#reachedOnce(expired)).tokens.accessToken
  }

  #isBelieved({ stored, readMs }: Opened): boolean {
    const nowMs = this.#context.clock.now()
    const now = instantFromMs(nowMs)
    if (nowMs - readMs >= believedMs || now >= stored.accessExpiresAt) return false
    return now < renewAt(stored) || nowMs < this.#quietUntilMs
  }

  /** Returns the access that this instance is already asking for, so that all its callers share one answer. */
  async #reachedOnce(expired: string | null): Promise<Opened> {
    for (let others = this.#renewing; others !== null; others = this.#renewing) {
      const opened = await others
      if (opened.tokens.accessToken !== expired) return opened
    }
    this.#renewing = this.#reach(expired).finally(() => {
      this.#renewing = null
    })
    this.#known = await this.#renewing
    this.#quietUntilMs = this.#context.clock.now() + quietMs
    return this.#known
  }

  /** Reads what is stored, and renews it where that is due; waits where somebody else does. */
  async #reach(expired: string | null): Promise<Opened> {
    const { clock } = this.#context
    if (this.#unstored !== null) {
      const renewed = await this.#store(this.#unstored)
      if (this.#isUnstored()) return renewed
    }
    const startedMs = clock.now()
    for (let attempt = 0; ; attempt++) {
      const opened = await this.#read()
      const step = accessStep(opened.stored, opened.now, opened.tokens.accessToken === expired)
      if (step === 'use') return opened
      if (step === 'refused') throw this.#refused(opened)
      if (!isHeld(opened.stored.renewal, opened.now)) {
        const taken = await this.#take(opened, step)
        if (taken !== null) return this.#renew(taken)
      } else if (step === 'renewEarly') return opened
      if (clock.now() - startedMs > pollMs.all) throw this.#busy()
      const waitMs = Math.min(pollMs.most, pollMs.first * 2 ** attempt)
      await clock.sleep(waitMs * (0.5 + clock.random() / 2))
    }
  }

  /** Reads the document; where time alone has made its state another than was told, tells that. */
  async #read(): Promise<Opened> {
    const readMs = this.#context.clock.now()
    let read = await readAuthorization(this.#context, this.#id, this.#account)
    if (stateAt(read.stored, read.now) !== read.stored.state) {
      await change(this.#context, read, {})
      read = await readAuthorization(this.#context, this.#id, this.#account)
    }
    return { ...read, tokens: openTokens(this.#context, read), readMs }
  }

  /** Takes the lease, and says by it that a renewal has begun; null where somebody else was faster. */
  async #take(opened: Opened, step: AccessStep): Promise<Taken | null> {
    const id = this.#context.clock.randomId()
    const wasOpen = opened.stored.renewal.openSince !== null
    const renewal = begun(opened.stored.renewal, id, opened.now)
    const stored = await change(this.#context, opened, { renewal })
    if (stored !== null) return { ...opened, stored, step, wasOpen }
    // The answer to the commit may have been lost: what stands there decides.
    const read = await this.#read()
    const isOurs = read.stored.renewal.holder?.id === id
    return isOurs ? { ...read, step, wasOpen } : null
  }

  /** Asks the vendor for a new pair, outside of any transaction, and stores it. */
  async #renew(taken: Taken): Promise<Opened> {
    let pair: TokenPair
    try {
      pair = await this.#endpoint.refresh(taken.tokens.refreshToken)
    } catch (error) {
      return this.#unrenewed(taken, error)
    }
    return this.#store({ pair, from: taken })
  }

  /** Notes that a renewal failed; goes on with the present token where that is still good, or with a newer one. */
  async #unrenewed(taken: Taken, error: unknown): Promise<Opened> {
    const { clock, logger } = this.#context
    const isRefused = error instanceof AuthorizationRefusedError
    const after = isRefused ? await this.#noteRefusal(taken) : await this.#giveBack(taken)
    const isGood = taken.step === 'renewEarly' && instantFromMs(clock.now()) < after.stored.accessExpiresAt
    if (after.stored.pair === taken.stored.pair && !isGood) throw isRefused ? this.#refused(after, error) : error
    logger.warn(`[CONNECTIONS] ${this.#name} was not renewed`, { cause: failureOf(error).detail })
    return after
  }

  /**
   * Replaces the pair as a whole. The lease is not asked for: whoever took it over has tried a refresh token that this pair has
   * replaced. Where another pair was stored meanwhile, the one that expires later was issued later.
   */
  async #store(renewed: Renewed): Promise<Opened> {
    const { clock, logger } = this.#context
    const { pair, from } = renewed
    this.#unstored = renewed
    for (let attempt = 1; ; attempt++) {
      let cause = 'others changed it each time'
      try {
        const stored = await this.#replace(renewed)
        if (stored !== null) {
          this.#unstored = null
          return stored
        }
      } catch (error) {
        if (!(error instanceof SourceError && error.retryable)) throw error
        cause = failureOf(error).detail
      }
      if (attempt >= retryPolicy.attempts) {
        logger.error(`[CONNECTIONS] ${this.#name} was renewed and not stored yet: the next call tries again`, { cause })
        const { accessToken, refreshToken, accessExpiresAt } = pair
        // Read so long ago that nobody believes it: then it is stored first.
        const readMs = Number.NEGATIVE_INFINITY
        return { ...from, stored: { ...from.stored, accessExpiresAt }, tokens: { accessToken, refreshToken }, readMs }
      }
      await clock.sleep(backoffMs(attempt, () => clock.random()))
    }
  }

  /** Returns what stands there behind one attempt; null where somebody changed it meanwhile, or nobody knows. */
  async #replace({ pair, from }: Renewed): Promise<Opened | null> {
    const read = await this.#read()
    const { stored, now } = read
    const isOfOwner = stored.authorizedAt === from.stored.authorizedAt
    const isLater = stored.pair === from.stored.pair || stored.accessExpiresAt < pair.accessExpiresAt
    if (!isOfOwner || !isLater) return read
    const namedEnd = stored.warning?.endsAt ?? null
    const next = await change(this.#context, read, {
      ...pairFields(this.#context, this.#id, pair, now),
      pair: stored.pair + 1,
      refusal: null,
      // Renewed behind the end that the vendor named, it has another.
      ...(namedEnd !== null && now >= namedEnd && { warning: null }),
      renewal: settled(stored.renewal),
    })
    if (next === null) return null
    this.#context.logger.info(`[CONNECTIONS] ${this.#name} was renewed`, { accessUntil: isoOf(pair.accessExpiresAt) })
    const { accessToken, refreshToken } = pair
    return { ...read, stored: next, tokens: { accessToken, refreshToken } }
  }

  #isUnstored(): boolean {
    return this.#unstored !== null
  }

  #noteRefusal({ step, wasOpen, ...tried }: Taken): Promise<Opened> {
    return this.#changeTried(tried, ({ stored, now }) => {
      const reason = stored.refusal?.reason === 'revoked' ? 'revoked' : wasOpen ? 'lost' : 'refused'
      return {
        refusal: { at: now, reason },
        renewal: settled(stored.renewal),
        // The present token is of no use either, whatever its time says.
        ...(step === 'renew' && now < stored.accessExpiresAt && { accessExpiresAt: now }),
      }
    })
  }

  /** Lets another begin where no answer came: the vendor may have carried it out. */
  #giveBack(tried: Opened): Promise<Opened> {
    return this.#changeTried(tried, ({ stored }) => ({ renewal: unanswered(stored.renewal) }))
  }

  /** Changes the document while it holds the pair that was tried, under our own lease; leaves anything else alone. */
  async #changeTried(tried: Opened, fieldsFor: (read: Opened) => AuthorizationChange): Promise<Opened> {
    for (let attempt = 1; ; attempt++) {
      const read = await this.#read()
      const { pair, renewal } = read.stored
      if (pair !== tried.stored.pair || renewal.fence !== tried.stored.renewal.fence) return read
      const stored = await change(this.#context, read, fieldsFor(read))
      if (stored !== null) return { ...read, stored }
      // The lease ends by itself.
      if (attempt >= retryPolicy.attempts) return read
    }
  }

  get #name(): string {
    return `the authorization of ${this.#account.source}.${this.#account.account}`
  }

  #refused({ stored }: Opened, cause?: unknown): AuthorizationRefusedError {
    const shop = stored.accounts.find(({ account }) => account === this.#account.account)
    const name = shop === undefined ? this.#account.account : `${shop.name} (${shop.account})`
    const state = stored.refusal?.reason === 'revoked' ? 'revoked' : 'expired'
    return new AuthorizationRefusedError(messageOf({ ...stored, state }, name), { cause })
  }

  #busy(): SourceError {
    const vendor = vendors[this.#account.source].name
    return new SourceError(`Another instance is renewing ${this.#name} at ${vendor}. This passes.`, { retryable: true })
  }
}
