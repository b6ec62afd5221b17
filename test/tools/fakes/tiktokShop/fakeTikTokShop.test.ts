import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { describe, expect, it, vi } from 'vitest'

import { signedUrl } from '../../../../functions/src/sources/tiktokShop/signing.ts'
import { webhookSignature } from '../../../../tools/fakes/tiktokShop/signature.ts'
import { orderStatusData } from '../../../../tools/fakes/tiktokShop/webhooks.ts'
import { AskedShop, answerSchema, nowMs, type Call } from './askedShop.ts'

const asked = new AskedShop()

describe('what it checks', () => {
  it.each<[string, Call, number]>([
    ['a wrong signature', { secret: 'other' }, 106001],
    ['an unknown app', { query: { app_key: 'other' } }, 36009004],
    ['a timestamp that is too old', { query: { timestamp: String(nowMs / 1000 - 301) } }, 36009004],
    ['a timestamp of the future', { query: { timestamp: String(nowMs / 1000 + 31) } }, 36009004],
    ['a timestamp in milliseconds', { query: { timestamp: String(nowMs) } }, 36009004],
    ['an unknown token', { token: 'other' }, 105001],
    ['no cipher', { query: { shop_cipher: '' } }, 106013],
    ['the cipher of nobody', { query: { shop_cipher: 'ROW_other' } }, 36009004],
    ['another kind of body', { contentType: 'text/plain' }, 36009004],
    ['a body without a filter', { body: '{}' }, 36009004],
    ['a body that is no JSON', { body: '{"update_time_ge":' }, 36009004],
    ['a filter that nobody knows', { body: '{"updated_time_ge":1}' }, 36009004],
    ['no page size', { query: { page_size: '' } }, 36009004],
    ['a page of too many', { query: { page_size: '101' } }, 36009004],
    ['a page of none', { query: { page_size: '0' } }, 36009004],
    ['an order that nobody knows', { query: { sort_order: 'UP' } }, 36009004],
    ['a token of nobody', { query: { page_token: 'abc' } }, 36009004],
    ['a path that is not there', { path: '/order/202309/orders' }, 36009009],
  ])('refuses %s', async (_what, wrong, code) => {
    const answered = await asked.call(wrong)
    expect(answered.code).toBe(code)
    expect(answered.status).not.toBe(200)
    expect(answered.data).toEqual({})
  })

  it('takes timestamps from five minutes ago to half a minute ahead', async () => {
    for (const off of [-300, 0, 30]) {
      expect((await asked.call({ query: { timestamp: String(nowMs / 1000 + off) } })).code).toBe(0)
    }
    asked.fake.skewMs = 60_000
    expect((await asked.call({ query: { timestamp: String(nowMs / 1000 + 90) } })).code).toBe(0)
    expect((await asked.call({ query: { timestamp: String(nowMs / 1000 - 241) } })).code).toBe(36009004)
  })

  it('lets a token see its own shops only', async () => {
    const other = asked.fake.addShop({ id: '8000' })
    expect((await asked.call({ query: { shop_cipher: other.cipher } })).code).toBe(36009004)
    const both = asked.fake.authorizations.grant(['7495', '8000']).accessToken
    expect((await asked.call({ query: { shop_cipher: other.cipher }, token: both })).code).toBe(0)
  })

  it('refuses a page token of another search', async () => {
    asked.put(5)
    const [first] = await asked.pagesOf()
    const query = { page_token: first?.next_page_token ?? '' }
    expect((await asked.call({ query })).code).toBe(0)
    expect((await asked.call({ query: { ...query, page_size: '3' } })).code).toBe(36009004)
    expect((await asked.call({ query, body: '{"update_time_ge":2}' })).code).toBe(36009004)
  })
})

const tokens = async (path: string, query: Record<string, string>) => {
  const response = await fetch(
    `${asked.fake.url}${path}?${new URLSearchParams({ app_key: 'key', app_secret: 'secret', ...query }).toString()}`,
  )
  return answerSchema.parse(await response.json())
}

