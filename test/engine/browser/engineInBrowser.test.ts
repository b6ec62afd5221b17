import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { encodeHead } from '../../../functions/src/cache/head.ts'
import type { Filter, ListOrdersRequest, OrderStatsRequest } from '../../../functions/src/contract/api.ts'
import { orderStatuses } from '../../../functions/src/contract/order.ts'
import { listOrders } from '../../../functions/src/engine/orders/listOrders.ts'
import { orderStats } from '../../../functions/src/engine/orders/orderStats.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { openBrowser } from '../../../tools/browser/browser.ts'
import { MemoryStore } from '../../query/memoryReader.ts'
import { row, tombstone, type OrderRow } from '../../query/rows.ts'
import type { Answer, answersOf, HandedCache, HandedDocument, Question } from './inPage.ts'

/*
 * A browser answers from the bytes of a head and its segments exactly as Node does: what the page can do without a server
 * rests on it. Nothing else is around: no emulator, no page of ours, no network.
 */

/** The global that the bundle leaves in the page. */
interface Bundled {
  readonly engine: { readonly answersOf: typeof answersOf }
}

const begin = Date.UTC(2026, 0, 1)
const names = ['Ann Example', 'José García', 'Zoë Müller', 'Παῦλος', '山田 太郎', 'STRASSE', 'Straße', '😀 Shop', null]

function rowOf(i: number, fields: Partial<OrderRow> = {}): OrderRow {
  const source = i % 5 === 0 ? 'square' : 'firestore'
  return row({
    id: `${source}:${String(i).padStart(5, '0')}`,
    source,
    createdAt: begin + i * 1_800_000,
    updatedAt: begin + ((i * 7_919) % 4_000) * 1_800_000,
    orderNumber: `#${10_000 + i}`,
    status: orderStatuses[(i * 31) % orderStatuses.length] ?? 'pending',
    currency: ['USD', 'EUR', 'JPY'][i % 3] ?? 'USD',
    total: (i * 7_907) % 50_000,
    customerName: names[i % names.length] ?? null,
    customerEmail: i % 4 === 0 ? null : `buyer${i % 321}@example.com`,
    skus: `SKU-${i % 97}\nTEE-${i % 13}`,
    productNames: `Mug ${i % 7}`,
    ...fields,
  })
}

/** Two sources, folded and pending changes, replaced rows and tombstones among them. */
function filledStore(): MemoryStore {
  const store = new MemoryStore(['firestore', 'square'])
  store.write(Array.from({ length: 4_000 }, (_, i) => rowOf(i)))
  store.fold(600)
  const changed = Array.from({ length: 60 }, (_, i) => rowOf(i * 61, { total: 99_000 + i, status: 'refunded' }))
  store.write(changed.map((one, i) => (i % 3 === 0 ? tombstone(one, '2', begin) : { ...one, version: '2' })))
  store.keepNewest(30)
  store.publish()
  return store
}

function handed(path: string, all: Record<string, unknown>): HandedDocument {
  const fields: Record<string, unknown> = {}
  const bytes: Record<string, string> = {}
  for (const [name, value] of Object.entries(all)) {
    if (value instanceof Uint8Array) bytes[name] = Buffer.from(value).toString('base64')
    else fields[name] = value
  }
  return { path, fields, bytes }
}

function cachesOf(store: MemoryStore): HandedCache[] {
  return store.caches.map(({ pipeline, head, documents }) => ({
    pipeline,
    head: handed(`heads/${pipeline}`, encodeHead(orderStream, head, pipeline)),
    segments: Object.fromEntries([...documents].map(([n, fields]) => [n, handed(`segments/${n}`, fields)])),
  }))
}

/** An answer without what it cost, which is another matter in a browser. */
function withoutCost({ meta, ...answer }: Answer): Answer {
  expect(meta).toBeDefined()
  return answer
}

const store = filledStore()
const caches = cachesOf(store)
const reader = store.reader()
let page: Page
let close: () => Promise<void>

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('inPage.ts', import.meta.url))],
    bundle: true,
    write: false,
    // Fails where something of Node's is imported.
    platform: 'browser',
    format: 'iife',
    globalName: 'engine',
    logLevel: 'silent',
  })
  const browser = await openBrowser()
  close = () => browser.close()
  page = await browser.newPage()
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
}, 60_000)
afterAll(() => close())

async function inBrowser(questions: readonly Question[], given = caches): Promise<Answer[]> {
  const readMs = Date.now()
  return page.evaluate(
    ([handedIn, at, asked]) => (globalThis as unknown as Bundled).engine.answersOf(handedIn, at, asked),
    [given, readMs, questions] as const,
  )
}

async function listed(request: ListOrdersRequest): Promise<Answer> {
  const [answer = {}] = await inBrowser([{ list: request }])
  return answer
}

