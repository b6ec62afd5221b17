import { describe, expect, it } from 'vitest'

import { Timestamp, type Firestore } from '../../../functions/src/lib/firestore/firestore.ts'
import { noInputs, type Source } from '../../../functions/src/model/source.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { createOrderSource } from '../../../functions/src/sources/firestore/orderSource.ts'
import { agreedRows } from '../../harness/consistency.ts'
import { Crash, dyingAt } from '../../harness/crashes.ts'
import { databaseOf } from '../../harness/firestore.ts'
import { ids, Shop, type ShopOptions } from '../../harness/shop.ts'
import { all, idsOf, numbered, readsOf, whole } from './ownCollection.ts'

const collection = 'users/{uid}/orders'

function shopOfUsers(options: ShopOptions = {}): Shop {
  return new Shop({ ...options, source: { collection, ...options.source } })
}

/** The escaped ids of users, as those of their orders have them, where they differ. */
const escaped: Readonly<Record<string, string>> = { 'u%': 'u%25', 'u~': 'u%7E' }

/** Fails unless the cache shows exactly the orders below the users. */
async function expectSameAsUsers(shop: Shop): Promise<void> {
  const { docs } = await shop.db.collectionGroup('orders').get()
  const expected = docs
    .filter(({ ref }) => /^users\/[^/]+\/orders\/[^/]+$/.test(ref.path))
    .map((order): [string, number] => [
      `${escaped[order.ref.parent.parent?.id ?? ''] ?? order.ref.parent.parent?.id}~${order.id}`,
      Number(order.get('totalAmount')) * 100,
    ])
  const rows = await agreedRows(shop.db)
  expect(new Map(rows.map(({ sourceId, total }) => [sourceId, total]))).toEqual(new Map(expected))
}

/** Writes `count` orders below each user, under the same ids. */
async function putForUsers(shop: Shop, users: readonly string[], count: number, at: Timestamp): Promise<void> {
  for (const uid of users) {
    await shop.putMany(ids(count), () => ({ timestamp: at, updatedAt: at }), `users/${uid}/orders`)
  }
}

/** Writes documents into collections of the same name that are not below users. */
async function putElsewhere(shop: Shop, count: number, fields: Record<string, unknown> = {}): Promise<void> {
  for (const other of ['orders', 'shops/main/orders', 'users/u1/carts/1/orders']) {
    await shop.putMany(ids(count), () => fields, other)
  }
}

const users = ['u', 'u!', 'u1', 'u%', 'u~', 'ü']

describe('orders below each user', () => {
  it('are two where two users have the same id, and nothing else of that name is copied', async () => {
    const shop = shopOfUsers()
    await shop.put('7', { totalAmount: 1, orderId: '' }, 'users/ann/orders')
    await shop.put('7', { totalAmount: 2, orderId: '' }, 'users/ben/orders')
    await putElsewhere(shop, 2)
    await shop.fullRun()
    await expectSameAsUsers(shop)
    const cached = await shop.db.collection('orders_cache').doc('firestore:ben~7').get()
    expect(cached.data()).toMatchObject({ sourceId: 'ben~7', orderNumber: '7', total: 200 })
    const state = await shop.db.collection('sync_state').doc('firestore.orders').get()
    const { lastFullRun } = state.data() ?? {}
    expect(lastFullRun).toMatchObject({ fetched: 2, created: 2, quarantined: 0 })
    // The others are read, and billed.
    expect(lastFullRun.firestoreReads).toBeGreaterThanOrEqual(8)
  })

  it('are copied, changed and deleted by windows, reports and full runs', async () => {
    const shop = shopOfUsers({ source: { changeFeed: true } })
    const of = `(default)/${collection}`
    const at = shop.now()
    await putForUsers(shop, users, 5, at)
    await putElsewhere(shop, 5)
    await shop.fullRun()
    await expectSameAsUsers(shop)

    await shop.put('o000001', { totalAmount: 99, updatedAt: shop.now() }, 'users/u1/orders')
    expect(await shop.worker().sync()).toMatchObject([{ status: 'succeeded', updated: 1 }])
    await expectSameAsUsers(shop)

    // Its change time stays, so that only the report finds it.
    await shop.put('o000002', { totalAmount: 98, updatedAt: Timestamp.fromMillis(0) }, 'users/u~/orders')
    await shop.remove('o000003', 'users/u%/orders')
    const [changed, gone] = ['users/u~/orders', 'users/u%/orders']
    await shop.report('u%7E~o000002', 'updated', { of, version: await shop.versionOf('o000002', changed) })
    await shop.report('u%25~o000003', 'deleted', { of, version: await shop.versionOf('o000003', gone) })
    expect(await shop.worker().sync()).toMatchObject([{ status: 'succeeded', updated: 1, deleted: 1 }])
    await expectSameAsUsers(shop)

    await shop.remove('o000004', 'users/u!/orders')
    await shop.fullRun()
    await expectSameAsUsers(shop)
  })

  it('of one moment are each copied once, though the run dies on the way', async () => {
    const shop = shopOfUsers({ settings: { pageSize: 7 } })
    await shop.put('first', {}, 'users/u/orders')
    await shop.fullRun()
    shop.pass(3_600_000)
    const at = shop.now()
    await putForUsers(shop, ['b', 'a', 'a!', 'a-b', 'c'], 20, at)
    await putElsewhere(shop, 20, { updatedAt: at })
    const dying = dyingAt(6, 'after')
    await shop.worker(dying).sync()
    expect(dying.died).toBe(true)
    const copied = await agreedRows(shop.db)
    expect(copied.length > 1 && copied.length < 101).toBe(true)
    shop.pass(600_000)
    const [report] = await shop.worker().sync()
    expect(report).toMatchObject({ status: 'succeeded', updated: 0, quarantined: 0 })
    await expectSameAsUsers(shop)
  })

  it('are all enumerated, though a full run dies on the way', async () => {
    const shop = shopOfUsers({ settings: { pageSize: 9 } })
    await putForUsers(shop, ['b', 'a', 'a!', 'a-b', 'c'], 20, shop.now())
    await putElsewhere(shop, 20)
    // Without a date, and so found by path alone.
    for (const uid of ['a', 'z']) {
      await shop.db.doc(`users/${uid}/orders/undated`).set({ orderId: '', status: 'PENDING', totalAmount: 3 })
    }
    await expect(shop.fullRun(shop.worker(dyingAt(7, 'after')))).rejects.toThrow(Crash)
    shop.pass(600_000)
    shop.tasks += 1
    await shop.drain()
    await expectSameAsUsers(shop)
  })

  it('replace those of another collection, of which none is left', async () => {
    const shop = new Shop()
    await shop.putMany(ids(4))
    await shop.fullRun()
    await putForUsers(shop, ['a', 'b'], 4, shop.now())
    const settings: ShopOptions = { source: { collection } }
    await shop.fullRun(shop.worker({}, settings), { maxDeletes: 4 })
    await expectSameAsUsers(shop)
  })
})

