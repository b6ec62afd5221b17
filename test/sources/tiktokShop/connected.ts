import { createClient } from '../../../functions/src/sources/tiktokShop/client.ts'
import type { ShopAccess } from '../../../functions/src/sources/tiktokShop/authorization.ts'
import type { CallApi } from '../../../functions/src/sources/vendor/api.ts'
import { RateLimiter } from '../../../functions/src/sources/vendor/limiter.ts'
import type { ShopSourceOptions } from '../../../functions/src/sources/tiktokShop/source.ts'
import { FakeTikTokShop, type FakeOptions } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { Grant } from '../../../tools/fakes/tiktokShop/authorizations.ts'
import type { FakeShop } from '../../../tools/fakes/tiktokShop/shop.ts'
import { granted, type Granted } from '../vendor/granted.ts'
import type { TestClock } from '../vendor/testClock.ts'

export const app = { appKey: '29a39d', appSecret: 'e59af819cc-do-not-tell' }

/** A shop at the fake, and all that a client of it needs. */
export interface Connected {
  readonly fake: FakeTikTokShop
  readonly shop: FakeShop
  readonly clock: TestClock
  readonly authorization: Granted<ShopAccess, Grant>
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

/** The authorization of a shop. */
export function authorizationOf(fake: FakeTikTokShop, shop: FakeShop): Connected['authorization'] {
  const { authorizations } = fake
  const grant = authorizations.grant([shop.id])
  return granted(authorizations, grant, (accessToken) => ({ accessToken, shopCipher: shop.cipher }))
}