describe('its tokens', () => {
  it('come for a code, once, and are refreshed as a pair', async () => {
    const auth_code = asked.fake.authorizations.authorize(['7495'])
    const query = { auth_code, grant_type: 'authorized_code' }
    const { code, data } = await tokens('/api/v2/token/get', query)
    expect(code).toBe(0)
    expect(data).toMatchObject({ access_token_expire_in: nowMs / 1000 + 7 * 86_400 })
    expect((await tokens('/api/v2/token/get', query)).code).toBe(36004004)
    const refresh = { refresh_token: String(data.refresh_token), grant_type: 'refresh_token' }
    const second = await tokens('/api/v2/token/refresh', refresh)
    expect(second.data.access_token).not.toBe(data.access_token)
    expect((await tokens('/api/v2/token/refresh', refresh)).code).not.toBe(0)
    expect((await asked.call({ token: String(data.access_token) })).code).toBe(105001)
    expect((await asked.call({ token: String(second.data.access_token) })).code).toBe(0)
    expect((await tokens('/api/v2/token/refresh', { ...refresh, app_secret: 'other' })).code).toBe(36004001)
    expect((await tokens('/api/v2/token/refresh', { ...refresh, grant_type: 'other' })).code).toBe(36009004)
  })

  it('expire, and go with the authorization', async () => {
    asked.fake.authorizations.expire(asked.token)
    expect(await asked.call()).toMatchObject({ code: 105002, status: 401 })
    asked.fake.authorizations.revoke('7495')
    expect((await asked.call()).code).toBe(105001)
  })

  it('show the shops that they are for, without a cipher', async () => {
    const query = { app_key: 'key', timestamp: String(nowMs / 1000) }
    const ask = async (own: Record<string, string>) => {
      const url = signedUrl(
        asked.fake.url,
        { path: '/authorization/202309/shops', query: { ...query, ...own }, body: '' },
        'secret',
      )
      const headers = { 'x-tts-access-token': asked.token, 'content-type': 'application/json' }
      return answerSchema.parse(await (await fetch(url, { headers })).json())
    }
    expect((await ask({})).data.shops).toMatchObject([{ id: '7495', cipher: asked.shop.cipher }])
    expect((await ask({ shop_cipher: asked.shop.cipher })).code).toBe(36009004)
  })
})

describe('its webhooks', () => {
  it('carry the signature of their very bytes', async () => {
    const received: { body: string; authorization: string }[] = []
    const receiver = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        received.push({ body, authorization: request.headers.authorization ?? '' })
        response.writeHead(200).end()
      })
    })
    receiver.listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    const { port } = receiver.address() as AddressInfo // it listens on a port
    await asked.fake.stop()
    await asked.start({ webhookUrl: `http://127.0.0.1:${port}/webhooks/tiktokShop` })
    const data = orderStatusData({ id: '576', status: 'CANCELLED', update_time: 1_718_305_585 })
    expect(await asked.fake.sendWebhook({ type: 1, shopId: '7495', data, id: '738' })).toBe(200)
    await asked.fake.sendWebhook({ data: { sku: '1' }, signature: 'wrong' })
    const [first, second] = received
    expect(first?.authorization).toBe(webhookSignature('key', 'secret', first?.body ?? ''))
    expect(JSON.parse(first?.body ?? '')).toEqual({
      type: 1,
      tts_notification_id: '738',
      shop_id: '7495',
      timestamp: nowMs / 1000,
      data: { is_on_hold_order: false, order_id: '576', order_status: 'CANCEL', update_time: 1_718_305_585 },
    })
    expect(second?.authorization).toBe('wrong')
    expect(JSON.parse(second?.body ?? '')).toEqual({ timestamp: nowMs / 1000, data: { sku: '1' } })
    receiver.close()
  })

  it('go nowhere without an address', async () => {
    expect(await asked.fake.sendWebhook({ type: 1, shopId: '7495', data: {} })).toBeNull()
  })
})

