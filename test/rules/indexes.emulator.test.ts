import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { beforeAll, describe, expect, it } from 'vitest'

import { readIndexFile } from '../../cli/indexes/file.ts'
import { mergedFile, missingOverrides } from '../../cli/indexes/merge.ts'
import { needsOf } from '../../cli/indexes/needs.ts'
import { projectRoot } from '../../cli/paths.ts'
import { cacheOf, collections } from '../../functions/src/cache/paths.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import { readConfig } from '../../functions/src/config.ts'
import type { Firestore, Query } from '../../functions/src/lib/firestore/firestore.ts'
import { parseSettingsFile } from '../../functions/src/settingsFile.ts'
import { seasonCollections } from '../../functions/src/sources/operatingSeasons/document.ts'
import { getOrder } from '../../functions/src/query/orders/getOrder.ts'
import { Crash, dyingAt } from '../harness/crashes.ts'
import { processOn } from '../harness/firestore.ts'
import { missingIndex, type IndexFile, type StructuredQuery } from '../harness/indexes.ts'
import { readerOn } from '../harness/reader.ts'
import { ids, pipeline, Shop } from '../harness/shop.ts'

const cache = cacheOf('firestore.orders')

const file = JSON.parse(readFileSync(join(projectRoot, 'firestore.indexes.json'), 'utf8')) as IndexFile // As deployed.

/** Sees every query that leaves the client, those that only count included. */
function listening() {
  const queries: StructuredQuery[] = []
  return {
    queries,
    faults: {
      before: (_method: string, request: unknown) => {
        const { structuredQuery, structuredAggregationQuery } = request as Record<
          string,
          Record<string, unknown> | undefined
        >
        const query = structuredQuery ?? structuredAggregationQuery?.structuredQuery
        if (query != null) queries.push(query as unknown as StructuredQuery) // What the client sends under these names.
      },
    },
  }
}

/** The query as it leaves the client. */
async function shapeOf(make: (db: Firestore) => Query): Promise<StructuredQuery | undefined> {
  const { queries, faults } = listening()
  await make(processOn(new Shop().db, faults).db).get()
  return queries[0]
}

describe('every query that the functions send has its index', () => {
  const { queries, faults } = listening()

  beforeAll(async () => {
    const shop = new Shop()
    const worker = shop.worker(faults)
    await shop.putMany(ids(450))
    // Over the two hundred that the watermark document lists, so that the quarantine itself is asked.
    await shop.putMany(ids(220, 'bad'), () => ({ status: '' }))
    // Found by document id only; and times of another kind, so that the newest of each kind is looked for.
    await shop.db.collection('orders').doc('undated').set({ orderId: '#u', status: 'PENDING', totalAmount: 1 })
    await shop.db
      .collection('orders')
      .doc('mixed')
      .set({ orderId: '#m', status: 'PENDING', totalAmount: 1, updatedAt: 5e8 })
    await shop.fullRun(worker)
    await shop.putMany(ids(120, 'new'))
    await shop.remove('new000003')
    expect(await worker.sync()).toMatchObject([{ status: 'succeeded', created: 119 }])
    await shop.remove('o000001')
    // Dies between two pages, so that another task goes on behind the last.
    const dying = dyingAt(4, 'after')
    const before = (method: string, request: unknown): void => {
      faults.before(method, request)
      void dying.before?.(method, request)
    }
    await expect(shop.fullRun(shop.worker({ ...dying, before }))).rejects.toThrow(Crash)
    shop.pass(600_000)
    shop.tasks += 1
    await shop.drain(worker)
    const { db, clock } = worker.context
    const reported = shop.worker(faults, { source: { changeFeed: true } })
    await shop.report('o000002')
    expect(await reported.sync()).toMatchObject([{ status: 'succeeded' }])
    const reader = readerOn(db, clock)
    for (const request of [{}, { filter: { search: 'o' }, facets: true }]) await listOrders(reader, request, clock)
    await getOrder(db, reader, 'firestore:o000002')
  })

  it('in firestore.indexes.json or by default', () => {
    const missing = queries.map((query) => missingIndex(query, file)).filter((one) => one !== null)
    expect([...new Set(missing)]).toEqual([])
  })

  it('and the paths that send queries were taken', () => {
    const asked = new Set(queries.map(({ from }) => from[0]?.collectionId))
    expect(asked).toEqual(new Set([collections.commits, 'orders', collections.quarantine, collections.reports]))
    const onOrders = queries.filter(({ from }) => from[0]?.collectionId === 'orders')
    const sorts = new Set(
      onOrders.map(({ orderBy = [] }) =>
        orderBy.map(({ field, direction }) => `${field.fieldPath} ${direction}`).join(),
      ),
    )
    expect([...sorts]).toEqual(
      expect.arrayContaining([
        '',
        '__name__ ASCENDING',
        'timestamp ASCENDING',
        'timestamp ASCENDING,__name__ ASCENDING',
        'updatedAt ASCENDING',
        'updatedAt DESCENDING',
        'updatedAt ASCENDING,__name__ ASCENDING',
      ]),
    )
  })
})

