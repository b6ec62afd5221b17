import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type {
  Filter,
  ListOrdersRequest,
  ListOrdersResponse,
  OrderRow,
  SortField,
} from '../../functions/src/contract/api.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { processOn } from '../harness/firestore.ts'
import { readerOn } from '../harness/reader.ts'
import { ids, Shop } from '../harness/shop.ts'

/* What listOrders promises, seen from the other end of HTTP, over a cache with a segment and changes not yet folded. */

const shop = new Shop()
const { db, counts } = processOn(shop.db)
const firstOrder = Date.parse('2025-06-01T00:00:00.000Z')
const minute = 60_000
const words = ['PENDING', 'SHIPPED', 'REFUNDED', 'Posted'] as const
const statuses = { PENDING: 'pending', SHIPPED: 'shipped', REFUNDED: 'refunded', Posted: 'processing' } as const
const currencies = ['USD', 'EUR', 'JPY'] as const
const names = ['Zoë Ångström', 'ana lópez', 'Bo', 'Ana Lopez'] as const
let server: AdminServer

/** The i-th order as the shop writes it; the clock of the shop ticks finer than the wire. */
function order(i: number) {
  const at = firstOrder + i * minute
  return {
    orderId: `#${String(i).padStart(4, '0')}`,
    status: words[i % words.length] ?? '',
    currency: currencies[i % currencies.length] ?? '',
    totalAmount: 10 + (i % 40),
    timestamp: new Timestamp(at / 1000, 123_999_999),
    updatedAt: new Timestamp(at / 1000 + 30, 5),
    customerName: names[i % names.length],
    customerEmail: `buyer${i}@example.com`,
    items: [{ sku: `SKU-${i % 7}`, name: 'Mug', quantity: 2, price: 5 }],
  }
}

/** The same order as a list shows it. */
function row(i: number): OrderRow {
  const { orderId, status, currency, totalAmount, customerName, customerEmail } = order(i)
  const [id] = ids(1, `o${String(i).padStart(5, '0')}-`)
  const amount = currency === 'JPY' ? totalAmount : totalAmount * 100
  return {
    id: `firestore:${id}`,
    source: 'firestore',
    sourceId: `${id}`,
    orderNumber: orderId,
    status: statuses[status as keyof typeof statuses],
    sourceStatus: status,
    ...(status === 'Posted' && { statusUnknown: true }),
    currency,
    total: amount,
    subtotal: amount,
    tax: 0,
    shipping: 0,
    discount: 0,
    customer: { ...(customerName !== undefined && { name: customerName }), email: customerEmail },
    itemCount: 2,
    createdAt: new Date(firstOrder + i * minute + 123).toISOString(),
    updatedAt: new Date(firstOrder + i * minute + 30_000).toISOString(),
  }
}

const count = 1_500
const later = 20
const rows = Array.from({ length: count + later }, (_, i) => row(i))

beforeAll(async () => {
  server = await startAdminServer({ db })
  await shop.putMany(
    rows.slice(0, count).map(({ sourceId }) => sourceId),
    (_, i) => order(i),
  )
  await server.fetch('resyncOrders', { method: 'POST' })
  await server.drain()
  await shop.putMany(
    rows.slice(count).map(({ sourceId }) => sourceId),
    (_, i) => order(count + i),
  )
  expect((await server.fetch('syncOrders', { method: 'POST' })).body).toMatchObject({ runs: [{ created: later }] })
})
afterAll(() => server.stop())

function list(request: ListOrdersRequest): Promise<ListOrdersResponse> {
  return server.ask('listOrders', request)
}

/** Every row of a query, page by page. */
async function listAll(request: ListOrdersRequest): Promise<{ rows: OrderRow[]; pages: ListOrdersResponse[] }> {
  const pages: ListOrdersResponse[] = []
  for (let cursor: string | null | undefined; cursor !== null; cursor = pages.at(-1)?.nextCursor ?? null) {
    pages.push(await list({ ...request, ...(cursor !== undefined && { cursor }) }))
  }
  return { rows: pages.flatMap(({ orders }) => orders), pages }
}

function countBy(among: readonly OrderRow[], name: 'status' | 'source' | 'currency'): Record<string, number> {
  const found: Record<string, number> = {}
  for (const one of among) found[one[name]] = (found[one[name]] ?? 0) + 1
  return found
}

