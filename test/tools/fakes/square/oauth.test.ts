import { describe, expect, it } from 'vitest'

import { app, AskedSquare } from './askedSquare.ts'

const asked = new AskedSquare()

const client = { client_id: app.clientId, client_secret: app.clientSecret }
const path = '/oauth2/token'
const exchange = (code: string): object => ({ ...client, grant_type: 'authorization_code', code })
const refresh = (refresh_token: unknown): object => ({ ...client, grant_type: 'refresh_token', refresh_token })
const locations = { path: '/v2/locations' }

describe('its tokens', () => {
  it('come for a code, once, and name the merchant', async () => {
    const code = asked.fake.authorizations.authorize('MERCHANT1')
    const tokens = await asked.call({ path, body: exchange(code), version: null })
    expect(tokens).toMatchObject({
      token_type: 'bearer',
      merchant_id: 'MERCHANT1',
      expires_at: '2026-10-20T12:00:00Z',
      short_lived: false,
    })
    await asked.call({ ...locations, token: String(tokens.access_token) })
    expect(await asked.refused({ path, body: exchange(code) })).toEqual([400, 'BAD_REQUEST'])
  })

  it('do not come for a code that is five minutes old', async () => {
    const code = asked.fake.authorizations.authorize('MERCHANT1')
    asked.nowMs += 5 * 60_000 + 1
    expect(await asked.refused({ path, body: exchange(code) })).toEqual([400, 'BAD_REQUEST'])
  })

  it('are refreshed by a token that stays the same and never expires', async () => {
    const first = asked.fake.authorizations.grant('MERCHANT1')
    asked.nowMs += 400 * 86_400_000
    expect(await asked.refused({ ...locations, token: first.accessToken })).toEqual([401, 'ACCESS_TOKEN_EXPIRED'])
    for (let n = 1; n <= 2; n++) {
      const second = await asked.call({ path, body: refresh(first.refreshToken) })
      expect(second.refresh_token).toBe(first.refreshToken)
      expect(second.access_token).not.toBe(first.accessToken)
      await asked.call({ ...locations, token: String(second.access_token) })
      expect(asked.fake.authorizations.refreshes).toBe(n)
    }
  })

  it('want the secret of the app, and a grant that is known', async () => {
    const { refreshToken } = asked.fake.authorizations.grant('MERCHANT1')
    const right = refresh(refreshToken)
    for (const wrong of [{ client_id: 'other' }, { client_secret: 'other' }, { refresh_token: 'other' }]) {
      expect(await asked.refused({ path, body: { ...right, ...wrong } })).toEqual([401, 'UNAUTHORIZED'])
    }
    expect((await asked.refused({ path, body: { ...right, grant_type: 'password' } }))[0]).toBe(400)
    expect((await asked.refused({ path, body: { ...right, clientId: 'x' } }))[1]).toBe('UNKNOWN_BODY_PARAMETER')
    expect((await asked.refused({ path, body: JSON.stringify(right), contentType: 'text/plain' }))[0]).toBe(400)
  })

  it('expire when a test says so', async () => {
    asked.fake.authorizations.expire(asked.token)
    expect(await asked.refused(locations)).toEqual([401, 'ACCESS_TOKEN_EXPIRED'])
  })

  it('go with the authorization', async () => {
    const { refreshToken } = asked.fake.authorizations.grant('MERCHANT1')
    asked.fake.revoke('MERCHANT1')
    expect(await asked.refused(locations)).toEqual([401, 'ACCESS_TOKEN_REVOKED'])
    expect(await asked.refused({ path, body: refresh(refreshToken) })).toEqual([401, 'UNAUTHORIZED'])
    expect(asked.merchant.events.all.at(-1)).toMatchObject({ type: 'oauth.authorization.revoked' })
  })

  it('are given back by the app, with its secret in a header', async () => {
    const revoke = async (secret: string, body: object): Promise<number> => {
      const headers = { authorization: `Client ${secret}`, 'content-type': 'application/json' }
      const init = { method: 'POST', headers, body: JSON.stringify({ client_id: app.clientId, ...body }) }
      return (await fetch(`${asked.fake.url}/oauth2/revoke`, init)).status
    }
    const other = asked.fake.authorizations.grant('MERCHANT1').accessToken
    expect(await revoke('other', { access_token: asked.token })).toBe(401)
    expect(await revoke(app.clientSecret, {})).toBe(400)
    expect(await revoke(app.clientSecret, { access_token: asked.token, revoke_only_access_token: true })).toBe(200)
    expect(await asked.refused(locations)).toEqual([401, 'ACCESS_TOKEN_REVOKED'])
    await asked.call({ ...locations, token: other })
    expect(await revoke(app.clientSecret, { merchant_id: 'MERCHANT1' })).toBe(200)
    expect(await asked.refused({ ...locations, token: other })).toEqual([401, 'ACCESS_TOKEN_REVOKED'])
  })
})

describe('a merchant', () => {
  it('is named by its token', async () => {
    const { merchant } = await asked.call({ path: '/v2/merchants/me' })
    expect(merchant).toMatchObject({ id: 'MERCHANT1', currency: 'USD', main_location_id: 'MAIN' })
    expect((await asked.call({ path: '/v2/merchants' })).merchant).toEqual([merchant])
    expect((await asked.refused({ path: '/v2/merchants/OTHER' }))[0]).toBe(404)
  })
})
