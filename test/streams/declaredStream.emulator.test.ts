import { parse as parseCsv } from 'csv-parse/sync'
import type { HttpsCallable } from 'firebase/functions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { ExportOrdersChunk, ExportOrdersResponse } from '../../functions/src/contract/api.ts'
import type {
  DescribeStreamsResponse,
  ExportRecordsRequest,
  ListRecordsRequest,
  ListRecordsResponse,
} from '../../functions/src/contract/records.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { pipelineOf } from '../../functions/src/model/pipeline.ts'
import { defineStream } from '../../functions/src/model/stream.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { createCallableClient, type CallableClient } from '../harness/callableClient.ts'
import { databaseOf } from '../harness/firestore.ts'

/* A stream that nothing under functions/src knows of, from its source to the public functions. */

const ticketSchema = z.object({
  id: z.string(),
  subject: z.string(),
  queue: z.string(),
  openedAt: z.number(),
  dueAt: z.number().nullable(),
  fee: z.int(),
  currency: z.string(),
  score: z.number(),
  isUrgent: z.boolean(),
})
type Ticket = z.infer<typeof ticketSchema>

const tickets = defineStream<Ticket>({
  name: 'tickets',
  schema: ticketSchema,
  keyTime: ({ openedAt }) => openedAt,
  columns: [
    {
      name: 'subject',
      kind: 'text',
      label: 'Subject',
      sort: true,
      search: 'text',
      personal: true,
      of: (t) => t.subject,
    },
    { name: 'queue', kind: 'category', label: 'Queue', facet: true, sort: true, of: (t) => t.queue },
    { name: 'dueAt', kind: 'time', label: 'Due', range: true, sort: true, of: (t) => t.dueAt },
    {
      name: 'fee',
      kind: 'integer',
      label: 'Fee',
      range: true,
      sort: true,
      money: { currency: 'currency' },
      of: (t) => t.fee,
    },
    { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: (t) => t.currency },
    { name: 'score', kind: 'number', label: 'Score', sort: true, of: (t) => t.score },
    { name: 'isUrgent', kind: 'flag', label: 'Urgent', of: (t) => t.isUrgent },
  ],
})

const begin = Date.UTC(2026, 0, 1)
const hour = 3_600_000
const queues = ['billing', 'returns', 'other']

function ticket(n: number): Ticket {
  return {
    id: `square:t${String(n).padStart(4, '0')}`,
    subject: n % 10 === 0 ? `=Größe ${n}` : `Ticket ${n}`,
    queue: queues[n % 3] ?? 'other',
    openedAt: begin + n * hour,
    // Every fourth has none.
    dueAt: n % 4 === 0 ? null : begin + (n + 24) * hour,
    fee: (n % 7) * 100 - 100,
    currency: n % 2 === 0 ? 'EUR' : 'JPY',
    score: (n % 5) / 4,
    isUrgent: n % 6 === 0,
  }
}

const count = 1_200
const all = Array.from({ length: count }, (_, n) => ticket(n))
const source = new MemorySource<Ticket>({
  name: 'square',
  now: () => instantFromMs(Date.now()),
  parse: ({ raw }) => {
    const parsed = ticketSchema.safeParse(raw)
    return parsed.success
      ? { ok: true, record: parsed.data, payload: { raw: JSON.stringify(raw) } }
      : { ok: false, reason: 'it is no ticket' }
  },
})
const db = databaseOf()
let server: AdminServer
let client: CallableClient
let exportRecords: HttpsCallable<ExportRecordsRequest, ExportOrdersResponse, ExportOrdersChunk>

beforeAll(async () => {
  server = await startAdminServer({ db, more: [pipelineOf(source, tickets)] })
  for (const one of all) source.put(one.id.slice('square:'.length), one)
  await copy('resyncOrders')
  client = createCallableClient(server.token)
  exportRecords = client.at(server.addressOf('exportRecords'))
})
afterAll(async () => {
  await client.close()
  await server.stop()
})

async function copy(how: 'resyncOrders' | 'syncOrders'): Promise<void> {
  const { status } = await server.fetch(how, { method: 'POST' }, '?pipeline=square.tickets')
  expect(status).toBeLessThan(300)
  await server.drain()
}

