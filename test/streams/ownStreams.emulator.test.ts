// First: what the functions log is captured from here on.
import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { startServer, type TestServer } from '../harness/server.ts'

import { parse as parseCsv } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { ExportOrdersChunk, ExportOrdersResponse } from '../../functions/src/contract/api.ts'
import type {
  DescribeStreamsResponse,
  ExportRecordsRequest,
  GetRecordResponse,
  ListRecordsRequest,
  ListRecordsResponse,
} from '../../functions/src/contract/records.ts'
import type { SyncOrdersResponse } from '../../functions/src/contract/sync.ts'
import type { DocumentReference } from '../../functions/src/lib/firestore/firestore.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { runRequested } from '../../functions/src/sync/requests/requestedRun.ts'
import { writeReporter } from '../../functions/src/triggers/onOrderWritten.ts'
import { createCallableClient } from '../harness/callableClient.ts'
import { databaseOf } from '../harness/firestore.ts'
import { fillOwnCollections, productOf, products, recordSourcesOf, users } from '../harness/ownStreams.ts'

/* The shop's products and users as streams that its settings alone declare, from their collections to the public functions. */

const db = databaseOf()
const count = { products: 30, users: 12 }
let server: AdminServer

beforeAll(async () => {
  await fillOwnCollections(db, count)
  server = await startAdminServer({ db, sources: { recordSources: recordSourcesOf({ products, users }) } })
  for (const pipeline of ['firestore.products', 'firestore.users']) await copy('resyncOrders', pipeline)
})
afterAll(() => server.stop())

async function copy(
  how: 'resyncOrders' | 'syncOrders',
  pipeline: string,
  on: TestServer = server,
): Promise<SyncOrdersResponse> {
  const { status, body } = await on.fetch(how, withToken(), `?pipeline=${pipeline}`)
  expect(status).toBeLessThan(300)
  await on.drain()
  return body as SyncOrdersResponse // The contract of both.
}

function withToken(): RequestInit {
  return { method: 'POST', headers: { Authorization: `Bearer ${server.token}` } }
}

async function answerOf<T>(
  name: 'listRecords' | 'getRecord' | 'describeStreams',
  data: unknown,
  on: TestServer = server,
) {
  const { status, body, text } = await on.call(name, data, server.token)
  expect({ status, text: status === 200 ? '' : text }).toEqual({ status: 200, text: '' })
  return (body as { result: T }).result // The callable protocol's envelope.
}

const list = (request: ListRecordsRequest, on?: TestServer): Promise<ListRecordsResponse> =>
  answerOf<ListRecordsResponse>('listRecords', request, on)
const idsOf = ({ records }: ListRecordsResponse): string[] => records.map(({ id }) => id)

/** Reports the write of a document as the trigger does, and waits for the run that this asked for. */
async function hearOf(ref: DocumentReference): Promise<void> {
  const trigger = writeReporter(
    { getDeps: () => server.deps },
    { pipeline: 'firestore.products', document: `${products.collection}/{recordId}`, omit: false },
  )
  const after = await ref.get()
  const event = { time: new Date().toISOString(), data: { before: { exists: true, ref }, after } }
  // All that the trigger looks at.
  await trigger.run(event as unknown as Parameters<typeof trigger.run>[0])
  const context = server.deps.pipelines.find(({ id }) => id === 'firestore.products')
  if (context === undefined) throw new Error('The products are copied.')
  // A run leaves reports of the last two seconds to the next one.
  const fetched = async (): Promise<number[]> => (await runRequested(context, 'reports')).map((run) => run.fetched)
  await expect.poll(fetched, { timeout: 20_000, interval: 500 }).toEqual([1])
}

