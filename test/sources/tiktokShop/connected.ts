import { createClient } from '../../../functions/src/sources/tiktokShop/client.ts'
import type { ShopAuthorization } from '../../../functions/src/sources/tiktokShop/authorization.ts'
import type { CallApi } from '../../../functions/src/sources/vendor/api.ts'
import { RateLimiter } from '../../../functions/src/sources/vendor/limiter.ts'
import type { ShopSourceOptions } from '../../../functions/src/sources/tiktokShop/source.ts'
import { SourceError } from '../../../functions/src/lib/errors.ts'
import { FakeTikTokShop, type FakeOptions } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { Grant } from '../../../tools/fakes/tiktokShop/authorizations.ts'
import type { FakeShop } from '../../../tools/fakes/tiktokShop/shop.ts'
import type { TestClock } from '../vendor/testClock.ts'

export const app = { appKey: '29a39d', appSecret: 'e59af819cc-do-not-tell' }

/** A shop at the fake, and all that a client of it needs. */
export interface Connected {
  readonly fake: FakeTikTokShop
  readonly shop: FakeShop
  readonly clock: TestClock
  readonly authorization: ShopAuthorization & { grant: Grant; renewals: number }
  readonly limiter: RateLimiter
  readonly call: CallApi
  readonly options: ShopSourceOptions
}

let shops = 0

/** A fake vendor by the test's clock. */
export function startFake(clock: TestClock, options: Partial<FakeOptions> = {}): Promise<FakeTikTokShop> {
  return FakeTikTokShop.start({ app, now: clock.now, ...options })
}

/** Connects a new shop of the fake. */
export function connect(
  fake: FakeTikTokShop,
  clock: TestClock,
  timeoutMs = 2_000,
  fetchIt: typeof fetch = fetch,
): Connected {
  const shop = fake.addShop({ id: `74950000${(shops += 1)}` })
  const authorization = authorizationOf(fake, shop)
  const limiter = new RateLimiter({ atOnce: 5, perSecond: 1_000 }, clock)
  const call = createClient({
    baseUrl: fake.url,
    app,
    authorization,
    limiter,
    fetch: fetchIt,
    clock,
    now: clock.instant,
    timeoutMs,
  })
  const options = {
    shopId: shop.id,
    baseUrl: fake.url,
    call,
    now: clock.instant,
    feedOf: () => null,
    callsAtOnce: 5,
  }
  return { fake, shop, clock, authorization, limiter, call, options }
}

/** A shop's authorization as whoever keeps it would give it. */
export function authorizationOf(fake: FakeTikTokShop, shop: FakeShop): Connected['authorization'] {
  return {
    grant: fake.authorizations.grant([shop.id]),
    renewals: 0,
    async current() {
      return { accessToken: this.grant.accessToken, shopCipher: shop.cipher }
    },
    async renewed(expired) {
      if (expired === this.grant.accessToken) {
        this.renewals += 1
        try {
          this.grant = fake.authorizations.refresh(this.grant.refreshToken)
        } catch {
          throw new SourceError('The shop took its authorization back.', { retryable: false })
        }
      }
      return this.current()
    },
  }
}