describe('every query of orders below each user has its index', () => {
  it('in firestore.indexes.json with what "npm run indexes -- merge" adds, and not without', async () => {
    const { queries, faults } = listening()
    const source = { collection: 'users/{uid}/orders' }
    const shop = new Shop({ source })
    await shop.putMany(ids(3), () => ({}), 'users/u1/orders')
    // Found by path only; and times of another kind, so that the newest of each kind is looked for.
    await shop.db.doc('users/u1/orders/undated').set({ status: 'PENDING', totalAmount: 1, updatedAt: 5e8 })
    const worker = shop.worker(faults)
    await shop.fullRun(worker)
    await shop.put('new', {}, 'users/u2/orders')
    expect(await worker.sync()).toMatchObject([{ status: 'succeeded', created: 1 }])
    const missingIn = (indexes: IndexFile) => queries.filter((query) => missingIndex(query, indexes) !== null)
    expect(missingIn(file)).not.toEqual([])
    const settings = parseSettingsFile(
      JSON.stringify({ orders: { ...source, createdAt: 'timestamp', changedAt: 'updatedAt' } }),
    )
    const own = readIndexFile(join(projectRoot, 'firestore.indexes.json'))
    const needs = needsOf(readConfig({}, settings), settings)
    const { fieldOverrides } = mergedFile(own, missingOverrides(own, needs))
    expect(missingIn({ ...file, fieldOverrides })).toEqual([])
  })
})

describe('what people and other functions query natively', () => {
  const promised: readonly (readonly [string, (db: Firestore) => Query])[] = [
    ['the newest orders', (db) => db.collection(cache.documents).orderBy('createdAt', 'desc').limit(50)],
    [
      'orders of a month',
      (db) => db.collection(cache.documents).where('createdAt', '>=', '2026-01').where('createdAt', '<', '2026-02'),
    ],
    ['what changed last', (db) => db.collection(cache.documents).orderBy('updatedAt', 'desc').limit(50)],
    ['orders of a status', (db) => db.collection(cache.documents).where('status', 'in', ['pending', 'on_hold'])],
    ['an order by its number', (db) => db.collection(cache.documents).where('orderNumber', '==', '#1001')],
    [
      'the orders of a customer',
      (db) => db.collection(cache.documents).where('customer.email', '==', 'ana@example.com'),
    ],
    [
      'a customer and a status',
      (db) => db.collection(cache.documents).where('customer.email', '==', 'a').where('status', '==', 'pending'),
    ],
    [
      'the runs of a pipeline',
      (db) => db.collection(collections.runs).where('pipeline', '==', pipeline).orderBy('startedAt', 'desc').limit(20),
    ],
    ['the last runs', (db) => db.collection(collections.runs).orderBy('startedAt', 'desc').limit(20)],
    ['open alerts', (db) => db.collection(collections.alerts).where('closedAt', '==', null)],
  ]
  const unpromised: readonly (readonly [string, (db: Firestore) => Query])[] = [
    ['a payload', (db) => db.collection(cache.documents).where('payload.orderId', '==', '#1')],
    ['a total', (db) => db.collection(cache.documents).orderBy('total')],
    [
      'a status, newest first',
      (db) => db.collection(cache.documents).where('status', '==', 'pending').orderBy('createdAt', 'desc'),
    ],
    ['any collection of its name', (db) => db.collectionGroup(cache.documents).orderBy('createdAt')],
    ['a reason', (db) => db.collection(collections.quarantine).where('reason', '==', 'status: is missing')],
    ['a version', (db) => db.collection(cache.heads).orderBy('cacheVersion')],
    ['the shop, by two fields', (db) => db.collection('orders').where('status', '==', 'PENDING').orderBy('timestamp')],
  ]
  it.each(promised)('%s: has an index', async (_name, make) => {
    const query = await shapeOf(make)
    expect(query && missingIndex(query, file)).toBeNull()
  })

  it.each(unpromised)('%s: has none, and costs no write', async (_name, make) => {
    const query = await shapeOf(make)
    expect(query && missingIndex(query, file)).toEqual(expect.any(String))
  })
})

