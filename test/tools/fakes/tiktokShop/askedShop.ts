import { afterEach, beforeEach } from 'vitest'
import { z } from 'zod'

import { signedUrl } from '../../../../functions/src/sources/tiktokShop/signing.ts'
import { FakeTikTokShop, type FakeOptions } from '../../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { FakeShop } from '../../../../tools/fakes/tiktokShop/shop.ts'

export const app = { appKey: 'key', appSecret: 'secret' }
export const nowMs = 1_790_000_000_000

export const answerSchema = z.object({ code: z.int(), message: z.string(), data: z.record(z.string(), z.unknown()) })
const listSchema = z.object({
  orders: z.array(z.looseObject({ id: z.string(), update_time: z.int() })),
  next_page_token: z.string(),
  total_count: z.int(),
})

export interface Call {
  readonly method?: string
  readonly path?: string
  readonly query?: Record<string, string>
  readonly body?: string
  readonly token?: string
  readonly contentType?: string
  readonly secret?: string
}

const search = '/order/202309/orders/search'

/** A fake of the vendor with one shop, and who asks it. */
export class AskedShop {
  fake!: FakeTikTokShop // `start` sets them before a test runs.
  shop!: FakeShop
  token = ''

  constructor() {
    beforeEach(() => this.start())
    afterEach(() => this.fake.stop())
  }

  async start(options: Partial<FakeOptions> = {}): Promise<void> {
    this.fake = await FakeTikTokShop.start({ app, now: () => nowMs, ...options })
    this.shop = this.fake.addShop({ id: '7495' })
    this.token = this.fake.authorizations.grant(['7495']).accessToken
  }

  /** A call that is right but for what a test changes. */
  async call({ method = 'POST', path = search, query = {}, body = '{"update_time_ge":1}', ...own }: Call = {}) {
    const all = {
      app_key: 'key',
      timestamp: String(nowMs / 1000),
      shop_cipher: this.shop.cipher,
      page_size: '2',
      sort_field: 'update_time',
      sort_order: 'ASC',
      ...query,
    }
    const signed = method === 'GET' ? '' : body
    const url = signedUrl(this.fake.url, { path, query: all, body: signed }, own.secret ?? app.appSecret)
    const headers = {
      'x-tts-access-token': own.token ?? this.token,
      'content-type': own.contentType ?? 'application/json',
    }
    const response = await fetch(url, { method, headers, ...(method !== 'GET' && { body }) })
    return { status: response.status, ...answerSchema.parse(await response.json()) }
  }

  /** Puts orders that were changed one after another. */
  put(count: number, timeOf: (n: number) => number = (n) => n + 1): void {
    for (let n = 0; n < count; n++) {
      this.shop.orders.put({
        id: `o${n}`,
        create_time: 1,
        update_time: timeOf(n),
        status: n % 2 === 0 ? 'UNPAID' : 'COMPLETED',
      })
    }
  }

  /** All pages of a search. */
  async pagesOf(query: Record<string, string> = {}, body = '{"update_time_ge":1}') {
    const pages: z.infer<typeof listSchema>[] = []
    for (let page_token = ''; ;) {
      const { data } = await this.call({ query: { ...query, ...(page_token !== '' && { page_token }) }, body })
      const page = listSchema.parse(data)
      pages.push(page)
      page_token = page.next_page_token
      if (page_token === '') return pages
    }
  }
}
