import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'

import { reportWrite } from '../../../functions/src/cache/feed.ts'
import { readHead } from '../../../functions/src/cache/head.ts'
import { reportRef } from '../../../functions/src/cache/paths.ts'
import type { RunReport } from '../../../functions/src/contract/sync.ts'
import { FieldValue, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { shift, type Instant } from '../../../functions/src/lib/instant.ts'
import { Meter } from '../../../functions/src/lib/meter.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { runRequested } from '../../../functions/src/sync/requests/requestedRun.ts'
import { openAlerts } from '../../harness/alerts.ts'
import { agreedRows, expectSameAsSource } from '../../harness/consistency.ts'
import { Crash, dyingAt } from '../../harness/crashes.ts'
import type { Faults } from '../../harness/firestore.ts'
import { playHistories } from '../../harness/histories.ts'
import { ids, pipeline, Shop, shopIdentity, type ShopOptions, type ShopOrder, type Worker } from '../../harness/shop.ts'

/** A shop that never stamps an update: only reports and full runs find one. */
const unstamped: ShopOptions = { source: { changedAtField: 'timestamp', changeFeed: true } }
const placedAt = Timestamp.fromMillis(Date.UTC(2026, 0, 1))

async function syncOnce(shop: Shop): Promise<RunReport> {
  const [report] = await shop.worker().sync()
  if (report === undefined) throw new Error('The call reported no run.')
  return report
}

async function shopWith(count: number, options: ShopOptions = unstamped): Promise<Shop> {
  const shop = new Shop(options)
  await shop.putMany(ids(count), () => ({ timestamp: placedAt, updatedAt: placedAt }))
  await shop.fullRun()
  shop.pass(900_000)
  return shop
}

const unseen = { timestamp: placedAt, updatedAt: placedAt }

describe('a reported change', () => {
  it('is copied without a change time and without a full run', async () => {
    const shop = await shopWith(30)
    await shop.put('o000003', { ...unseen, status: 'SHIPPED' })
    expect(await syncOnce(shop)).toMatchObject({ fetched: 0, updated: 0 })
    await shop.report('o000003')
    expect(await syncOnce(shop)).toMatchObject({ status: 'succeeded', fetched: 1, updated: 1, deleted: 0 })
    await expectSameAsSource(shop.db)
  })

  it('is looked at, not believed: what is there counts', async () => {
    const shop = await shopWith(5)
    await shop.report('o000001', 'deleted')
    expect(await syncOnce(shop)).toMatchObject({ unchanged: 1, deleted: 0 })
    await shop.remove('o000002')
    await shop.report('o000002', 'created')
    expect(await syncOnce(shop)).toMatchObject({ deleted: 1 })
    await shop.report('nowhere', 'created')
    expect(await syncOnce(shop)).toMatchObject({ status: 'succeeded', created: 0, deleted: 0 })
    await expectSameAsSource(shop.db)
  })

  it('of a deletion leaves a tombstone that a late report does not raise, and a re-creation does', async () => {
    const shop = await shopWith(5)
    await shop.remove('o000004')
    await shop.report('o000004', 'deleted')
    expect(await syncOnce(shop)).toMatchObject({ deleted: 1 })
    await shop.report('o000004', 'updated')
    expect(await syncOnce(shop)).toMatchObject({ created: 0, deleted: 0 })
    await expectSameAsSource(shop.db)
    await shop.put('o000004', { ...unseen, totalAmount: 77 })
    await shop.report('o000004', 'created')
    expect(await syncOnce(shop)).toMatchObject({ created: 1 })
    await expectSameAsSource(shop.db)
  })

  it('that the change time finds too counts once', async () => {
    const shop = await shopWith(5, { source: { changeFeed: true } })
    // Reported before the run reads: what the run reads has it.
    await shop.put('o000001', { status: 'SHIPPED' })
    await shop.report('o000001')
    expect(await syncOnce(shop)).toMatchObject({ updated: 1 })
    const { deleted, stale, created } = await syncOnce(shop)
    expect({ deleted, stale, created }).toEqual({ deleted: 0, stale: 0, created: 0 })
    await expectSameAsSource(shop.db)
  })
})

/** Runs as the scheduler does, which reads the reports of the whole lookback again; returns how many orders it looked up. */
async function lookedUp(shop: Shop): Promise<number> {
  let asked = 0
  const worker = shop.worker({
    before: (method, request) => {
      if (method !== 'batchGetDocuments') return
      const { documents } = request as { documents: string[] } // What the client sends under this name.
      asked += documents.filter((name) => name.includes('/documents/orders/')).length
    },
  })
  expect(await worker.sync()).toMatchObject([{ status: 'succeeded' }])
  return asked
}

/** Forgets which reports runs have dealt with, as after a crash, so that the next one reads the lookback again. */
async function forgetDealtWith(shop: Shop): Promise<void> {
  await shop.db.doc(`sync_state/${pipeline}`).update({ 'reports.recent': null })
}

/** Writes an order at a time that has digits below the millisecond, as nearly all have. */
async function putPrecisely(shop: Shop, id: string, status = 'SHIPPED'): Promise<void> {
  do await shop.put(id, { ...unseen, status })
  while ((await shop.versionOf(id)).endsWith('000000Z'))
}

describe('a report that a run has applied', () => {
  it('may be read again by the lookback, and its order is not looked up', async () => {
    const shop = await shopWith(10)
    await putPrecisely(shop, 'o000001')
    await shop.report('o000001')
    await putPrecisely(shop, 'new')
    await shop.report('new', 'created')
    const deleted = await shop.versionOf('o000002')
    await shop.remove('o000002')
    await shop.report('o000002', 'deleted', { version: deleted })
    expect(await lookedUp(shop)).toBe(3)
    shop.pass(10_000)
    await syncOnce(shop)
    await forgetDealtWith(shop)
    expect(await lookedUp(shop)).toBe(0)
    await forgetDealtWith(shop)
    // Neither where the rows are in segments by now.
    await shop.putMany(ids(1_100, 'more'), () => ({ timestamp: Timestamp.fromMillis(Date.UTC(2026, 1, 1)) }))
    await shop.fullRun()
    expect((await readHead(shop.db, orderStream, pipeline, new Meter())).head.pending.size).toBeLessThan(1_000)
    expect(await lookedUp(shop)).toBe(0)
    await expectSameAsSource(shop.db)
  })

  it('late again, by an event that was delivered twice, is not looked up either', async () => {
    const shop = await shopWith(10)
    await putPrecisely(shop, 'o000001')
    const version = await shop.versionOf('o000001')
    await shop.report('o000001', 'updated', { version })
    expect(await lookedUp(shop)).toBe(1)
    shop.pass(60_000)
    await shop.report('o000001', 'updated', { version })
    expect(await lookedUp(shop)).toBe(0)
  })

  it('whose record went to quarantine is not looked up until it changes', async () => {
    const shop = await shopWith(10)
    await putPrecisely(shop, 'o000001', '')
    await shop.report('o000001')
    expect(await lookedUp(shop)).toBe(1)
    await forgetDealtWith(shop)
    expect(await lookedUp(shop)).toBe(0)
    await shop.put('o000001', { ...unseen, status: 'SHIPPED' })
    await shop.report('o000001')
    expect(await lookedUp(shop)).toBe(1)
    await expectSameAsSource(shop.db)
  })
})

describe('a report', () => {
  it.each([
    ['without a version', { written: FieldValue.delete() }],
    ['with a version that cannot be read', { written: 'yesterday' }],
    ['with a version that no time has', { written: Number.MAX_SAFE_INTEGER }],
  ])('%s is looked at, whatever the cache shows', async (_name, fields) => {
    const shop = await shopWith(5)
    for (let i = 0; i < 2; i++) {
      await shop.report('o000001')
      await reportRef(shop.db, pipeline, 'o000001').update(fields)
      expect(await syncOnce(shop)).toMatchObject({ fetched: 1, unchanged: 1 })
    }
    await forgetDealtWith(shop)
    expect(await syncOnce(shop)).toMatchObject({ fetched: 1, unchanged: 1 })
    expect(await syncOnce(shop), 'once').toMatchObject({ fetched: 0 })
  })

  it('of a state that is cached, which overwrote a later one that is not, is looked at', async () => {
    const shop = await shopWith(5)
    await shop.put('o000001', { ...unseen, status: 'SHIPPED' })
    const version = await shop.versionOf('o000001')
    await shop.report('o000001', 'updated', { version })
    expect(await syncOnce(shop)).toMatchObject({ updated: 1 })
    await shop.put('o000001', { ...unseen, status: 'DELIVERED' })
    await shop.report('o000001')
    // The first event comes once more, late.
    await shop.report('o000001', 'updated', { version })
    shop.pass(4_000)
    expect(await runRequested(shop.worker().context, 'reports')).toMatchObject([{ updated: 1 }])
    await expectSameAsSource(shop.db)

    await shop.remove('o000001')
    await shop.report('o000001', 'deleted')
    await shop.report('o000001', 'updated', { version })
    shop.pass(4_000)
    expect(await runRequested(shop.worker().context, 'reports')).toMatchObject([{ deleted: 1 }])
    await expectSameAsSource(shop.db)
  })

  it('whose event did not say its version is looked at, and so are the next ones of its order', async () => {
    const shop = await shopWith(5)
    const write = { of: shopIdentity, sourceId: 'o000001', kind: 'updated', version: null } as const
    await reportWrite(shop.db, pipeline, write, shop.now().toMillis())
    for (let i = 0; i < 2; i++) {
      await shop.report('o000001')
      expect(await syncOnce(shop)).toMatchObject({ fetched: 1, unchanged: 1 })
    }
  })

  it('whose version was cut off at the millisecond is not taken for what the cache shows', async () => {
    const shop = await shopWith(5)
    await shop.put('o000001', { ...unseen, status: 'SHIPPED' })
    const cut = `${(await shop.versionOf('o000001')).slice(0, 23)}000000Z` as Instant // Still of an instant's form.
    await shop.put('o000002', { ...unseen, status: 'SHIPPED' })
    await shop.report('o000001', 'updated', { version: cut })
    expect(await syncOnce(shop)).toMatchObject({ updated: 1 })
    await shop.report('o000001', 'updated', { version: cut })
    expect(await syncOnce(shop)).toMatchObject({ fetched: 1, unchanged: 1 })
  })

  it('of a deletion is looked at where the cache shows the order, whatever its time', async () => {
    const shop = await shopWith(5)
    const before = await shop.versionOf('o000001')
    await shop.remove('o000001')
    await shop.report('o000001', 'deleted', { version: shift(before, -1_000) })
    expect(await syncOnce(shop)).toMatchObject({ deleted: 1 })
    await expectSameAsSource(shop.db)
  })

  it('that became visible behind others that were read is found by the next run of the schedule', async () => {
    const shop = await shopWith(5)
    await syncOnce(shop)
    const stampedAt = shop.now()
    await shop.put('o000001', { ...unseen, status: 'SHIPPED' })
    await shop.put('o000002', { ...unseen, status: 'SHIPPED' })
    shop.pass(20_000)
    await shop.report('o000002')
    shop.pass(20_000)
    expect(await runRequested(shop.worker().context, 'reports')).toMatchObject([{ updated: 1 }])
    await shop.report('o000001')
    await reportRef(shop.db, pipeline, 'o000001').update({ at: stampedAt })
    shop.pass(20_000)
    expect(await runRequested(shop.worker().context, 'reports')).toMatchObject([{ updated: 0 }])
    expect(await syncOnce(shop)).toMatchObject({ updated: 1 })
    await expectSameAsSource(shop.db)
  })
})

/** A shop whose last minute has forty reports that runs have dealt with, and its scheduled run's reads where nothing is late. */
async function busyShop(): Promise<{ readonly shop: Shop; readonly stampedAt: Timestamp; readonly reads: number }> {
  const shop = await shopWith(50)
  await syncOnce(shop)
  shop.pass(400_000)
  await syncOnce(shop)
  shop.pass(400_000)
  await syncOnce(shop)
  const stampedAt = shop.now()
  for (const id of ids(40)) {
    shop.pass(1_000)
    await shop.put(id, { ...unseen, status: 'SHIPPED' })
    await shop.report(id)
  }
  shop.pass(5_000)
  expect(await runRequested(shop.worker().context, 'reports')).toMatchObject([{ updated: 40 }])
  shop.pass(5_000)
  const { firestoreReads, fetched } = await syncOnce(shop)
  expect(fetched).toBe(0)
  shop.pass(5_000)
  return { shop, stampedAt, reads: firestoreReads }
}

describe('the lookback of a scheduled run', () => {
  it('is counted for one read, and not read, where runs have dealt with all of it', async () => {
    const { reads } = await busyShop()
    expect(reads).toBeLessThanOrEqual(6)
  })

  it.each([
    ['of an order that none was read of', 'o000045'],
    ['of an order that one was read of', 'o000005'],
  ])('is read again where a report became visible late %s', async (_name, id) => {
    const { shop, stampedAt } = await busyShop()
    await shop.put(id, { ...unseen, status: 'DELIVERED' })
    await shop.report(id)
    const at = Timestamp.fromMillis(stampedAt.toMillis() + 7_500)
    await reportRef(shop.db, pipeline, id).update({ at })
    shop.pass(5_000)
    expect(await runRequested(shop.worker().context, 'reports')).toMatchObject([{ updated: 0 }])
    expect(await syncOnce(shop)).toMatchObject({ fetched: 1, updated: 1 })
    await expectSameAsSource(shop.db)
  })

  it('is read again where the feed has no index to count by', async () => {
    const { shop, stampedAt } = await busyShop()
    await shop.put('o000045', { ...unseen, status: 'DELIVERED' })
    await shop.report('o000045')
    await reportRef(shop.db, pipeline, 'o000045').update({ at: stampedAt })
    const refusing = shop.worker({
      before: (method) => {
        if (method === 'runAggregationQuery') throw Object.assign(new Error('no index'), { code: 9 })
      },
    })
    expect(await refusing.sync()).toMatchObject([{ status: 'succeeded', updated: 1 }])
    await expectSameAsSource(shop.db)
  })

  it('is as well known after reports that came again meanwhile', async () => {
    const { shop } = await busyShop()
    for (const id of ids(10)) {
      await shop.put(id, { ...unseen, status: 'DELIVERED' })
      await shop.report(id)
    }
    const { firestoreReads, updated } = await syncOnce(shop)
    expect(updated).toBe(10)
    // Report, look-up and before-image of each.
    expect(firestoreReads).toBeLessThanOrEqual(30 + 7)
    await expectSameAsSource(shop.db)
  })
})

describe('many reported deletions', () => {
  it('above the cap are left, with an alert, for a full run to decide', async () => {
    const shop = await shopWith(60)
    for (const id of ids(25)) {
      await shop.remove(id)
      await shop.report(id, 'deleted')
    }
    await shop.put('o000050', { ...unseen, status: 'SHIPPED' })
    await shop.report('o000050')
    expect(await syncOnce(shop)).toMatchObject({ status: 'succeeded', updated: 1, deleted: 0 })
    expect(await agreedRows(shop.db)).toHaveLength(60)
    const alert = await shop.db.doc('sync_alerts/firestore.orders:delete-cap').get()
    expect(alert.data()).toMatchObject({ closedAt: null, message: expect.stringContaining('max_deletes') as unknown })
    await shop.fullRun(shop.worker(), { maxDeletes: 25 })
    await expectSameAsSource(shop.db)
  })
})

describe('a reported deletion', () => {
  it('of the only order of a shop is believed once it is proven', async () => {
    const shop = await shopWith(1)
    await shop.remove('o000000')
    await shop.report('o000000', 'deleted')
    expect(await syncOnce(shop)).toMatchObject({ status: 'succeeded', deleted: 1 })
    await expectSameAsSource(shop.db)
  })
})

describe('reports of another collection', () => {
  it('are dropped, and so are those that do not say which', async () => {
    const shop = await shopWith(5)
    await shop.put('o000001', { ...unseen, status: 'SHIPPED' })
    await shop.report('o000001', 'updated', { of: '(default)/orders_v2' })
    expect(await syncOnce(shop)).toMatchObject({ status: 'succeeded', fetched: 0, updated: 0 })
    await shop.report('o000001')
    await reportRef(shop.db, pipeline, 'o000001').update({ of: FieldValue.delete() })
    expect(await syncOnce(shop)).toMatchObject({ fetched: 0, updated: 0 })
    await shop.report('o000001')
    expect(await syncOnce(shop)).toMatchObject({ fetched: 1, updated: 1 })
    await expectSameAsSource(shop.db)
  })

  it('are passed over page by page', async () => {
    const shop = await shopWith(5, { ...unstamped, settings: { pageSize: 2 } })
    for (const id of ids(7)) await shop.report(id, 'deleted', { of: '(default)/orders_v2' })
    await shop.put('o000003', { ...unseen, status: 'SHIPPED' })
    await shop.report('o000003')
    for (const id of ids(2)) await shop.report(id, 'deleted', { of: '(default)/orders_v2' })
    expect(await syncOnce(shop)).toMatchObject({ fetched: 1, updated: 1, deleted: 0 })
    shop.pass(10_000)
    await runRequested(shop.worker().context, 'reports')
    shop.pass(10_000)
    const [again] = await runRequested(shop.worker().context, 'reports')
    expect(again?.firestoreReads, 'they are read once').toBeLessThanOrEqual(3)
    await expectSameAsSource(shop.db)
  })
})

const options: ShopOptions = { settings: { pageSize: 3, deleteCapPercent: 100 }, source: { changeFeed: true } }
const orderIds = ids(6)
const orderId = fc.constantFrom(...orderIds)
/** What becomes of the event of a write: it comes at once, later and out of turn, more than once, or never. */
const fate = fc.oneof(
  { weight: 5, arbitrary: fc.constant('now' as const) },
  { weight: 3, arbitrary: fc.constant('later' as const) },
  { weight: 2, arbitrary: fc.constant('twice' as const) },
  { weight: 1, arbitrary: fc.constant('lost' as const) },
)
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      id: orderId,
      total: fc.integer({ min: 1, max: 9 }),
      isStamped: fc.boolean(),
      fate,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), id: orderId, fate }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('deliver' as const), from: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('sync' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('requested' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      at: fc.integer({ min: 1, max: 4 }),
      side: fc.constantFrom('before' as const, 'after' as const),
      isRequested: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('ahead' as const),
      id: orderId,
      aheadMs: fc.constantFrom(20_000, 19_800_000, 3e13),
      fate,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('swap' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('race' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('full' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 20_000, 400_000) }),
  },
)
type Fate = typeof fate extends fc.Arbitrary<infer T> ? T : never
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Event {
  readonly id: string
  readonly kind: 'created' | 'updated' | 'deleted'
  readonly of: string
  /** What it says of the order, however late it comes. */
  readonly version: Instant
}