async function ask(request: Omit<ListRecordsRequest, 'stream'>): Promise<ListRecordsResponse> {
  const { status, body, text } = await server.call('listRecords', { stream: 'tickets', ...request })
  expect({ status, text: status === 200 ? '' : text }).toEqual({ status: 200, text: '' })
  return (body as { result: ListRecordsResponse }).result // The callable protocol's envelope.
}

const idsOf = (records: readonly { readonly id: string }[]): string[] => records.map(({ id }) => id)
const newestFirst = all.toReversed()

describe('a stream of the tests’ own', () => {
  it('is described by its declaration', async () => {
    const { body } = await server.call('describeStreams', null)
    const { streams } = (body as { result: DescribeStreamsResponse }).result
    expect(streams.map(({ name, pipelines }) => [name, pipelines])).toEqual([
      ['orders', ['firestore.orders']],
      ['tickets', ['square.tickets']],
    ])
    expect(streams[1]?.columns).toEqual([
      { name: 'subject', kind: 'text', label: 'Subject', sort: true, search: true },
      { name: 'queue', kind: 'category', label: 'Queue', facet: true, sort: true },
      { name: 'dueAt', kind: 'time', label: 'Due', range: true, sort: true },
      { name: 'fee', kind: 'integer', label: 'Fee', range: true, sort: true, money: { currency: 'currency' } },
      { name: 'currency', kind: 'category', label: 'Currency', facet: true },
      { name: 'score', kind: 'number', label: 'Score', sort: true },
      { name: 'isUrgent', kind: 'flag', label: 'Urgent' },
    ])
  })

  it('is listed, newest first, with its total, page by page', async () => {
    const first = await ask({})
    expect(first.total).toBe(count)
    expect(idsOf(first.records)).toEqual(idsOf(newestFirst.slice(0, 50)))
    expect(first.records[0]).toEqual({
      id: 'square:t1199',
      createdAt: new Date(begin + 1_199 * hour).toISOString(),
      subject: 'Ticket 1199',
      queue: 'other',
      dueAt: new Date(begin + 1_223 * hour).toISOString(),
      fee: 100,
      currency: 'JPY',
      score: 1,
      isUrgent: false,
    })
    const second = await ask({ cursor: first.nextCursor ?? '' })
    expect(idsOf(second.records)).toEqual(idsOf(newestFirst.slice(50, 100)))
  })

  it.each<[string, ListRecordsRequest['filter'], (t: Ticket) => boolean]>([
    ['a category', { queue: { in: ['billing', 'other'] } }, (t) => t.queue !== 'returns'],
    ['a category that is a facet and one that is none of them', { queue: { in: ['nowhere'] } }, () => false],
    ['a period', { dueAt: { from: '2026-01-10T00:00:00Z', to: '2026-01-12T00:00:00Z' } }, within('dueAt', 9, 11)],
    [
      'the time it was opened',
      { createdAt: { from: '2026-01-10T00:00:00Z', to: '2026-01-12T00:00:00Z' } },
      within('openedAt', 9, 11),
    ],
    ['an amount', { fee: { min: -100, max: 0 } }, (t) => t.fee <= 0],
    ['a number', { score: { min: 0.5 } }, (t) => t.score >= 0.5],
    ['a flag', { isUrgent: { in: [true] } }, (t) => t.isUrgent],
    ['no flag', { isUrgent: { in: [false] } }, (t) => !t.isUrgent],
    ['a whole text', { subject: { in: ['Ticket 7', 'Ticket 9'] } }, (t) => /^Ticket [79]$/.test(t.subject)],
    ['an id', { id: { in: ['square:t0007'] } }, (t) => t.id === 'square:t0007'],
    ['a search', { search: 'grosse 11' }, (t) => t.subject.startsWith('=Größe 11')],
    [
      'all of it',
      { search: 'ticket', queue: { in: ['billing'] }, fee: { max: 200 } },
      (t) => t.subject.startsWith('T') && t.queue === 'billing' && t.fee <= 200,
    ],
  ])('is filtered by %s', async (_what, filter, passes) => {
    const expected = newestFirst.filter(passes)
    const { records, total } = await ask({ filter, limit: 200 })
    expect(total).toBe(expected.length)
    expect(idsOf(records)).toEqual(idsOf(expected.slice(0, 200)))
  })

  it.each<[string, (a: Ticket, b: Ticket) => number]>([
    ['dueAt', (a, b) => (a.dueAt ?? -Infinity) - (b.dueAt ?? -Infinity) || 0],
    ['fee', (a, b) => a.fee - b.fee],
    ['score', (a, b) => a.score - b.score],
    ['queue', (a, b) => (a.queue < b.queue ? -1 : Number(a.queue > b.queue))],
    ['createdAt', (a, b) => a.openedAt - b.openedAt],
  ])('is sorted by %s, up and down, over page after page; what has no value comes first', async (field, compare) => {
    const ascending = all.toSorted((a, b) => {
      const order = compare(a, b)
      return Number.isNaN(order) || order === 0 ? (a.id < b.id ? -1 : 1) : order
    })
    for (const [direction, expected] of [
      ['asc', ascending],
      ['desc', ascending.toReversed()],
    ] as const) {
      const found: string[] = []
      let cursor: string | null | undefined
      while (cursor !== null && found.length < 500) {
        const page = await ask({ sort: { field, direction }, limit: 170, ...(cursor !== undefined && { cursor }) })
        found.push(...idsOf(page.records))
        cursor = page.nextCursor
      }
      expect(found).toEqual(idsOf(expected.slice(0, found.length)))
    }
  })

  it('counts its facets, each without its own filter', async () => {
    const { facets } = await ask({ filter: { queue: { in: ['billing'] } }, facets: true })
    const ofQueue = (queue: string): number => all.filter((t) => t.queue === queue).length
    expect(facets?.queue).toEqual({ billing: ofQueue('billing'), other: ofQueue('other'), returns: ofQueue('returns') })
    const billing = all.filter((t) => t.queue === 'billing')
    const ofCurrency = (currency: string): number => billing.filter((t) => t.currency === currency).length
    expect(facets?.currency).toEqual({ EUR: ofCurrency('EUR'), JPY: ofCurrency('JPY') })
  })

  it('gives one record whole, with the source’s own', async () => {
    const { body } = await server.call('getRecord', { stream: 'tickets', id: 'square:t0010' })
    expect(body).toEqual({ result: { record: all[10], payload: { raw: JSON.stringify(all[10]) } } })
    const missing = await server.call('getRecord', { stream: 'tickets', id: 'square:nowhere' })
    expect(missing.status).toBe(404)
  })

  it('is exported, as CSV for spreadsheets and as JSON, all of it or some columns', async () => {
    const read = async (request: Omit<ExportRecordsRequest, 'stream'>): Promise<string> => {
      const { stream, data } = await exportRecords.stream({ stream: 'tickets', ...request })
      let text = ''
      for await (const piece of stream) text += piece.text
      expect((await data).rows).toBe(count)
      return text
    }
    const csv: Record<string, string>[] = parseCsv(await read({ format: 'csv' }), { bom: true, columns: true })
    expect(csv).toHaveLength(count)
    expect(csv.at(-11)).toEqual({
      id: 'square:t0010',
      createdAtUtc: '2026-01-01 10:00:00',
      // What a spreadsheet would calculate is text.
      subject: "'=Größe 10",
      queue: 'returns',
      dueAtUtc: '2026-01-02 10:00:00',
      fee: '2.00',
      currency: 'EUR',
      score: '0',
      isUrgent: 'false',
    })
    const lines = (
      await read({ format: 'ndjson', columns: ['id', 'fee'], sort: { field: 'fee', direction: 'asc' } })
    ).trimEnd()
    expect(JSON.parse(lines.split('\n')[0] ?? '')).toEqual({ id: 'square:t0000', fee: -100 })
  })

  it.each<[string, object, RegExp]>([
    ['an unknown stream', { stream: 'nothing' }, /stream: must be one of orders, tickets/],
    [
      'an unknown column',
      { filter: { colour: { in: ['red'] } } },
      /filter\.colour: is no column of tickets, which has id, createdAt, subject/,
    ],
    [
      'a test that the kind does not know',
      { filter: { fee: { in: ['1'] } } },
      /filter\.fee: is a column of kind integer: ask it by min and max/,
    ],
    ['a test of nothing', { filter: { fee: {} } }, /filter\.fee: is a column of kind integer/],
    [
      'a flag that is a text',
      { filter: { isUrgent: { in: ['true'] } } },
      /filter\.isUrgent\.in: must be true or false/,
    ],
    ['an inverted range', { filter: { fee: { min: 2, max: 1 } } }, /filter\.fee\.max: must not be less than min/],
    [
      'an inverted period',
      { filter: { dueAt: { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } } },
      /filter\.dueAt\.to/,
    ],
    ['an unknown operator', { filter: { fee: { above: 1 } } }, /filter\.fee\.above: is not known here/],
    [
      'an order by what does not sort',
      { sort: { field: 'isUrgent', direction: 'asc' } },
      /sort\.field: must be one of createdAt, subject, queue/,
    ],
    ['an unknown member', { page: 2 }, /page: is not known here/],
  ])('refuses %s and says what to correct', async (_what, request, message) => {
    const { status, body } = await server.call('listRecords', { stream: 'tickets', ...request })
    expect(status).toBe(400)
    expect((body as { error: { message: string } }).error.message).toMatch(message)
  })

  it('follows changes, keeps what cannot be read out, and deletes what is gone, with nothing of a person left', async () => {
    source.put('t0005', { ...ticket(5), queue: 'billing', subject: 'Changed' })
    source.put('t9999', { nothing: 'of a ticket' })
    await copy('syncOrders')
    const changed = await ask({ filter: { search: 'changed' } })
    expect(changed.records).toMatchObject([{ id: 'square:t0005', queue: 'billing' }])
    expect((await ask({})).total).toBe(count)
    source.remove('t0005')
    source.remove('t9999')
    await copy('resyncOrders')
    expect((await ask({})).total).toBe(count - 1)
    expect((await ask({ filter: { search: 'changed' } })).total).toBe(0)
    const gone = await server.call('getRecord', { stream: 'tickets', id: 'square:t0005' })
    expect(gone.status).toBe(404)
    expect(gone.text).toContain('This record was deleted')
    expect((await db.collection('tickets_cache').get()).size).toBe(count - 1)
    // The orders have no run yet, and their collections are none of the tickets'.
    expect((await db.collection('orders_cache').get()).size).toBe(0)
  })
})

