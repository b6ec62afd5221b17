import { createClient } from '../../../functions/src/sources/square/client.ts'
import type { MerchantSourceOptions } from '../../../functions/src/sources/square/source.ts'
import type { CallApi, Credentials } from '../../../functions/src/sources/vendor/api.ts'
import { RateLimiter } from '../../../functions/src/sources/vendor/limiter.ts'
import type { Grant } from '../../../tools/fakes/square/authorizations.ts'
import { FakeSquare, type FakeOptions } from '../../../tools/fakes/square/fakeSquare.ts'
import type { FakeMerchant } from '../../../tools/fakes/square/merchant.ts'
import { granted, type Granted } from '../vendor/granted.ts'
import type { TestClock } from '../vendor/testClock.ts'

export const app = { clientId: 'sandbox-sq0idb-app', clientSecret: 'sandbox-sq0csb-do-not-tell' }

/** A merchant at the fake, and all that a client of it needs. */
export interface Connected {
  readonly fake: FakeSquare
  readonly merchant: FakeMerchant
  readonly authorization: Granted<Credentials, Grant>
  readonly limiter: RateLimiter
  readonly call: CallApi
  readonly options: MerchantSourceOptions
}

let merchants = 0

/** A fake vendor by the test's clock. */
export function startFake(clock: TestClock, options: Partial<FakeOptions> = {}): Promise<FakeSquare> {
  return FakeSquare.start({ app, now: clock.now, ...options })
}

/** Connects a new merchant of the fake, with locations of these ids. */
export function connect(
  fake: FakeSquare,
  clock: TestClock,
  locations: readonly string[] = ['L1'],
  timeoutMs = 10_000,
): Connected {
  const merchant = fake.addMerchant({ id: `MERCHANT${(merchants += 1)}` })
  for (const id of locations) merchant.putLocation(id, { created_at: '2024-03-01T00:00:00Z' })
  const authorization = authorizationOf(fake, merchant)
  const limiter = new RateLimiter({ atOnce: 5, perSecond: 1_000 }, clock)
  const call = createClient({ baseUrl: fake.url, authorization, limiter, fetch, clock, now: clock.instant, timeoutMs })
  const options = {
    merchantId: merchant.id,
    baseUrl: fake.url,
    call,
    now: clock.instant,
    feedOf: () => null,
    callsAtOnce: 5,
  }
  return { fake, merchant, authorization, limiter, call, options }
}

/** The authorization of a merchant. */
export function authorizationOf(fake: FakeSquare, merchant: FakeMerchant): Connected['authorization'] {
  const { authorizations } = fake
  return granted(authorizations, authorizations.grant(merchant.id), (accessToken) => ({ accessToken }))
}
