import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { signedUrl } from '../../../../functions/src/sources/tiktokShop/signing.ts'
import { FakeTikTokShop, type FakeOptions } from '../../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { FakeShop } from '../../../../tools/fakes/tiktokShop/shop.ts'
import { webhookSignature } from '../../../../tools/fakes/tiktokShop/signature.ts'
import { orderStatusData } from '../../../../tools/fakes/tiktokShop/webhooks.ts'

const app = { appKey: 'key', appSecret: 'secret' }
const nowMs = 1_790_000_000_000
let fake: FakeTikTokShop
let shop: FakeShop
let token = ''

async function start(options: Partial<FakeOptions> = {}): Promise<void> {
  fake = await FakeTikTokShop.start({ app, now: () => nowMs, ...options })
  shop = fake.addShop({ id: '7495' })
  token = fake.authorizations.grant(['7495']).accessToken
}

beforeEach(() => start())
afterEach(() => fake.stop())

const answerSchema = z.object({ code: z.int(), message: z.string(), data: z.record(z.string(), z.unknown()) })
const listSchema = z.object({
  orders: z.array(z.looseObject({ id: z.string(), update_time: z.int() })),
  next_page_token: z.string(),
  total_count: z.int(),
})

interface Call {
  readonly method?: string
  readonly path?: string
  readonly query?: Record<string, string>
  readonly body?: string
  readonly token?: string
  readonly contentType?: string
  readonly secret?: string
}

const search = '/order/202309/orders/search'

/** A call that is right but for what a test changes. */
async function call({ method = 'POST', path = search, query = {}, body = '{"update_time_ge":1}', ...own }: Call = {}) {
  const all = {
    app_key: 'key',
    timestamp: String(nowMs / 1000),
    shop_cipher: shop.cipher,
    page_size: '2',
    sort_field: 'update_time',
    sort_order: 'ASC',
    ...query,
  }
  const signed = method === 'GET' ? '' : body
  const url = signedUrl(fake.url, { path, query: all, body: signed }, own.secret ?? app.appSecret)
  const headers = { 'x-tts-access-token': own.token ?? token, 'content-type': own.contentType ?? 'application/json' }
  const response = await fetch(url, { method, headers, ...(method !== 'GET' && { body }) })
  return { status: response.status, ...answerSchema.parse(await response.json()) }
}

function put(count: number, timeOf: (n: number) => number = (n) => n + 1): void {
  for (let n = 0; n < count; n++) {
    shop.orders.put({
      id: `o${n}`,
      create_time: 1,
      update_time: timeOf(n),
      status: n % 2 === 0 ? 'UNPAID' : 'COMPLETED',
    })
  }
}

/** All pages of a search. */
async function pagesOf(query: Record<string, string> = {}, body = '{"update_time_ge":1}') {
  const pages: z.infer<typeof listSchema>[] = []
  for (let page_token = ''; ;) {
    const { data } = await call({ query: { ...query, ...(page_token !== '' && { page_token }) }, body })
    const page = listSchema.parse(data)
    pages.push(page)
    page_token = page.next_page_token
    if (page_token === '') return pages
  }
}

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
    const answered = await call(wrong)
    expect(answered.code).toBe(code)
    expect(answered.status).not.toBe(200)
    expect(answered.data).toEqual({})
  })

  it('takes timestamps from five minutes ago to half a minute ahead', async () => {
    for (const off of [-300, 0, 30]) {
      expect((await call({ query: { timestamp: String(nowMs / 1000 + off) } })).code).toBe(0)
    }
    fake.skewMs = 60_000
    expect((await call({ query: { timestamp: String(nowMs / 1000 + 90) } })).code).toBe(0)
    expect((await call({ query: { timestamp: String(nowMs / 1000 - 241) } })).code).toBe(36009004)
  })

  it('lets a token see its own shops only', async () => {
    const other = fake.addShop({ id: '8000' })
    expect((await call({ query: { shop_cipher: other.cipher } })).code).toBe(36009004)
    const both = fake.authorizations.grant(['7495', '8000']).accessToken
    expect((await call({ query: { shop_cipher: other.cipher }, token: both })).code).toBe(0)
  })

  it('refuses a page token of another search', async () => {
    put(5)
    const [first] = await pagesOf()
    const query = { page_token: first?.next_page_token ?? '' }
    expect((await call({ query })).code).toBe(0)
    expect((await call({ query: { ...query, page_size: '3' } })).code).toBe(36009004)
    expect((await call({ query, body: '{"update_time_ge":2}' })).code).toBe(36009004)
  })
})