describe('the answer', () => {
  it('has the newest orders first, and of each what the contract names', async () => {
    const answer = await list({})
    expect(Object.keys(answer).sort()).toEqual([
      'asOf',
      'lagSeconds',
      'liveAsOf',
      'meta',
      'nextCursor',
      'orders',
      'total',
    ])
    // Exactly: no SKUs, no version, no hash, no line items, no address, no payload.
    expect(answer.orders).toEqual(rows.toReversed().slice(0, 50))
    expect(answer.total).toBe(rows.length)
    expect(answer.nextCursor).toMatch(/^[\w-]+$/)
    expect(Object.keys(answer.meta).sort()).toEqual(['firestoreReads', 'ms', 'segmentsRead'])
    expect(answer.meta.ms).toBeGreaterThanOrEqual(0)
  })

  it('tells its age by the bound of the last run that succeeded', async () => {
    const { asOf, lagSeconds, liveAsOf } = await list({ limit: 1 })
    const status = await server.fetch('syncStatus')
    const { pipelines } = status.body as { pipelines: { asOf: string; liveAsOf: string | null }[] }
    expect(asOf).toBe(pipelines[0]?.asOf)
    expect({ liveAsOf, ofStatus: pipelines[0]?.liveAsOf }, 'nothing reports changes').toEqual({
      liveAsOf: null,
      ofStatus: null,
    })
    expect(asOf).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(lagSeconds).toBeGreaterThanOrEqual(0)
    expect(lagSeconds).toBeLessThan(120)
    // No order was placed since last year: the watermark is old, and the cache is not.
    expect(Date.parse(asOf ?? '')).toBeGreaterThan(Date.parse(rows.at(-1)?.updatedAt ?? ''))
  })

  it('takes null and nothing for a request without wishes', async () => {
    const { meta: _meta, lagSeconds: _lag, ...answer } = await list({})
    expect(await server.ask('listOrders', null)).toMatchObject(answer)
  })

  it('has nothing to show, and no age, before the first run', async () => {
    const reader = readerOn(new Shop().db, server.deps.clock)
    const answer = await listOrders(reader, { facets: true }, server.deps.clock)
    expect(answer).toMatchObject({ orders: [], total: 0, nextCursor: null, asOf: null, lagSeconds: null })
    expect(answer.facets).toEqual({ status: {}, source: {}, currency: {} })
  })
})

describe('reads', () => {
  it.each([{}, { limit: 200 }, { limit: 1, facets: true }, { filter: {} }])(
    'the first page %j costs one',
    async (request) => {
      const before = counts.reads
      const { meta } = await list(request)
      expect(counts.reads - before).toBe(1)
      expect(meta).toMatchObject({ firestoreReads: 1, segmentsRead: 0 })
    },
  )

  it('the figures are those that the client counts, cold and warm', async () => {
    const cold = readerOn(db, server.deps.clock)
    for (const segments of [1, 0]) {
      const before = counts.reads
      const { meta } = await listOrders(cold, { filter: { search: 'ana' } }, server.deps.clock)
      expect(meta).toMatchObject({ firestoreReads: 1 + segments, segmentsRead: segments })
      expect(counts.reads - before).toBe(meta.firestoreReads)
    }
  })
})

const facetNames = ['status', 'source', 'currency'] as const
const [hundredth, seventh] = [row(100), row(7)]

/** A filter, and what its members beside the facets say of an order. */
const filters: readonly (readonly [Filter, (one: OrderRow, i: number) => boolean])[] = [
  [{}, () => true],
  [{ status: ['shipped'] }, () => true],
  [{ status: ['shipped', 'processing'], currency: ['EUR', 'JPY'] }, () => true],
  [{ source: ['firestore'], status: ['on_hold'] }, () => true],
  [{ source: ['square', 'tiktokShop'] }, () => true],
  [
    { createdFrom: hundredth.createdAt, createdTo: row(200).createdAt },
    (one) => one.createdAt >= hundredth.createdAt && one.createdAt < row(200).createdAt,
  ],
  [{ createdFrom: hundredth.createdAt, createdTo: hundredth.createdAt }, () => false],
  [{ createdFrom: '2025-06-01T02:00:00+01:00', createdTo: '2025-06-01T02:00:00Z' }, (_, i) => i >= 60 && i < 120],
  [{ updatedFrom: seventh.updatedAt }, (_, i) => i >= 7],
  [{ updatedTo: seventh.updatedAt }, (_, i) => i < 7],
  [{ totalMin: 20, totalMax: 30 }, (one) => one.total >= 20 && one.total <= 30],
  [{ totalMin: 1_000, totalMax: 1_000 }, (one) => one.total === 1_000],
  [{ search: 'LÓPEZ' }, (_, i) => i % 2 === 1],
  [{ search: 'angstrom' }, (_, i) => i % 4 === 0],
  [{ search: 'sku-3' }, (_, i) => i % 7 === 3],
  [{ search: 'buyer1499@' }, (_, i) => i === 1_499],
  [{ search: '#0042' }, (_, i) => i === 42],
  [{ search: 'O00042-' }, (_, i) => i === 42],
  [{ search: 'Zoë\nana' }, () => false],
  [
    { status: ['refunded'], currency: ['USD'], search: 'bo', totalMax: 2_000 },
    (one, i) => i % 4 === 2 && one.total <= 2_000,
  ],
]