describe('streams that the shop declares', () => {
  it('are described with their columns and their names for people', async () => {
    const { streams } = await answerOf<DescribeStreamsResponse>('describeStreams', null)
    expect(streams.map(({ name, label, pipelines }) => [name, label, pipelines])).toEqual([
      ['orders', undefined, ['firestore.orders']],
      ['products', 'Goods', ['firestore.products']],
      ['users', undefined, ['firestore.users']],
    ])
    const columns = streams.find(({ name }) => name === 'products')?.columns
    expect(columns?.slice(0, 5)).toEqual([
      { name: 'title', kind: 'text', label: 'Title', sort: true, search: true },
      { name: 'brand', kind: 'category', label: 'Brand', facet: true },
      {
        name: 'unitPrice',
        kind: 'integer',
        label: 'Unit price',
        range: true,
        sort: true,
        money: { currency: 'currency' },
      },
      { name: 'stock', kind: 'integer', label: 'Stock', range: true, sort: true },
      { name: 'weight', kind: 'number', label: 'Weight', range: true, shown: false },
    ])
  })

  it('are listed, filtered, searched, sorted and counted', async () => {
    const first = await list({ stream: 'products', limit: 10, facets: true })
    expect(first.total).toBe(count.products)
    expect(idsOf(first)).toEqual(Array.from({ length: 10 }, (_, i) => `firestore:p${29 - i}`))
    expect(first.facets).toEqual({ brand: { Alba: 10, Bosco: 10, Cima: 10 }, currency: { EUR: 30 } })
    const filter = { brand: { in: ['Bosco'] }, unitPrice: { min: 1_200 }, soldOut: { in: [false] }, search: 'chair' }
    const filtered = await list({ stream: 'products', filter, sort: { field: 'unitPrice', direction: 'asc' } })
    expect(idsOf(filtered)).toEqual([
      'firestore:p13',
      'firestore:p16',
      'firestore:p19',
      'firestore:p22',
      'firestore:p28',
    ])
    const found = await list({ stream: 'users', filter: { search: 'ann 7 example' } })
    expect(found.records).toMatchObject([{ id: 'firestore:u7', name: 'Ann 7 Example', plan: 'free' }])
  })

  it('give one record whole, with the document as its payload', async () => {
    const { record, payload } = await answerOf<GetRecordResponse>('getRecord', { stream: 'users', id: 'firestore:u2' })
    expect(record).toMatchObject({ sourceId: 'u2', name: 'Ann 2 Example', email: 'ann2@example.test', plan: 'gold' })
    expect(payload).toEqual({ firstName: 'Ann 2', lastName: 'Example', email: 'ann2@example.test', plan: 'gold' })
  })

  it('are exported without the columns that are not, unless those are named', async () => {
    const client = createCallableClient(server.token)
    const exportRecords = client.at<ExportRecordsRequest, ExportOrdersResponse, ExportOrdersChunk>(
      server.addressOf('exportRecords'),
    )
    const read = async (request: Omit<ExportRecordsRequest, 'stream'>): Promise<string> => {
      const { stream } = await exportRecords.stream({ stream: 'products', ...request })
      let text = ''
      for await (const piece of stream) text += piece.text
      return text
    }
    const [row = {}]: Record<string, string>[] = parseCsv(await read({ format: 'csv' }), { bom: true, columns: true })
    expect(row).toMatchObject({ id: 'firestore:p29', title: 'Chair 29', unitPrice: '17.25', currency: 'EUR' })
    expect(Object.keys(row)).not.toContain('memo')
    expect(await read({ format: 'ndjson' })).not.toContain('memo')
    expect(await read({ format: 'csv', columns: ['id', 'memo'] })).toContain('Seen by nobody 29')
    await client.close()
  })

  it('follow what the trigger reports: changes, new documents and deletions', async () => {
    const goods = db.collection(products.collection)
    await goods.doc('p3').update({ price: 99, editedAt: Timestamp.now() })
    await hearOf(goods.doc('p3'))
    expect((await list({ stream: 'products', filter: { id: { in: ['firestore:p3'] } } })).records).toMatchObject([
      { unitPrice: 9_900 },
    ])
    await goods.doc('new').set({ ...productOf(40), title: 'Bench' })
    await hearOf(goods.doc('new'))
    await goods.doc('p4').delete()
    await hearOf(goods.doc('p4'))
    expect(idsOf(await list({ stream: 'products', filter: { search: 'bench' } }))).toEqual(['firestore:new'])
    expect((await list({ stream: 'products' })).total).toBe(count.products)
    expect((await server.call('getRecord', { stream: 'products', id: 'firestore:p4' })).status).toBe(404)
  })

  it('follow changes by their change time, and what has none by full runs, deletions too', async () => {
    await db.collection(products.collection).doc('p5').update({ stock: 77, editedAt: Timestamp.now() })
    const { runs } = await copy('syncOrders', 'firestore.products')
    expect(runs).toMatchObject([{ pipeline: 'firestore.products', status: 'succeeded', updated: 1 }])
    expect((await list({ stream: 'products', filter: { stock: { min: 70 } } })).total).toBe(1)

    await db.collection(users.collection).doc('u1').update({ plan: 'silver' })
    await db.collection(users.collection).doc('u3').delete()
    await copy('resyncOrders', 'firestore.users')
    const { facets, total } = await list({ stream: 'users', facets: true })
    expect({ total, plans: facets?.plan }).toEqual({ total: 11, plans: { free: 4, gold: 6, silver: 1 } })
  })

  it('have a watermark each, and caches of their own', async () => {
    const { docs } = await db.collection('sync_state').get()
    expect(docs.map(({ id }) => id).toSorted()).toEqual(['firestore.products', 'firestore.users'])
    expect((await db.collection('products_cache').count().get()).data().count).toBe(count.products)
    expect((await db.collection('users_cache').count().get()).data().count).toBe(11)
  })

  it('that are declared anew are read again by a full run that starts by itself', async () => {
    const columns = [
      ...products.columns.filter(({ name }) => name !== 'stock'),
      { name: 'stock', path: 'stock', kind: 'category', facet: true },
    ]
    const again = await startServer({
      db,
      sources: { recordSources: recordSourcesOf({ products: { ...products, columns }, users }) },
    })
    try {
      const early = await again.call(
        'listRecords',
        { stream: 'products', filter: { stock: { in: ['1'] } } },
        server.token,
      )
      expect(early.status).toBe(400)
      const { runs } = await copy('syncOrders', 'firestore.products', again)
      expect(runs).toContainEqual(expect.objectContaining({ mode: 'full', status: 'running' }))
      const { total, facets } = await list(
        { stream: 'products', filter: { stock: { in: ['1'] } }, facets: true },
        again,
      )
      expect(total).toBe(facets?.stock?.['1'])
      expect(total).toBeGreaterThan(3)
      const { record } = await answerOf<GetRecordResponse>(
        'getRecord',
        { stream: 'products', id: 'firestore:p6' },
        again,
      )
      expect(record.stock).toBe('1')
    } finally {
      await again.stop()
    }
  })
})