function sourceOn(db: Firestore): Source {
  return createOrderSource(db, readFirestoreSourceConfig({ collection, changedAtField: 'updatedAt' }))
}

/** Writes `count` documents into a collection. */
async function put(
  db: Firestore,
  path: string,
  count: number,
  fieldsOf: (i: number) => Record<string, unknown>,
): Promise<void> {
  const batch = db.batch()
  for (const [id, data] of Object.entries(numbered(count, fieldsOf))) batch.set(db.collection(path).doc(id), data)
  await batch.commit()
}

describe('the change times of orders below each user', () => {
  const start = Date.UTC(2026, 0, 1)
  it('are told by those of the users, behind others that are newer and of another kind', async () => {
    const db = databaseOf()
    await put(db, 'users/u1/orders', 3, (i) => ({ updatedAt: start + i }))
    await put(db, 'orders', 50, (i) => ({ updatedAt: `2026-01-0${1 + (i % 3)}T00:00:00Z` }))
    const pages = await all(sourceOn(db).changes(whole, 10))
    expect(idsOf(pages)).toEqual(['u1~d00000', 'u1~d00001', 'u1~d00002'])
    expect(pages.flatMap(({ notices = [] }) => notices)).toEqual([])
    expect(pages.at(-1)?.changeTimes).toBe('ordered')
    // One and fifty-one were looked at for the newest, one for the oldest.
    expect(readsOf(pages)).toBeGreaterThanOrEqual(53)
  })

  it('are told to be uncertain where too many others are newer', async () => {
    const db = databaseOf()
    await put(db, 'users/u1/orders', 3, (i) => ({ updatedAt: start + i }))
    await put(db, 'orders', 120, (i) => ({ updatedAt: start + 1_000 + i }))
    const pages = await all(sourceOn(db).changes(whole, 50))
    expect(idsOf(pages)).toEqual(['u1~d00000', 'u1~d00001', 'u1~d00002'])
    expect(pages.flatMap(({ notices = [] }) => notices)).toMatchObject([
      { kind: 'mixed-change-times', message: expect.stringContaining('lie outside of "users/{uid}/orders"') },
    ])
    expect(pages.at(-1)?.changeTimes).toBe('mixed')
    expect(Math.max(...pages.map(({ records }) => records.length))).toBeLessThanOrEqual(50)
  })

  it('are none where nothing but others has any', async () => {
    const db = databaseOf()
    await put(db, 'orders', 5, (i) => ({ updatedAt: start + i }))
    const pages = await all(sourceOn(db).changes(whole, 10))
    expect(pages).toMatchObject([{ records: [], changeTimes: 'none' }])
  })

  it('go with look-ups that prove what is not there, whatever the ids are', async () => {
    const db = databaseOf()
    await put(db, 'users/u1/orders', 1, () => ({ status: 'PAID' }))
    await put(db, 'orders', 1, () => ({ status: 'PAID' }))
    const { found, absent, usage } = await sourceOn(db).lookup(['u1~d00000', 'd00000', 'u2~d00000', 'a~b~c'], noInputs)
    expect(found.map(({ sourceId }) => sourceId)).toEqual(['u1~d00000'])
    expect(absent.map(({ sourceId }) => sourceId)).toEqual(['d00000', 'u2~d00000', 'a~b~c'])
    expect(usage).toEqual({ calls: 1, reads: 4 })
  })
})