const idsWith = async (tokens: 'places' | 'offsets'): Promise<string[]> => {
  await fake.stop()
  await start({ tokens })
  put(6)
  let asked = 0
  fake.beforeAnswer = () => {
    // The first two move on between the first page and the second.
    if ((asked += 1) === 2)
      for (const id of ['o0', 'o1']) shop.orders.put({ id, create_time: 1, update_time: 99, status: 'UNPAID' })
  }
  const pages = await pagesOf({}, '{"update_time_ge":1,"update_time_lt":50}')
  return pages.flatMap(({ orders }) => orders.map(({ id }) => id))
}

describe('its lists', () => {
  it('are paged by tokens that have to be encoded, to an end that says so', async () => {
    put(5)
    const pages = await pagesOf()
    expect(pages.map(({ orders }) => orders.map(({ id }) => id))).toEqual([['o0', 'o1'], ['o2', 'o3'], ['o4']])
    expect(pages.map(({ total_count }) => total_count)).toEqual([5, 5, 5])
    expect(pages[0]?.next_page_token).toMatch(/\+.*\//)
    expect(pages[2]?.next_page_token).toBe('')
  })

  it('are sorted by creation, the newest first, unless they are asked for otherwise', async () => {
    for (const n of [2, 1, 3]) shop.orders.put({ id: `o${n}`, create_time: n, update_time: 10 - n, status: 'UNPAID' })
    const { app_key, ...query } = { app_key: 'key', sort_field: 'create_time', sort_order: 'DESC', page_size: '9' }
    const [byCreation] = await pagesOf(query)
    expect(byCreation?.orders.map(({ id }) => id)).toEqual(['o3', 'o2', 'o1'])
    const [byUpdate] = await pagesOf({ page_size: '9' })
    expect(byUpdate?.orders.map(({ id }) => id)).toEqual(['o3', 'o2', 'o1'])
    expect(app_key).toBe('key')
  })

  it('are filtered from a second, inclusive, to a second, exclusive, and by status', async () => {
    put(9)
    const ids = async (body: object): Promise<string[]> =>
      (await pagesOf({ page_size: '9' }, JSON.stringify(body))).flatMap(({ orders }) => orders.map(({ id }) => id))
    expect(await ids({ update_time_ge: 3, update_time_lt: 6 })).toEqual(['o2', 'o3', 'o4'])
    expect(await ids({ update_time_ge: 3, order_status: 'COMPLETED' })).toEqual(['o3', 'o5', 'o7'])
    expect(await ids({ update_time_ge: 3, create_time_lt: 1 })).toEqual([])
    expect((await pagesOf({}, '{"update_time_ge":3,"order_status":"COMPLETED"}'))[0]?.total_count).toBe(3)
  })

  it('go on behind the last row by one kind of token, and skip as many rows by the other', async () => {
    expect(await idsWith('places')).toEqual(['o0', 'o1', 'o2', 'o3', 'o4', 'o5'])
    expect(await idsWith('offsets')).toEqual(['o0', 'o1', 'o4', 'o5'])
  })

  it('show a record as it is now where they still have it where it was', async () => {
    put(3)
    shop.orders.put({ id: 'o1', create_time: 1, update_time: 500, status: 'COMPLETED' }, { isIndexed: false })
    const body = '{"update_time_ge":1,"update_time_lt":50}'
    const [page] = await pagesOf({ page_size: '9' }, body)
    expect(page?.orders.map(({ id, update_time }) => [id, update_time])).toEqual([
      ['o0', 1],
      ['o1', 500],
      ['o2', 3],
    ])
    shop.orders.indexAll()
    expect((await pagesOf({ page_size: '9' }, body))[0]?.orders).toHaveLength(2)
  })

  it('hold hundreds of thousands of orders, and give any page of them', async () => {
    const many = Array.from({ length: 300_000 }, (_, n) => ({
      id: `m${n}`,
      create_time: n,
      update_time: n + 1,
      status: 'UNPAID',
    }))
    shop.orders.putAll(many)
    const [page] = await pagesOf({ page_size: '100' }, '{"update_time_ge":299950}')
    expect(page?.orders).toHaveLength(51)
    for (let n = 1; n < 4; n++) {
      const [first] = await pagesOf({ page_size: '100' }, `{"update_time_ge":${300_000 - n * 10}}`)
      expect(first?.orders).toHaveLength(n * 10 + 1)
    }
  })
})

const tokens = async (path: string, query: Record<string, string>) => {
  const response = await fetch(
    `${fake.url}${path}?${new URLSearchParams({ app_key: 'key', app_secret: 'secret', ...query }).toString()}`,
  )
  return answerSchema.parse(await response.json())
}

describe('its tokens', () => {
  it('come for a code, once, and are refreshed as a pair', async () => {
    const auth_code = fake.authorizations.authorize(['7495'])
    const query = { auth_code, grant_type: 'authorized_code' }
    const { code, data } = await tokens('/api/v2/token/get', query)
    expect(code).toBe(0)
    expect(data).toMatchObject({ access_token_expire_in: nowMs / 1000 + 7 * 86_400 })
    expect((await tokens('/api/v2/token/get', query)).code).toBe(36004004)
    const refresh = { refresh_token: String(data.refresh_token), grant_type: 'refresh_token' }
    const second = await tokens('/api/v2/token/refresh', refresh)
    expect(second.data.access_token).not.toBe(data.access_token)
    expect((await tokens('/api/v2/token/refresh', refresh)).code).not.toBe(0)
    expect((await call({ token: String(data.access_token) })).code).toBe(105001)
    expect((await call({ token: String(second.data.access_token) })).code).toBe(0)
    expect((await tokens('/api/v2/token/refresh', { ...refresh, app_secret: 'other' })).code).toBe(36004001)
    expect((await tokens('/api/v2/token/refresh', { ...refresh, grant_type: 'other' })).code).toBe(36009004)
  })

  it('expire, and go with the authorization', async () => {
    fake.authorizations.expire(token)
    expect(await call()).toMatchObject({ code: 105002, status: 401 })
    fake.authorizations.revoke('7495')
    expect((await call()).code).toBe(105001)
  })

  it('show the shops that they are for, without a cipher', async () => {
    const query = { app_key: 'key', timestamp: String(nowMs / 1000) }
    const ask = async (own: Record<string, string>) => {
      const url = signedUrl(
        fake.url,
        { path: '/authorization/202309/shops', query: { ...query, ...own }, body: '' },
        'secret',
      )
      const headers = { 'x-tts-access-token': token, 'content-type': 'application/json' }
      return answerSchema.parse(await (await fetch(url, { headers })).json())
    }
    expect((await ask({})).data.shops).toMatchObject([{ id: '7495', cipher: shop.cipher }])
    expect((await ask({ shop_cipher: shop.cipher })).code).toBe(36009004)
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
    await fake.stop()
    await start({ webhookUrl: `http://127.0.0.1:${port}/webhooks/tiktokShop` })
    const data = orderStatusData({ id: '576', status: 'CANCELLED', update_time: 1_718_305_585 })
    expect(await fake.sendWebhook({ type: 1, shopId: '7495', data, id: '738' })).toBe(200)
    await fake.sendWebhook({ data: { sku: '1' }, signature: 'wrong' })
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
    expect(await fake.sendWebhook({ type: 1, shopId: '7495', data: {} })).toBeNull()
  })
})

describe('its faults', () => {
  it('come for the calls that they are asked for, and for no other', async () => {
    fake.faults.next({ kind: 'throttle', retryAfter: 7 }, { path: /orders/ })
    const response = await fetch(`${fake.url}/order/202309/orders/search`)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
    await response.arrayBuffer()
    expect((await call()).code).toBe(0)
  })

  it('come by chance for a share of all calls', async () => {
    let n = 0
    fake.faults.byChance(0.5, [{ kind: 'html', status: 502 }], () => ((n += 1) % 4) / 4)
    const statuses: number[] = []
    for (let i = 0; i < 8; i++) {
      const response = await fetch(`${fake.url}/nowhere`)
      await response.arrayBuffer()
      statuses.push(response.status)
    }
    expect(statuses.filter((status) => status === 502).length).toBeGreaterThan(1)
    expect(statuses.filter((status) => status === 502).length).toBeLessThan(7)
  })
})

describe('a day of a shop', () => {
  it('is told with others, in order', async () => {
    shop.days.set('2026-06-02', { gmv: '20.00', orders: 2, itemsSold: 3, visitors: 40 })
    shop.days.set('2026-06-01', { gmv: '10.00', orders: 1, itemsSold: 1, visitors: 20 })
    const path = '/analytics/202509/shop/performance'
    const query = { start_date_ge: '2026-06-01', end_date_lt: '2026-06-03', granularity: '1D' }
    const { data } = await call({ method: 'GET', path, query })
    expect(data).toMatchObject({
      latest_available_date: '2026-06-02',
      performance: {
        intervals: [
          { start_date: '2026-06-01', end_date: '2026-06-02', sales: { gmv: { amount: '10.00', currency: 'USD' } } },
          { start_date: '2026-06-02', end_date: '2026-06-03', traffic: { avg_visitors: 40 } },
        ],
      },
    })
    expect((await call({ method: 'GET', path, query: { ...query, start_date_ge: 'June' } })).code).toBe(36009004)
  })
})