/** A shop, its events, and what of it an incremental run has been told. */
class History {
  readonly shop = new Shop(options)
  readonly #waiting: Event[] = []
  readonly #lost = new Set<string>()
  readonly seen = { lost: 0, late: 0, repeated: 0 }
  /** Where the settings say that the orders are. */
  #collection: 'orders' | 'orders_v2' = 'orders'

  async begin(): Promise<void> {
    await this.shop.putMany(orderIds.slice(0, 3), () => ({ ...unseen, totalAmount: 8 }), 'orders_v2')
    await this.shop.putMany(orderIds.slice(0, 4), () => unseen)
    await this.shop.fullRun()
  }

  async take(taken: Step): Promise<void> {
    const { shop } = this
    switch (taken.kind) {
      case 'put':
        return this.#put(taken.id, { totalAmount: taken.total, ...(taken.isStamped ? {} : unseen) }, taken.fate)
      case 'ahead': {
        const updatedAt = Timestamp.fromMillis(shop.now().toMillis() + taken.aheadMs)
        return this.#put(taken.id, { totalAmount: 66, updatedAt }, taken.fate)
      }
      case 'remove': {
        const { exists } = await shop.db.doc(`${this.#collection}/${taken.id}`).get()
        await shop.remove(taken.id, this.#collection)
        return exists ? this.#emit(taken.id, 'deleted', taken.fate) : undefined
      }
      case 'deliver': {
        const [event] = this.#waiting.splice(taken.from % Math.max(1, this.#waiting.length), 1)
        return event && this.#deliver(event)
      }
      case 'sync':
        await this.#worker().sync()
        return
      case 'requested':
        // As the task queue has it: never within the margin after what was reported.
        shop.pass(4_000)
        await runRequested(this.#worker().context, 'reports')
        return
      case 'crash':
        await this.#crashing(this.#worker(dyingAt(taken.at, taken.side)), taken.isRequested).catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error
        })
        return
      case 'race':
        await Promise.all([this.#worker().sync(), runRequested(this.#worker().context, 'reports')])
        return
      case 'full':
        await shop.fullRun(this.#worker())
        return
      case 'swap':
        this.#collection = this.#collection === 'orders' ? 'orders_v2' : 'orders'
        // One report an order is kept: that of the other collection may have taken the place of one of this.
        for (const id of orderIds) this.#lost.add(id)
        return
      case 'wait':
        shop.pass(taken.ms)
    }
  }

  #worker(faults: Faults = {}): Worker {
    const { source } = options
    return this.shop.worker(faults, { ...options, source: { ...source, collection: this.#collection } })
  }

  async #put(id: string, order: Partial<ShopOrder>, becomes: Fate): Promise<void> {
    const { exists } = await this.shop.db.doc(`${this.#collection}/${id}`).get()
    await this.shop.put(id, { timestamp: placedAt, ...order }, this.#collection)
    return this.#emit(id, exists ? 'updated' : 'created', becomes)
  }

  async #emit(id: string, kind: Event['kind'], becomes: Fate): Promise<void> {
    const version = await this.shop.versionOf(id, this.#collection)
    const event = { id, kind, of: `(default)/${this.#collection}`, version }
    if (becomes === 'lost') {
      this.seen.lost += 1
      this.#lost.add(event.id)
      return
    }
    // An event says of its order what is there now, and so makes up for one that was lost before.
    if (becomes === 'later') {
      this.seen.late += 1
      this.#waiting.push(event)
      return
    }
    await this.#deliver(event)
    if (becomes === 'twice') {
      this.seen.repeated += 1
      this.#waiting.push(event)
    }
  }

  async #deliver({ id, kind, of, version }: Event): Promise<void> {
    await this.shop.report(id, kind, { of, version })
  }

  async #crashing(worker: Worker, isRequested: boolean): Promise<void> {
    if (!isRequested) return void (await worker.sync())
    this.shop.pass(4_000)
    await runRequested(worker.context, 'reports')
  }

  /** Every event that was not lost comes, in whatever order; then one run brings all that was told, or says what to do. */
  async settle(): Promise<void> {
    const { shop } = this
    for (const event of this.#waiting.splice(0).reverse()) await this.#deliver(event)
    shop.pass(200_000)
    await this.#worker().sync()
    await shop.drain(this.#worker())
    await this.#worker().sync()
    const orders = await shop.db.collection(this.#collection).get()
    const open = Object.keys(await openAlerts(shop.db))
    if (open.includes('delete-cap') && !orders.empty)
      await shop.fullRun(this.#worker(), { maxDeletes: orderIds.length })
    if (orders.empty && open.length > 0) return
    const rows = new Map((await agreedRows(shop.db)).map((row) => [row.sourceId, row.total]))
    const totals = new Map(orders.docs.map((order) => [order.id, order.get('totalAmount') as number]))
    for (const id of new Set([...rows.keys(), ...totals.keys()])) {
      if (this.#lost.has(id)) continue
      expect({ id, total: rows.get(id) }).toEqual({
        id,
        total: totals.has(id) ? (totals.get(id) ?? 0) * 100 : undefined,
      })
    }
  }

  /** What no event told a full run finds, or says that there is nothing. */
  async finish(): Promise<void> {
    const { shop } = this
    if (this.#lost.size > 0) await shop.fullRun(this.#worker(), { maxDeletes: orderIds.length })
    const isEmpty = (await shop.db.collection(this.#collection).get()).empty
    const open = Object.keys(await openAlerts(shop.db))
    if (isEmpty && open.some((kind) => kind === 'empty-source' || kind === 'delete-cap')) return
    await expectSameAsSource(shop.db, this.#collection)
  }
}

const seen = { lost: 0, late: 0, repeated: 0 }

playHistories(
  {
    kind:
      'any history of writes, of events that come late, again, out of turn or never, and of crashes ends with the cache ' +
      'being exactly the source',
    all: 320,
    history: fc.array(step, { minLength: 4, maxLength: 14 }),
    timeoutMs: 600_000,
  },
  async (steps) => {
    const history = new History()
    await history.begin()
    for (const one of steps) await history.take(one)
    await history.settle()
    await history.finish()
    for (const name of ['lost', 'late', 'repeated'] as const) seen[name] += history.seen[name]
  },
)

afterAll(() => {
  expect(Math.min(...Object.values(seen)), 'events were lost, late and repeated').toBeGreaterThan(0)
})
