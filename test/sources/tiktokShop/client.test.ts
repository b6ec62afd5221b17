import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { SourceError } from '../../../functions/src/lib/errors.ts'
import type { ApiCall } from '../../../functions/src/sources/vendor/api.ts'
import { callPolicy, VendorError } from '../../../functions/src/sources/vendor/calls.ts'
import type { FakeTikTokShop, SeenCall } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { Fault } from '../../../tools/fakes/tiktokShop/faults.ts'
import { TestClock } from '../vendor/testClock.ts'
import { app, connect, startFake, type Connected } from './connected.ts'

const clock = new TestClock()
let fake: FakeTikTokShop
let connected: Connected
beforeAll(async () => {
  fake = await startFake(clock)
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.faults.clear()
  fake.calls.length = 0
  fake.skewMs = 0
  clock.slept.length = 0
  connected = connect(fake, clock, 10_000)
  connected.shop.orders.put({ id: '576', create_time: 100, update_time: 200, status: 'UNPAID' })
})

/** The calls of this test: those of others may still be answered. */
function calls(): SeenCall[] {
  return fake.calls.filter(({ query }) => query.shop_cipher === connected.shop.cipher)
}

const dataSchema = z.object({ orders: z.array(z.object({ id: z.string() })), total_count: z.int() })
const search: ApiCall<z.infer<typeof dataSchema>> = {
  method: 'POST',
  path: '/order/202309/orders/search',
  query: { page_size: '10', sort_field: 'update_time', sort_order: 'ASC' },
  body: { update_time_ge: 1, update_time_lt: 1_000 },
  data: dataSchema,
}

async function errorOf(promise: Promise<unknown>): Promise<VendorError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof VendorError)) throw new Error('The call fails as calls of the vendor do.')
  return error
}

/** All that an error says, with its causes: what a log could repeat of it. */
function toldBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return [
    error.message,
    error.stack ?? '',
    JSON.stringify(error),
    error.cause === undefined ? '' : toldBy(error.cause),
  ].join('\n')
}

describe('a call', () => {
  it('is answered by the fake, which checks its signature, its time, its token and its cipher', async () => {
    const before = clock.ms
    const { data, askedAt, answeredAt, calls: sent } = await connected.call(search)
    expect(data).toEqual({ orders: [{ id: '576' }], total_count: 1 })
    expect(sent).toBe(1)
    expect(askedAt < answeredAt).toBe(true)
    expect(clock.ms).toBeGreaterThan(before)
    expect(calls()).toHaveLength(1)
    expect(calls()[0]?.query).not.toHaveProperty('access_token')
  })
})

/** Ways to fail that pass. */
const passing: readonly (readonly [string, Fault])[] = [
  ['429', { kind: 'throttle' }],
  ['429 with Retry-After', { kind: 'throttle', retryAfter: 3 }],
  ...[36009002, 36009003, 36009007, 36009037, 10002014, 10002015, 10006402, 10037002, 10037003, 10037004].map(
    (code) => [`code ${code}`, { kind: 'code', code }] as const,
  ),
  ['an error inside a success', { kind: 'code', code: 12345678, status: 200 }],
  ['500', { kind: 'code', code: 98001001, status: 500 }],
  ['502 of a proxy', { kind: 'html', status: 502 }],
  ['200 of a proxy', { kind: 'html', status: 200 }],
  ['503', { kind: 'html', status: 503 }],
  ['a body that stalls', { kind: 'stall' }],
  ['an answer that is late', { kind: 'slow', ms: 1_000 }],
  ['a connection that is reset', { kind: 'reset' }],
  ['an answer that is cut short', { kind: 'truncate' }],
]

/** A client that waits for an answer as long as the fault needs it to. */
function patientFor({ kind }: Fault): Connected {
  if (kind !== 'stall' && kind !== 'slow') return connected
  const hasty = connect(fake, clock, 400)
  hasty.shop.orders.put({ id: '576', create_time: 100, update_time: 200, status: 'UNPAID' })
  return hasty
}