describe('values that are called like members of every object', () => {
  it('are counted and found like others, and what cannot be kept is quarantined', async () => {
    source.put('t0020', { ...ticket(20), queue: 'constructor' })
    source.put('t0021', { ...ticket(21), queue: 'toString' })
    source.put('t0022', { ...ticket(22), queue: '__proto__', subject: 'Never kept' })
    source.put('t0023', { ...ticket(23), dueAt: 1e18, subject: 'Never kept' })
    await copy('syncOrders')
    const found = await ask({ filter: { queue: { in: ['constructor', 'toString'] } }, facets: true })
    expect(idsOf(found.records).toSorted()).toEqual(['square:t0020', 'square:t0021'])
    expect(found.facets?.queue).toMatchObject({ toString: 1 })
    expect(Object.entries(found.facets?.queue ?? {})).toContainEqual(['constructor', 1])
    expect((await ask({ filter: { search: 'never kept' } })).total).toBe(0)
    const { docs } = await db.collection('sync_quarantine').get()
    expect(docs.map((document) => String(document.get('reason'))).toSorted()).toEqual([
      'dueAt: cannot be kept as a column of kind time',
      'queue: cannot be kept as a column of kind category',
    ])
    // A full run goes over all of it again, and the lists still answer.
    await copy('resyncOrders')
    expect((await ask({ filter: { queue: { in: ['constructor'] } } })).total).toBe(1)
  })
})

function within(member: 'dueAt' | 'openedAt', fromDay: number, toDay: number): (t: Ticket) => boolean {
  return (t) => {
    const at = t[member]
    return at !== null && at >= begin + fromDay * 24 * hour && at < begin + toDay * 24 * hour
  }
}
