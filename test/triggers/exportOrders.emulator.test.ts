import { parse } from 'csv-parse/sync'
import type { HttpsCallable } from 'firebase/functions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type {
  ExportOrdersChunk,
  ExportOrdersRequest,
  ExportOrdersResponse,
  ListOrdersRequest,
  OrderRow,
} from '../../functions/src/contract/api.ts'
import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { createCallableClient, type CallableClient } from '../harness/callableClient.ts'
import { ids, Shop } from '../harness/shop.ts'

/* Both ways to a file of orders, seen from the other end of HTTP: with Firebase's own client, and with fetch. */

const count = 1_500
const currencies = ['USD', 'JPY', 'KWD'] as const
const words = ['PENDING', 'SHIPPED', 'Posted'] as const
const names = [
  'Zoë Ångström',
  '=HYPERLINK("http://e.example")',
  'Müller, Ana "the buyer"',
  'two\nlines',
  '日本語 😀',
] as const
const shop = new Shop()
let server: AdminServer
let client: CallableClient
let exportOrders: HttpsCallable<ExportOrdersRequest, ExportOrdersResponse, ExportOrdersChunk>

beforeAll(async () => {
  server = await startAdminServer({ db: shop.db })
  await shop.putMany(ids(count), (_, i) => ({
    status: words[i % words.length] ?? '',
    currency: currencies[i % currencies.length],
    totalAmount: i % 40,
    customerName: names[i % names.length],
    customerEmail: `buyer${i}@example.com`,
  }))
  await server.fetch('resyncOrders', { method: 'POST' })
  await server.drain()
  // Beside the segments, changes that are not yet folded.
  await shop.putMany(ids(18, 'p'))
  await shop.put('item-order-1', {
    items: [
      { sku: 'A', name: 'Tea', quantity: 2, price: 0.1 },
      { sku: 'B', name: 'Mug', quantity: 1, price: 1 },
    ],
  })
  await shop.put('item-order-2', { items: [] })
  await shop.put('o000007', { status: 'CANCELLED' })
  expect((await server.fetch('syncOrders', { method: 'POST' })).body).toMatchObject({ success: true })
  client = createCallableClient(server.token)
  exportOrders = client.at(server.addressOf('exportOrders'))
})
afterAll(async () => {
  await client.close()
  await server.stop()
})

interface File {
  readonly pieces: readonly string[]
  readonly text: string
  readonly result: ExportOrdersResponse
}

async function stream(request: ExportOrdersRequest): Promise<File> {
  const { stream: chunks, data } = await exportOrders.stream(request)
  const pieces: string[] = []
  for await (const { text } of chunks) pieces.push(text)
  return { pieces, text: pieces.join(''), result: await data }
}