const everything = { createdFrom: new Date(begin).toISOString() }
const filters: [string, Filter][] = [
  ['none', {}],
  ['statuses and currencies', { status: ['pending', 'refunded'], currency: ['EUR', 'JPY'] }],
  ['a source', { source: ['square'] }],
  [
    'times',
    { createdFrom: '2026-01-20T00:00:00Z', createdTo: '2026-02-10T12:00:00Z', updatedTo: '2026-02-20T00:00:00Z' },
  ],
  ['totals', { totalMin: 20_000, totalMax: 99_010 }],
  ['a search for plain letters', { search: 'tee-1' }],
  ['a search for others', { search: 'JOSE' }],
  ['a search that folds', { search: 'strasse' }],
  ['a search beyond the Basic Multilingual Plane', { search: '😀' }],
  ['a search of another script', { search: '太郎', status: ['shipped', 'pending'] }],
  ['a search that finds nothing', { search: 'nobody at all' }],
]

describe('in a browser the engine', () => {
  it.each(filters)('lists, counts and sorts as Node does; filter: %s', async (_, filter) => {
    const fields = ['createdAt', 'updatedAt', 'total', 'customer', 'status', 'orderNumber'] as const
    const requests = fields.flatMap((field) =>
      (['asc', 'desc'] as const).map((direction): ListOrdersRequest => {
        return { filter, sort: { field, direction }, limit: 40, facets: true }
      }),
    )
    const answers = await inBrowser(requests.map((list) => ({ list })))
    for (const [i, request] of requests.entries()) {
      const expected = { ...(await listOrders(reader, request, store.clock)) }
      expect(withoutCost(answers[i] ?? {})).toEqual(withoutCost(expected))
    }
  })

  it.each(['customer', 'total', 'createdAt'] as const)('takes up pages where Node left off, by %s', async (field) => {
    const request: ListOrdersRequest = { filter: { search: 'tee' }, sort: { field, direction: 'desc' }, limit: 33 }
    let cursor: string | null = null
    for (let number = 0; number < 4; number++) {
      const next: ListOrdersRequest = cursor === null ? request : { ...request, cursor }
      const expected = await listOrders(reader, next, store.clock)
      expect(expected.orders).toHaveLength(33)
      expect(withoutCost(await listed(next))).toEqual(withoutCost({ ...expected }))
      cursor = expected.nextCursor
      expect(cursor).not.toBeNull()
    }
  })

  it.each(['day', 'week', 'month', 'status', 'source'] as const)('sums as Node does, by %s', async (by) => {
    const stats: OrderStatsRequest = { by, timeZone: 'Pacific/Auckland', filter: everything }
    const expected = { ...(await orderStats(reader, stats, 'UTC', store.clock)) }
    expect(expected.buckets.length).toBeGreaterThan(1)
    const [answer = {}] = await inBrowser([{ stats }])
    expect(withoutCost(answer)).toEqual(withoutCost(expected))
  })

  it('refuses cursors that were altered, or are of another query', async () => {
    const { nextCursor } = await listOrders(reader, { limit: 1 }, store.clock)
    const cursor = nextCursor ?? ''
    const altered = `${cursor.slice(0, 20)}${cursor[20] === 'A' ? 'B' : 'A'}${cursor.slice(21)}`
    expect(await listed({ cursor: altered })).toMatchObject({
      error: 'InvalidInputError',
      message: expect.stringContaining('checksum'),
    })
    const other: ListOrdersRequest = { cursor, filter: { status: ['shipped'] } }
    expect(await listed(other)).toMatchObject({
      error: 'InvalidInputError',
      message: expect.stringContaining('another filter or sort'),
    })
  })

  it('says that a segment or a head is damaged, and does not answer from it', async () => {
    const list: ListOrdersRequest = { filter: { search: 'tee' } }
    const [cache] = caches
    if (cache === undefined) throw new Error('There is a cache.')
    const [[n, segment] = []] = Object.entries(cache.segments)
    if (n === undefined || segment === undefined) throw new Error('There is a segment.')
    const damaged: HandedCache[] = [
      { ...cache, segments: { ...cache.segments, [n]: { ...segment, bytes: flipped(segment.bytes) } } },
      { ...cache, head: { ...cache.head, bytes: flipped(cache.head.bytes) } },
      { ...cache, segments: { ...cache.segments, [n]: { ...segment, fields: { ...segment.fields, version: 99 } } } },
    ]
    const messages = [/^segments\/\d+ is damaged/, /^heads\/firestore.orders is damaged/, /is not the version/]
    for (const [i, one] of damaged.entries()) {
      const [answer] = await inBrowser([{ list }], [one])
      expect(answer).toEqual({ error: 'EncodingError', message: expect.stringMatching(messages[i] ?? '') })
    }
  })
})

/** Bytes of which one bit of each field is another. */
function flipped(fields: HandedDocument['bytes']): HandedDocument['bytes'] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, base64]) => {
      const bytes = Buffer.from(base64, 'base64')
      const middle = bytes.length >> 1
      bytes[middle] = (bytes[middle] ?? 0) ^ 4
      return [name, bytes.toString('base64')]
    }),
  )
}
