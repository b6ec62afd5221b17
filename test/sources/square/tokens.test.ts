import { inspect } from 'node:util'

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { SourceError } from '../../../functions/src/lib/errors.ts'
import { msOf } from '../../../functions/src/lib/instant.ts'
import { AuthorizationRefusedError } from '../../../functions/src/model/connection.ts'
import { createTokenClient, type TokenClient } from '../../../functions/src/sources/square/tokens.ts'
import type { FakeSquare } from '../../../tools/fakes/square/fakeSquare.ts'
import { TestClock } from '../vendor/testClock.ts'
import { app, startFake } from './connected.ts'

const clock = new TestClock()
let fake: FakeSquare
beforeAll(async () => {
  fake = await startFake(clock)
  fake.addMerchant({ id: 'MERCHANT_OF_TEA', name: 'Tea & Co', country: 'GB' })
})
afterAll(() => fake.stop())
beforeEach(() => fake.faults.clear())

function clientWith(appSecret = app.clientSecret, fetchIt: typeof fetch = fetch, timeoutMs = 10_000): TokenClient {
  return createTokenClient({
    apiUrl: fake.url,
    app: { appId: app.clientId, appSecret },
    fetch: fetchIt,
    timeoutMs,
  })
}

async function errorOf(call: Promise<unknown>, secrets: readonly string[] = []): Promise<SourceError> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SourceError)) throw new Error(`no SourceError: ${inspect(error)}`)
  const shown = inspect(error, { depth: 10, showHidden: true })
  for (const secret of [app.clientSecret, ...secrets]) expect(shown).not.toContain(secret)
  return error
}

it('gives the tokens for a code, and says whose they are', async () => {
  const client = clientWith()
  const grant = await client.exchange(fake.authorizations.authorize('MERCHANT_OF_TEA'))
  expect(grant).toMatchObject({ merchantId: 'MERCHANT_OF_TEA', refreshExpiresAt: null })
  expect(msOf(grant.accessExpiresAt) - clock.ms).toBe(30 * 86_400_000)
  expect(await client.merchant(grant)).toEqual({ id: 'MERCHANT_OF_TEA', name: 'Tea & Co', country: 'GB' })
})

it('renews them', async () => {
  const client = clientWith()
  const { accessToken, refreshToken } = fake.authorizations.grant('MERCHANT_OF_TEA')
  const renewed = await client.refresh(refreshToken)
  expect(renewed.accessToken).not.toBe(accessToken)
  expect(renewed.refreshToken).toBe(refreshToken)
})

it('tells an authorization that has ended from a code that is wrong', async () => {
  const code = fake.authorizations.authorize('MERCHANT_OF_TEA')
  await clientWith().exchange(code)
  const used = await errorOf(clientWith().exchange(code), [code])
  expect(used).not.toBeInstanceOf(AuthorizationRefusedError)
  expect(used.retryable).toBe(false)
  const ended = await errorOf(clientWith().refresh('EQAA-gone'), ['EQAA-gone'])
  expect(ended).toBeInstanceOf(AuthorizationRefusedError)
  expect(ended.message).toContain('SQUARE_APP_SECRET')
  expect(ended.message).toContain('connect the merchant again')
})

it.each([
  ['a proxy’s page', { kind: 'html', status: 502 }],
  ['a reset', { kind: 'reset' }],
  ['an answer that is cut short', { kind: 'truncate' }],
  ['a stall', { kind: 'stall' }],
  ['too many calls', { kind: 'throttle' }],
] as const)('may be asked again behind %s', async (_what, fault) => {
  const { refreshToken } = fake.authorizations.grant('MERCHANT_OF_TEA')
  fake.faults.next(fault)
  const timeoutMs = fault.kind === 'stall' ? 500 : 10_000
  const error = await errorOf(clientWith(app.clientSecret, fetch, timeoutMs).refresh(refreshToken), [refreshToken])
  expect(error.retryable).toBe(true)
  expect(error).not.toBeInstanceOf(AuthorizationRefusedError)
})

it('takes no answer that lacks what every such answer has', async () => {
  const answer = JSON.stringify({ access_token: 'EAAA', expires_at: 'soon', merchant_id: 'M', refresh_token: 'EQAA' })
  const error = await errorOf(clientWith('secret', async () => new Response(answer)).refresh('EQAA'), ['EAAA'])
  expect(error.retryable).toBe(false)
  expect(error.message).toContain('expires_at')
})
