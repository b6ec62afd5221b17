import { afterEach, beforeEach } from 'vitest'
import { z } from 'zod'

import { apiVersion, FakeSquare, type FakeOptions } from '../../../../tools/fakes/square/fakeSquare.ts'
import type { FakeMerchant } from '../../../../tools/fakes/square/merchant.ts'

export const app = { clientId: 'sq0idp-app', clientSecret: 'sq0csp-secret' }
/** The moment at which every test begins; a whole second. */
export const startMs = Date.UTC(2026, 8, 20, 12)

const answerSchema = z.looseObject({ cursor: z.string().optional() })
const errorsSchema = z.object({
  errors: z.array(
    z.object({ category: z.string(), code: z.string(), detail: z.string(), field: z.string().optional() }),
  ),
})

export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly query?: Record<string, string>
  readonly body?: object | string
  readonly token?: string
  readonly version?: string | null
  readonly contentType?: string
}

export type Row = Readonly<Record<string, unknown>>

/** A fake of the vendor with one merchant of two locations, and who asks it. */
export class AskedSquare {
  fake!: FakeSquare // `start` sets them before a test runs.
  merchant!: FakeMerchant
  token = ''
  nowMs = startMs

  constructor() {
    beforeEach(() => this.start())
    afterEach(() => this.fake.stop())
  }

  async start(options: Partial<FakeOptions> = {}): Promise<void> {
    this.nowMs = startMs
    this.fake = await FakeSquare.start({ app, now: () => this.nowMs, ...options })
    this.merchant = this.fake.addMerchant({ id: 'MERCHANT1' })
    this.merchant.putLocation('MAIN')
    this.merchant.putLocation('SIDE', { timezone: 'America/Los_Angeles' })
    this.token = this.fake.authorizations.grant('MERCHANT1').accessToken
  }

  async send({ path, query = {}, body, ...own }: Call): Promise<Response> {
    const method = own.method ?? (body === undefined ? 'GET' : 'POST')
    const version = own.version === undefined ? apiVersion : own.version
    const headers = {
      authorization: `Bearer ${own.token ?? this.token}`,
      ...(version !== null && { 'square-version': version }),
      ...(method === 'POST' && { 'content-type': own.contentType ?? 'application/json' }),
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const search = new URLSearchParams(query).toString()
    const url = `${this.fake.url}${path}${search === '' ? '' : `?${search}`}`
    return fetch(url, { method, headers, ...(method === 'POST' && { body: text ?? '{}' }) })
  }

  /** The answer of a call that succeeds. */
  async call(call: Call): Promise<Row> {
    const response = await this.send(call)
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${response.status} ${text}`)
    return answerSchema.parse(JSON.parse(text))
  }

  /** The status and the code of a call that is refused. */
  async refused(call: Call): Promise<[status: number, code: string | undefined]> {
    const response = await this.send(call)
    const { errors } = errorsSchema.parse(await response.json())
    return [response.status, errors[0]?.code]
  }

  /** The rows of one answer. */
  async rows(name: string, call: Call): Promise<Row[]> {
    return rowsOf(await this.call(call), name)
  }

  /** The rows of a list, page by page: asks until there is no cursor. */
  async pages(name: string, call: Call): Promise<Row[][]> {
    const pages: Row[][] = []
    for (let cursor: string | undefined; ;) {
      const answer = await this.call(withCursor(call, cursor))
      pages.push(rowsOf(answer, name))
      cursor = answer.cursor as string | undefined
      if (cursor === undefined || cursor === '') return pages
    }
  }
}

export function withCursor(call: Call, cursor: string | undefined): Call {
  if (cursor === undefined) return call
  if (typeof call.body === 'object') return { ...call, body: { ...call.body, cursor } }
  return { ...call, query: { ...call.query, cursor } }
}

export function rowsOf(answer: Row, name: string): Row[] {
  return z.array(z.record(z.string(), z.unknown())).parse(answer[name])
}

export const idsOf = (rows: readonly Row[]): string[] => rows.map(({ id }) => String(id))

/** A search for orders by the time of their update, oldest first. */
export function searchOf(more: object = {}, range: object = { start_at: '2000-01-01T00:00:00Z' }): Call {
  const filter = { date_time_filter: { updated_at: range } }
  const query = { filter, sort: { sort_field: 'UPDATED_AT', sort_order: 'ASC' } }
  return { path: '/v2/orders/search', body: { location_ids: ['MAIN', 'SIDE'], query, ...more } }
}