describe('a failure that passes', () => {
  it.each(passing)('is tried again: %s', async (_what, fault) => {
    fake.faults.next(fault)
    const { data, calls: sent } = await patientFor(fault).call(search)
    expect(data.total_count).toBe(1)
    expect(sent).toBe(2)
    expect(clock.slept.length).toBeGreaterThan(0)
  })

  it.each(passing)('is given up after five times, and so that nobody tries it at once: %s', async (_what, fault) => {
    fake.faults.next(fault, { times: 100 })
    const error = await errorOf(patientFor(fault).call(search))
    expect(error).toMatchObject({ retryable: true, wasRetried: true, isRefusal: false })
    expect(error.message).toContain('5 times')
    expect(error.message).toMatch(/^[A-Z1][^]*\.$/)
  })

  it('is waited out longer each time, with jitter', async () => {
    fake.faults.next({ kind: 'html', status: 500 }, { times: 4 })
    await connected.call(search)
    expect(clock.slept).toEqual([1_250, 2_250, 4_250, 8_250])
  })

  it('is waited out for as long as the vendor asks, and never shorter than that', async () => {
    fake.faults.next({ kind: 'throttle', retryAfter: 7 })
    fake.faults.next({ kind: 'throttle', retryAfter: 0 })
    fake.faults.next({ kind: 'throttle', retryAfter: new Date(clock.ms + 30_000).toUTCString() })
    await connected.call(search)
    expect(clock.slept[0]).toBe(7_000)
    expect(clock.slept[1]).toBe(2_250)
    expect(clock.slept[2]).toBeGreaterThan(15_000)
  })

  it('is not waited out where that would take longer than a run has', async () => {
    fake.faults.next({ kind: 'throttle', retryAfter: 600 })
    const error = await errorOf(connected.call(search))
    expect(error.retryable).toBe(true)
    expect(error.message).toContain('600 s')
    expect(clock.slept).toEqual([])
    expect(calls()).toHaveLength(1)
  })

  it('halves the rate where the vendor throttles, and only there', async () => {
    const before = connected.limiter.perSecond
    fake.faults.next({ kind: 'html', status: 503 })
    await connected.call(search)
    expect(connected.limiter.perSecond).toBe(before)
    fake.faults.next({ kind: 'throttle', retryAfter: 1 })
    await connected.call(search)
    expect(connected.limiter.perSecond).toBeLessThan(0.6 * before)
  })
})

describe('each try', () => {
  it('is signed anew: a timestamp goes stale', async () => {
    fake.faults.next({ kind: 'html', status: 500 }, { times: 4 })
    await connected.call(search)
    const times = calls().map(({ query }) => query.timestamp)
    expect(new Set(times).size).toBe(5)
    expect(calls().at(-1)?.code).toBe(0)
  })

  it('shows the moment before it was sent, and not before the first one', async () => {
    fake.faults.next({ kind: 'html', status: 500 })
    const startedMs = clock.ms
    const { askedAt } = await connected.call(search)
    expect(Date.parse(askedAt)).toBeGreaterThan(startedMs + 1_000)
  })
})

describe('a refusal', () => {
  it.each([
    [105005, 'scope'],
    [106001, 'app secret'],
    [106013, 'cipher'],
    [36009033, 'fixed address'],
    [36009043, 'not active'],
    [36009044, 'not active'],
    [36009004, 'Shown as it is.'],
    [77777777, 'Shown as it is.'],
  ])('of code %i is not tried again, and says what to do', async (code, word) => {
    fake.faults.next({ kind: 'code', code, message: 'Shown as it is.' })
    const error = await errorOf(connected.call(search))
    expect(error).toMatchObject({ retryable: false, code, isRefusal: true })
    expect(error.message).toContain(word)
    expect(calls()).toHaveLength(1)
  })

  it('for a clock that is wrong is shown', async () => {
    fake.skewMs = 600_000
    expect((await errorOf(connected.call(search))).message).toContain('timestamp is out of range')
    fake.skewMs = 200_000
    await connected.call(search)
    fake.skewMs = -60_000
    expect((await errorOf(connected.call(search))).isRefusal).toBe(true)
  })
})