describe('its faults', () => {
  it('come for the calls that they are asked for, and for no other', async () => {
    asked.fake.faults.next({ kind: 'throttle', retryAfter: 7 }, { path: /orders/ })
    const response = await fetch(`${asked.fake.url}/order/202309/orders/search`)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
    await response.arrayBuffer()
    expect((await asked.call()).code).toBe(0)
  })

  it('come by chance for a share of all calls, in every way by turns', async () => {
    let n = 0
    const ways = [{ kind: 'deadToken' }, { kind: 'throttle' }, { kind: 'html', status: 502 }] as const
    asked.fake.faults.byChance(0.5, ways, () => ((n += 1) % 2 === 0 ? 0.4 : 0.6))
    const statuses: number[] = []
    for (let i = 0; i < 6; i++) {
      const token = i === 5 ? '?page_token=abc' : ''
      const response = await fetch(`${asked.fake.url}/order/202309/orders/search${token}`)
      await response.arrayBuffer()
      statuses.push(response.status)
    }
    expect(statuses).toEqual([400, 429, 400, 502, 400, 400])
    // A call without a token does not use up the fault that needs one.
    expect(asked.fake.calls.map(({ fault }) => fault?.kind)).toEqual([
      undefined,
      'throttle',
      undefined,
      'html',
      undefined,
      'deadToken',
    ])
  })

  it('are noted with each call, and by how much they held up the caller', async () => {
    const held = [
      { kind: 'slow', ms: 20 },
      { kind: 'throttle', retryAfter: 7 },
      { kind: 'throttle' },
      { kind: 'truncate' },
    ] as const
    for (const fault of held) {
      asked.fake.faults.next(fault)
      await (await fetch(`${asked.fake.url}/nowhere`)).arrayBuffer()
    }
    await asked.call()
    expect(asked.fake.calls.map(({ fault, heldMs }) => [fault, heldMs])).toEqual([
      [held[0], 20],
      [held[1], 7_000],
      [held[2], 0],
      [held[3], 0],
      [null, 0],
    ])
  })

  it('hold up whoever waits for a stalled answer until that one leaves', async () => {
    asked.fake.faults.next({ kind: 'stall' })
    const leaving = new AbortController()
    const response = await fetch(`${asked.fake.url}/nowhere`, { signal: leaving.signal })
    expect(asked.fake.calls).toEqual([])
    leaving.abort()
    await expect(response.text()).rejects.toThrow(/abort/)
    await vi.waitFor(() => expect(asked.fake.calls).toMatchObject([{ fault: { kind: 'stall' }, code: null }]))
  })
})

describe('a day of a shop', () => {
  it('is told with others, in order', async () => {
    asked.shop.days.set('2026-06-02', { gmv: '20.00', orders: 2, itemsSold: 3, visitors: 40 })
    asked.shop.days.set('2026-06-01', { gmv: '10.00', orders: 1, itemsSold: 1, visitors: 20 })
    const path = '/analytics/202509/shop/performance'
    const query = { start_date_ge: '2026-06-01', end_date_lt: '2026-06-03', granularity: '1D' }
    const { data } = await asked.call({ method: 'GET', path, query })
    expect(data).toMatchObject({
      latest_available_date: '2026-06-02',
      performance: {
        intervals: [
          { start_date: '2026-06-01', end_date: '2026-06-02', sales: { gmv: { amount: '10.00', currency: 'USD' } } },
          { start_date: '2026-06-02', end_date: '2026-06-03', traffic: { avg_visitors: 40 } },
        ],
      },
    })
    expect((await asked.call({ method: 'GET', path, query: { ...query, start_date_ge: 'June' } })).code).toBe(36009004)
  })
})