function download(body: unknown): Promise<Response> {
  return fetch(server.addressOf('downloadOrders'), {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** Every row of a query, page by page. */
async function listAll(request: ListOrdersRequest): Promise<OrderRow[]> {
  const rows: OrderRow[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await server.ask('listOrders', { ...request, limit: 200, ...(cursor !== undefined && { cursor }) })
    rows.push(...page.orders)
    cursor = page.nextCursor
  }
  return rows
}

function rowsOf(ndjson: string): unknown[] {
  const lines = ndjson.split('\n')
  expect(lines.pop()).toBe('')
  return lines.map((line) => JSON.parse(line) as unknown)
}

const decimals = { USD: 2, JPY: 0, KWD: 3 } as const

/** The cells of a row that a spreadsheet must find again: none of these names has a sign that only the apostrophe explains. */
function cellsOf(row: OrderRow): unknown {
  const { id, orderNumber, currency, total, customer } = row
  const digits = decimals[currency as keyof typeof decimals]
  return {
    id,
    orderNumber,
    currency,
    total: (total / 10 ** digits).toFixed(digits),
    customerName: customer.name === names[1] ? `'${names[1]}` : (customer.name ?? ''),
    customerEmail: customer.email ?? '',
    createdAtUtc: row.createdAt.replace('T', ' ').replace(/\.\d+Z$/, ''),
  }
}

const queries: readonly Omit<ExportOrdersRequest, 'format'>[] = [
  {},
  { sort: { field: 'customer', direction: 'asc' } },
  { sort: { field: 'total', direction: 'desc' }, filter: { currency: ['JPY', 'KWD'], totalMax: 30_000 } },
  { filter: { status: ['shipped'], search: 'müller' } },
  { filter: { status: ['cancelled'] } },
  { filter: { source: ['square'] } },
]

describe('the rows are those of listOrders, paged to the end', () => {
  it.each(queries)('%j', async (query) => {
    const rows = await listAll(query)
    const [ndjson, csv] = [await stream({ ...query, format: 'ndjson' }), await stream({ ...query, format: 'csv' })]
    expect(rowsOf(ndjson.text)).toEqual(rows)
    const cells: Record<string, string>[] = parse(csv.text, { bom: true, columns: true, record_delimiter: '\r\n' })
    expect(cells).toMatchObject(rows.map(cellsOf))
    expect(cells).toHaveLength(rows.length)
    expect([ndjson.result.rows, csv.result.rows]).toEqual([rows.length, rows.length])
    for (const [format, { text }] of [
      ['ndjson', ndjson],
      ['csv', csv],
    ] as const) {
      const bytes = await (await download({ ...query, format })).bytes()
      expect(Buffer.from(bytes).equals(Buffer.from(text))).toBe(true)
    }
  })

  it('with times in the zone that is asked for, on both ways; in NDJSON they stay in UTC', async () => {
    const query = { filter: { status: ['shipped' as const] }, timeZone: 'Asia/Kathmandu' }
    const rows = await listAll({ filter: query.filter })
    const csv = await stream({ ...query, format: 'csv' })
    const cells: Record<string, string>[] = parse(csv.text, { bom: true, columns: true, record_delimiter: '\r\n' })
    expect(cells.map(({ createdAt = '' }) => createdAt.slice(-6))).toEqual(rows.map(() => '+05:45'))
    expect(cells.map(({ createdAt = '' }) => new Date(createdAt).toISOString())).toEqual(
      rows.map(({ createdAt }) => createdAt),
    )
    expect(await (await download({ ...query, format: 'csv' })).text()).toBe(csv.text.slice(1))
    expect(rowsOf((await stream({ ...query, format: 'ndjson' })).text)).toEqual(rows)
  })

  it('with the items of each order, one read an order, on both ways', async () => {
    const query = { rows: 'items' as const, columns: ['id', 'itemSku', 'itemQuantity', 'itemTotal'] }
    const filter = { search: 'item-order' }
    const before = await stream({ filter, format: 'csv', columns: ['id'] })
    const { text, result } = await stream({ ...query, filter, format: 'csv' })
    const cells: string[][] = parse(text, { bom: true, from_line: 2, record_delimiter: '\r\n' })
    expect(cells.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))).toEqual([
      ['firestore:item-order-1', 'A', '2', '0.20'],
      ['firestore:item-order-1', 'B', '1', '1.00'],
      ['firestore:item-order-2', '', '', ''],
    ])
    expect(result).toMatchObject({ rows: 3, firestoreReads: before.result.firestoreReads + 2 })
    const file = await download({ ...query, filter, format: 'csv', delimiter: ';' })
    expect(file.headers.get('Content-Disposition')).toContain('order-items-')
    expect(await file.text()).toContain('firestore:item-order-1;A;2;0,20')
  })

  it('all of them', async () => {
    expect((await stream({ format: 'csv' })).result.rows).toBe(count + 20)
  })
})

describe('the stream', () => {
  it('comes in pieces of a size that a connection can hold', async () => {
    const { pieces } = await stream({ format: 'ndjson' })
    expect(pieces.length).toBeGreaterThan(5)
    for (const piece of pieces) expect(Buffer.byteLength(piece)).toBeLessThan(256 * 1024)
    for (const piece of pieces.slice(0, -1)) expect(Buffer.byteLength(piece)).toBeGreaterThanOrEqual(64 * 1024)
  })

  it('ends with how fresh the rows are', async () => {
    const { result } = await stream({ format: 'csv' })
    const { asOf } = await server.ask('listOrders', { limit: 1 })
    expect(result).toEqual({
      rows: count + 20,
      asOf,
      liveAsOf: null,
      lagSeconds: expect.any(Number) as unknown,
      firestoreReads: expect.any(Number) as unknown,
    })
  })

  it('is refused with advice to a client that takes none', async () => {
    await expect(exportOrders({ format: 'csv' })).rejects.toMatchObject({
      code: 'functions/invalid-argument',
      message: expect.stringMatching(/^Accept: .*stream\(\).*downloadOrders/) as unknown,
    })
  })

  it('is refused by the name of the field where the request is wrong', async () => {
    const wrong = { code: 'functions/invalid-argument', message: expect.stringMatching(/^format: /) as unknown }
    const { stream: chunks, data } = await exportOrders.stream({ format: 'pdf' as 'csv' }) // What a page may send.
    await expect(data).rejects.toMatchObject(wrong)
    await expect(chunks[Symbol.asyncIterator]().next()).rejects.toMatchObject(wrong)
  })

  it('may be left, by its signal or by leaving the loop; the next caller notices nothing', async () => {
    const leaving = new AbortController()
    const aborted = await exportOrders.stream({ format: 'ndjson' }, { signal: leaving.signal })
    leaving.abort()
    await expect(aborted.data).rejects.toMatchObject({ code: 'functions/cancelled' })
    const left = await exportOrders.stream({ format: 'ndjson' })
    // Leaving the loop makes Firebase's client fail this too.
    left.data.catch(() => {})
    let pieces = 0
    for await (const { text } of left.stream) {
      expect(text).not.toBe('')
      pieces += 1
      break
    }
    expect(pieces).toBe(1)
    expect((await stream({ format: 'ndjson' })).result.rows).toBe(count + 20)
  })
})

describe('the download', () => {
  it.each([
    ['csv', 'text/csv; charset=utf-8'],
    ['ndjson', 'application/x-ndjson'],
  ])('of %s is a file of its own type and of today, that nobody keeps or guesses about', async (format, type) => {
    const response = await download({ format, filter: { status: ['cancelled'] } })
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    // Of no length: where the platform knew one, it would refuse what is over 32 MB.
    expect(response.headers.get('content-length')).toBeNull()
    const [, day = '', ending] =
      /^attachment; filename="orders-(\d{4}-\d\d-\d\d)\.(\w+)"$/.exec(
        response.headers.get('content-disposition') ?? '',
      ) ?? []
    expect(ending).toBe(format)
    expect(Math.abs(Date.now() - Date.parse(day))).toBeLessThan(2 * 86_400_000)
    await response.text()
  })

  it('of CSV begins with the mark by which spreadsheets know UTF-8', async () => {
    const bytes = await (await download({ format: 'csv', filter: { source: ['square'] } })).bytes()
    expect([...bytes.subarray(0, 5)]).toEqual([0xef, 0xbb, 0xbf, 0x69, 0x64])
    expect(Buffer.from(bytes).toString().split('\r\n')).toHaveLength(2)
  })

  it('may be left; the next caller notices nothing', async () => {
    const leaving = new AbortController()
    const response = await fetch(server.addressOf('downloadOrders'), {
      method: 'POST',
      headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ format: 'ndjson' }),
      signal: leaving.signal,
    })
    leaving.abort()
    await expect(response.text()).rejects.toMatchObject({ name: 'AbortError' })
    expect(rowsOf(await (await download({ format: 'ndjson' })).text())).toHaveLength(count + 20)
  })
})