describe('an access token that has expired', () => {
  it('is renewed once, and the call goes on without a wait', async () => {
    fake.authorizations.expire(connected.authorization.grant.accessToken)
    const { calls: sent } = await connected.call(search)
    expect(sent).toBe(2)
    expect(connected.authorization.renewals).toBe(1)
    expect(clock.slept).toEqual([])
  })

  it('is renewed once for all calls that find it so', async () => {
    fake.authorizations.expire(connected.authorization.grant.accessToken)
    await Promise.all(Array.from({ length: 20 }, () => connected.call(search)))
    expect(connected.authorization.renewals).toBe(1)
  })

  it('is not renewed again and again', async () => {
    fake.faults.next({ kind: 'code', code: 105002 }, { times: 100 })
    const error = await errorOf(connected.call(search))
    expect(error.retryable).toBe(true)
    expect(connected.authorization.renewals).toBe(1)
  })

  it('stays so where the shop took its authorization back', async () => {
    fake.authorizations.expire(connected.authorization.grant.accessToken)
    const { accessToken } = connected.authorization.grant
    connected.authorization.grant = { ...connected.authorization.grant, refreshToken: 'gone' }
    await expect(connected.call(search)).rejects.toThrow(SourceError)
    await expect(connected.call(search)).rejects.toMatchObject({ retryable: false })
    expect(connected.authorization.grant.accessToken).toBe(accessToken)
  })
})

describe('an answer', () => {
  it('that lacks what every such answer has may be cut short, and is a failure', async () => {
    const error = await errorOf(connected.call({ ...search, data: z.object({ orders: z.array(z.string()) }) }))
    expect(error.retryable).toBe(true)
    expect(error.message).toContain('data.orders.0')
  })

  it('of more bytes than any has is not read to its end', async () => {
    const note = 'x'.repeat(callPolicy.bytes)
    connected.shop.orders.put({ id: '577', create_time: 1, update_time: 2, status: 'UNPAID', rest: { note } })
    const patient = connect(fake, clock, 5_000)
    patient.shop.orders.put({ id: '577', create_time: 1, update_time: 2, status: 'UNPAID', rest: { note } })
    expect((await errorOf(patient.call(search))).message).toContain('more than 8000000 bytes')
  })
})

describe('what an error says', () => {
  it('is never a secret, a token, a cipher or a signature, whatever the vendor repeats', async () => {
    const { accessToken } = connected.authorization.grant
    const { cipher } = connected.shop
    const secrets = [app.appSecret, app.appKey, accessToken, cipher, encodeURIComponent(cipher)]
    const errors: unknown[] = []
    const faults: readonly Fault[] = [
      ...passing.map(([, fault]) => fault),
      { kind: 'code', code: 36009004, message: `Bad ${secrets.join(' and ')} of you` },
      { kind: 'code', code: 106001, message: `No ${accessToken}` },
    ]
    for (const fault of faults) {
      fake.faults.clear()
      fake.faults.next(fault, { times: 100 })
      const { call, authorization, shop } = patientFor(fault)
      secrets.push(authorization.grant.accessToken, shop.cipher)
      errors.push(await errorOf(call(search)))
    }
    const signs = calls().map(({ query }) => query.sign ?? 'none')
    await fake.stop()
    errors.push(await errorOf(connected.call(search)))
    fake = await startFake(clock)
    const said = errors.map(toldBy).join('\n')
    expect(said).toContain('Bad')
    for (const secret of secrets) expect(said).not.toContain(secret)
    expect(signs.length).toBeGreaterThan(5)
    for (const sign of signs) expect(said).not.toContain(sign)
    expect(said).not.toMatch(/sign=|app_key=|access-token/)
  })
})
