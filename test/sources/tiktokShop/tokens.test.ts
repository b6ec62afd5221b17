import { inspect } from 'node:util'

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { SourceError } from '../../../functions/src/lib/errors.ts'
import { msOf } from '../../../functions/src/lib/instant.ts'
import { AuthorizationRefusedError } from '../../../functions/src/model/connection.ts'
import { signatureOf } from '../../../functions/src/sources/tiktokShop/signing.ts'
import { createTokenClient, type TokenClient } from '../../../functions/src/sources/tiktokShop/tokens.ts'
import { FakeTokenServer } from '../../fakes/tiktokTokens.ts'

const server = new FakeTokenServer()
let client: TokenClient

beforeAll(async () => {
  await server.start()
  client = clientWith(fetch)
})
afterAll(() => server.stop())
beforeEach(() => {
  server.behaviour = 'strict'
  server.delayMs = 0
})

function clientWith(fetchIt: typeof fetch, timeoutMs = 5_000): TokenClient {
  return createTokenClient({
    authUrl: server.url,
    apiUrl: server.url,
    app: server.app,
    fetch: fetchIt,
    now: () => Date.now(),
    sign: (parts) => signatureOf(parts, server.app.appSecret),
    timeoutMs,
  })
}

/** A client whose every request is answered so. */
function answered(status: number, text: string): TokenClient {
  return clientWith(async () => new Response(text, { status }))
}

/** The error that a call ends with, which shows nothing that was sent. */
async function errorOf(call: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SourceError)) throw new Error(`no SourceError: ${inspect(error)}`)
  const shown = inspect(error, { depth: 10, showHidden: true })
  for (const secret of [server.app.appSecret, ...server.secrets]) {
    expect(shown).not.toContain(secret)
    expect(shown).not.toContain(encodeURIComponent(secret))
  }
  return error
}

it('signs as the vectors have it', () => {
  const query = { app_key: '29a39d', timestamp: '1623812664' }
  expect(signatureOf({ path: '/authorization/202309/shops', query, body: '' }, 'e59af819cc')).toBe(
    'b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8',
  )
})

describe('tokens', () => {
  it('come for a code, once, with the times at which they end', async () => {
    const code = server.authorize()
    const grant = await client.exchange(code)
    expect(grant).toMatchObject({ openId: server.openId, accessToken: server.secrets.at(-2) })
    const lifeMs = msOf(grant.accessExpiresAt) - Date.now()
    expect(Math.abs(lifeMs - 7 * 86_400_000)).toBeLessThan(60_000)
    const again = await errorOf(client.exchange(code))
    expect(again.message).toContain('36004004')
    expect(again.retryable).toBe(false)
  })

  it('are renewed, and a token that was replaced is refused', async () => {
    const { refreshToken } = await client.exchange(server.authorize())
    const renewed = await client.refresh(refreshToken)
    expect(renewed.refreshToken).not.toBe(refreshToken)
    const error = await errorOf(client.refresh(refreshToken))
    expect(error).toBeInstanceOf(AuthorizationRefusedError)
    expect(error.message).toBe(
      'TikTok Shop (/api/v2/token/refresh) answered with code 36004005 and HTTP status 200: "can not find related auth record"',
    )
  })

  it('lead to the shops that they are for', async () => {
    const { accessToken } = await client.exchange(server.authorize())
    expect(await client.shops(accessToken)).toEqual(server.shops)
    expect((await errorOf(client.shops('another'))).message).toContain('105002')
  })
})

describe('what fails', () => {
  it.each(['down', 'lostAnswer'] as const)('may pass where no answer came: %s', async (behaviour) => {
    const { refreshToken } = await client.exchange(server.authorize())
    server.behaviour = behaviour
    const error = await errorOf(client.refresh(refreshToken))
    expect(error).not.toBeInstanceOf(AuthorizationRefusedError)
    expect(error).toMatchObject({ retryable: true })
  })

  it('may pass where the answer took too long', async () => {
    server.delayMs = 400
    const error = await errorOf(clientWith(fetch, 100).refresh('a-refresh-token'))
    expect(error).toMatchObject({ retryable: true })
    expect(error.message).toContain('within 100 ms')
  })

  it('repeats nothing that was sent, though the vendor does', async () => {
    const { refreshToken } = await client.exchange(server.authorize())
    server.behaviour = 'echo'
    const error = await errorOf(client.refresh(refreshToken))
    expect(error.message).toContain('98001004')
    expect(error.retryable).toBe(false)
  })

  it.each([
    [503, '<html>', true],
    [429, '', true],
    [200, '{"code":0', true],
    [404, 'page not found', false],
    [200, '{"code":36009007,"message":"system busy"}', true],
    [200, '{"code":0,"data":{"access_token":"x"}}', false],
    [500, '{"code":0,"data":{}}', true],
  ])('with %i and %j', async (status, text, retryable) => {
    expect(await errorOf(answered(status, text).refresh('a-refresh-token'))).toMatchObject({ retryable })
  })

  it('takes what can only be a duration for one', async () => {
    const pair = { access_token: 'a', refresh_token: 'b', access_token_expire_in: 604_800, refresh_token_expire_in: 1 }
    const { accessExpiresAt } = await answered(200, JSON.stringify({ code: 0, data: pair })).refresh('a-refresh-token')
    expect(Math.abs(msOf(accessExpiresAt) - Date.now() - 604_800_000)).toBeLessThan(60_000)
  })
})
