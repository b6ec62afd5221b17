import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { SourceError } from '../../../functions/src/lib/errors.ts'
import { ownToken } from '../../../functions/src/sources/square/authorization.ts'
import { createClient } from '../../../functions/src/sources/square/client.ts'
import { checkedCalls } from '../../../functions/src/sources/square/merchant.ts'
import { pageSchema } from '../../../functions/src/sources/square/page.ts'
import type { ApiCall } from '../../../functions/src/sources/vendor/api.ts'
import { VendorError } from '../../../functions/src/sources/vendor/calls.ts'
import type { ListPage } from '../../../functions/src/sources/square/page.ts'
import type { FakeSquare } from '../../../tools/fakes/square/fakeSquare.ts'
import type { Fault } from '../../../tools/fakes/square/faults.ts'
import { TestClock } from '../vendor/testClock.ts'
import { connect, startFake, type Connected } from './connected.ts'

const clock = new TestClock()
let fake: FakeSquare
let connected: Connected
beforeAll(async () => {
  fake = await startFake(clock)
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.faults.clear()
  fake.calls.length = 0
  clock.slept.length = 0
  connected = connect(fake, clock, ['L1'], 10_000)
})

const list: ApiCall<ListPage> = {
  method: 'POST',
  path: '/v2/customers/search',
  body: { limit: 10 },
  data: pageSchema('customers'),
}

async function errorOf(promise: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof SourceError)) throw new Error('The call fails as calls of a source do.')
  expect(error.message).not.toContain(connected.authorization.grant.accessToken)
  return error
}

describe('a call', () => {
  it('is answered by the fake, which checks its token and its version', async () => {
    connected.merchant.customers.put('C1', { given_name: 'Ann' })
    const { data, calls, askedAt, answeredAt } = await connected.call(list)
    expect(data.rows).toMatchObject([{ id: 'C1', given_name: 'Ann' }])
    expect([data.cursor, calls]).toEqual(['', 1])
    expect(askedAt < answeredAt).toBe(true)
  })
})

/** Ways to fail that pass. */
const passing: readonly (readonly [string, Fault])[] = [
  ['429', { kind: 'throttle' }],
  ['429 with Retry-After', { kind: 'throttle', retryAfter: 3 }],
  ['an error inside a success', { kind: 'error', status: 200, code: 'NOT_IMPLEMENTED' }],
  ['an internal error', { kind: 'error', status: 500 }],
  ['503', { kind: 'error', status: 503 }],
  ['502 of a proxy', { kind: 'html', status: 502 }],
  ['200 of a proxy', { kind: 'html', status: 200 }],
  ['a body that stalls', { kind: 'stall' }],
  ['an answer that is late', { kind: 'slow', ms: 1_000 }],
  ['a connection that is reset', { kind: 'reset' }],
  ['an answer that is cut short', { kind: 'truncate' }],
]

/** A client that waits for an answer as long as the fault needs it to. */
function patientFor({ kind }: Fault): Connected {
  return kind === 'stall' || kind === 'slow' ? connect(fake, clock, ['L1'], 400) : connected
}

describe('a failure that passes', () => {
  it.each(passing)('is tried again: %s', async (_what, fault) => {
    fake.faults.next(fault)
    expect((await patientFor(fault).call(list)).calls).toBe(2)
    expect(clock.slept.length).toBeGreaterThan(0)
  })

  it.each(passing)('is given up after five times, and so that nobody tries it at once: %s', async (_what, fault) => {
    fake.faults.next(fault, { times: 100 })
    const error = await errorOf(patientFor(fault).call(list))
    expect(error).toMatchObject({ retryable: true, wasRetried: true, isRefusal: false })
    expect(error.message).toContain('5 times')
  })

  it('halves the rate where the vendor throttles', async () => {
    const before = connected.limiter.perSecond
    fake.faults.next({ kind: 'throttle', retryAfter: 1 })
    await connected.call(list)
    expect(connected.limiter.perSecond).toBeLessThan(0.6 * before)
  })
})

describe('a refusal', () => {
  it.each([
    [403, 'INSUFFICIENT_SCOPES', 'connect the merchant again'],
    [403, 'FORBIDDEN', 'connect the merchant again'],
    [400, 'BAD_REQUEST', 'Shown as it is.'],
    [404, 'NOT_FOUND', 'Shown as it is.'],
    [400, 'INVALID_CURSOR', 'Shown as it is.'],
  ])('with HTTP status %i and %s is not tried again, and says what to do', async (status, code, word) => {
    const category = 'INVALID_REQUEST_ERROR'
    fake.faults.next({ kind: 'error', status, category, code, detail: 'Shown as it is.' })
    const error = await errorOf(connected.call(list))
    expect(error).toBeInstanceOf(VendorError)
    expect(error).toMatchObject({ retryable: false, isRefusal: true, code })
    expect(error.message).toContain(word)
    // Calls of the tests before may still be answered.
    expect(fake.calls.filter((seen) => seen.code === code)).toHaveLength(1)
  })

  it('is repeated without the token', async () => {
    const { accessToken } = connected.authorization.grant
    fake.faults.next({ kind: 'error', status: 400, detail: `What is ${accessToken}?` })
    expect((await errorOf(connected.call(list))).message).toContain('What is …?')
  })
})

describe('an access token', () => {
  it('that has expired is renewed once for all calls that find it so', async () => {
    fake.authorizations.expire(connected.authorization.grant.accessToken)
    await Promise.all(Array.from({ length: 20 }, () => connected.call(list)))
    expect(connected.authorization.renewals).toBe(1)
    // The limiter's own waits are a millisecond.
    expect(Math.max(...clock.slept)).toBeLessThan(10)
  })

  it('that was taken back ends the call', async () => {
    fake.revoke(connected.merchant.id)
    expect((await errorOf(connected.call(list))).retryable).toBe(false)
  })

  it('of the merchant’s own that is not taken any more names its secret', async () => {
    const { limiter, options } = connected
    const authorization = ownToken(() => 'EAAA-wrong')
    const call = createClient({ baseUrl: options.baseUrl, authorization, limiter, fetch, clock, now: clock.instant })
    const error = await errorOf(call(list))
    expect(error.retryable).toBe(false)
    expect(error.message).toContain('SQUARE_ACCESS_TOKEN')
    expect(error.message).not.toContain('EAAA-wrong')
  })

  it('of another merchant is found out before anything is read with it', async () => {
    const call = checkedCalls(connected.call, 'ANOTHER')
    const error = await errorOf(call(list))
    expect(error.retryable).toBe(false)
    expect(error.message).toContain(`${connected.merchant.id}, and SQUARE_MERCHANTS names ANOTHER`)
    expect(fake.calls.map(({ path }) => path)).toEqual(['/v2/locations'])
    const right = checkedCalls(connected.call, connected.merchant.id)
    await right(list)
    await right(list)
    expect(fake.calls.filter(({ path }) => path === '/v2/locations')).toHaveLength(2)
  })
})