describe('firestore.indexes.json', () => {
  it('lets the reports of changes be read in their order, and go by themselves', () => {
    const fields = file.fieldOverrides.filter(({ collectionGroup }) => collectionGroup === collections.reports)
    expect(fields.slice(1)).toEqual([
      {
        collectionGroup: collections.reports,
        fieldPath: 'at',
        indexes: [{ order: 'ASCENDING', queryScope: 'COLLECTION' }],
      },
      { collectionGroup: collections.reports, fieldPath: 'expireAt', ttl: true, indexes: [] },
    ])
  })

  it('lets the reports of a stretch of time be counted with their events', () => {
    // A sum under a range goes by an index of both (https://firebase.google.com/docs/firestore/query-data/aggregation-queries).
    const fields = ['at', 'events'].map((fieldPath) => ({ fieldPath, order: 'ASCENDING' }))
    expect(file.indexes).toContainEqual({ collectionGroup: collections.reports, queryScope: 'COLLECTION', fields })
  })

  it('lets the journal go by itself, runs and what they replaced, and who changed seasons that are gone', () => {
    const expiring = file.fieldOverrides.filter(({ ttl }) => ttl).map(({ collectionGroup }) => collectionGroup)
    expect(expiring.toSorted()).toEqual(
      [
        collections.commits,
        collections.reports,
        collections.runs,
        collections.webhooks,
        seasonCollections.audit,
      ].toSorted(),
    )
  })

  it('says something of every collection, but of alerts, which are few, and of feeds, which have no documents', () => {
    const named = new Set(file.fieldOverrides.map(({ collectionGroup }) => collectionGroup))
    expect([...named, collections.alerts, collections.feeds].toSorted()).toEqual(
      [...Object.values(collections), ...Object.values(cache), seasonCollections.audit].toSorted(),
    )
  })

  it('touches nothing of the shop', () => {
    const groups = [...file.indexes, ...file.fieldOverrides].map(({ collectionGroup }) => collectionGroup)
    expect([...Object.values(collections), ...Object.values(cache), seasonCollections.audit]).toEqual(
      expect.arrayContaining([...new Set(groups)]),
    )
  })

  it('exempts by "*" all fields that are not named, and says nothing there of TTL', () => {
    for (const group of new Set(file.fieldOverrides.map(({ collectionGroup }) => collectionGroup))) {
      const [first, ...others] = file.fieldOverrides.filter(({ collectionGroup }) => collectionGroup === group)
      // With a TTL, even a false one, Firestore refuses the wildcard and with it the deploy.
      expect(first).toEqual({ collectionGroup: group, fieldPath: '*', indexes: [] })
      for (const { fieldPath, indexes, ttl } of others) {
        if (group === collections.reports) continue
        const expected = fieldPath === 'expireAt' ? { indexes: 0, ttl: true } : { indexes: 2, ttl: undefined }
        expect({ indexes: indexes.length, ttl }).toEqual(expected)
      }
    }
  })
})