describe('filters', () => {
  it.each(filters)('%j: rows, total and facets', async (filter, matches) => {
    const candidates = rows.filter(matches)
    const passing = (parts: readonly (typeof facetNames)[number][]): OrderRow[] =>
      candidates.filter((one) => parts.every((name) => filter[name]?.some((value) => value === one[name]) ?? true))
    const found = await listAll({ filter, limit: 200, facets: true })
    expect(found.rows).toEqual(passing(facetNames).toReversed())
    // A facet counts what choosing another of its values would find: it leaves its own part of the filter out.
    const facets = Object.fromEntries(
      facetNames.map((name) => [name, countBy(passing(facetNames.filter((other) => other !== name)), name)]),
    )
    for (const page of found.pages) {
      expect(page.total).toBe(found.rows.length)
      expect(page.facets).toEqual(facets)
    }
  })
})

/** The text without case and accents. */
function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

describe('sorts', () => {
  const keys = {
    createdAt: (one: OrderRow) => one.createdAt,
    updatedAt: (one: OrderRow) => one.updatedAt,
    total: (one: OrderRow) => one.total,
    customer: (one: OrderRow) => plain(one.customer.name ?? ''),
    status: (one: OrderRow) => one.status,
    orderNumber: (one: OrderRow) => one.orderNumber,
  } satisfies Record<SortField, (one: OrderRow) => string | number>
  const sorts = Object.keys(keys).flatMap((field) => [
    { field: field as SortField, direction: 'asc' as const }, // Object.keys forgets the literal's keys.
    { field: field as SortField, direction: 'desc' as const },
  ])

  it.each(sorts)('by $field $direction: every row once, ties by id', async (sort) => {
    const key = keys[sort.field]
    const ascending = rows.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id < b.id ? -1 : 1))
    const expected = sort.direction === 'asc' ? ascending : ascending.toReversed()
    expect((await listAll({ sort, limit: 173 })).rows).toEqual(expected)
  })
})

describe('the cursor', () => {
  it('goes to the end without repeats, and pages may grow on the way', async () => {
    const seen: OrderRow[] = []
    let request: ListOrdersRequest = { limit: 1 }
    for (let limit = 1; ; limit = Math.min(200, limit * 2)) {
      const { orders, nextCursor } = await list({ ...request, limit })
      seen.push(...orders)
      if (nextCursor === null) break
      request = { cursor: nextCursor }
    }
    expect(seen).toEqual(rows.toReversed())
  })

  it('is null where the last row is shown, also when the page is full', async () => {
    const filter = { createdFrom: row(rows.length - 10).createdAt }
    expect((await list({ filter, limit: 10 })).nextCursor).toBeNull()
    expect((await list({ filter, limit: 9 })).nextCursor).not.toBeNull()
  })

  it('goes on where it was while orders arrive', async () => {
    const first = await list({ limit: 25 })
    const { orders: expected } = await list({ limit: 25, cursor: first.nextCursor ?? '' })
    await shop.put('newest', { timestamp: shop.now(), updatedAt: shop.now() })
    expect((await server.fetch('syncOrders', { method: 'POST' })).body).toMatchObject({ runs: [{ created: 1 }] })
    expect((await list({ limit: 1 })).orders).toMatchObject([{ sourceId: 'newest' }])
    expect((await list({ limit: 25, cursor: first.nextCursor ?? '' })).orders).toEqual(expected)
  })
})
