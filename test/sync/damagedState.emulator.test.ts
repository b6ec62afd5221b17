import { describe, expect, it } from 'vitest'

import { intactRowOf } from '../../functions/src/cache/documents.ts'
import { documentRef, headRef, segmentRef, stateRef } from '../../functions/src/cache/paths.ts'
import { rebuild } from '../../functions/src/cache/rebuild.ts'
import type { PipelineStatus } from '../../functions/src/contract/sync.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import { EncodingError } from '../../functions/src/lib/errors.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { getOrder } from '../../functions/src/query/orders/getOrder.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { pipelineStatus } from '../../functions/src/sync/status.ts'
import { agreedRows, expectSameAsSource } from '../harness/consistency.ts'
import { readerOn } from '../harness/reader.ts'
import { ids, pipeline, Shop } from '../harness/shop.ts'

const orders = 1_500

/** A shop with orders in segments and in the head. */
async function filledShop(): Promise<Shop> {
  const shop = new Shop({ settings: { pageSize: 400 } })
  await shop.putMany(ids(orders), (id) => ({ totalAmount: Number(id.slice(1)) }))
  await shop.fullRun()
  return shop
}

const statusOf = (shop: Shop): Promise<PipelineStatus> =>
  pipelineStatus(shop.worker().context, { everyMinutes: 15, isAdaptive: false }, new Meter())

/** The number of orders that a list finds, which takes the head and every segment. */
async function countOf(shop: Shop): Promise<number> {
  const { clock } = shop.worker().context
  return (await listOrders(readerOn(shop.db, clock), { filter: { search: '#' } }, clock)).total
}

async function alertOf(shop: Shop): Promise<Record<string, unknown> | undefined> {
  return (await shop.db.doc(`sync_alerts/${pipeline}:damaged-state`).get()).data()
}

/** Fails unless the pipeline is well: as the source, listed whole, and without an open alert. */
async function expectHealed(shop: Shop, count = orders): Promise<void> {
  await expectSameAsSource(shop.db)
  expect(await countOf(shop)).toBe(count)
  expect(await statusOf(shop)).toMatchObject({ health: 'ok', damage: null, count })
  expect((await alertOf(shop))?.closedAt ?? 'never opened').not.toBeNull()
}

describe('a watermark document', () => {
  it('that was deleted is missed at once, and the next sync makes it anew by a full run', async () => {
    const shop = await filledShop()
    const before = await stateRef(shop.db, pipeline).get()
    await stateRef(shop.db, pipeline).delete()
    const damaged = await statusOf(shop)
    expect(damaged).toMatchObject({
      health: 'failing',
      count: orders,
      damage: expect.stringContaining('it is missing'),
    })
    expect(damaged.damage).toContain('POST resyncOrders')
    const [run] = await shop.worker().sync()
    expect(run).toMatchObject({ mode: 'full', status: 'running' })
    expect(await statusOf(shop)).toMatchObject({ health: 'failing' })
    await shop.drain()
    await expectHealed(shop)
    const after = await stateRef(shop.db, pipeline).get()
    expect(after.get('lease.fence')).toBeGreaterThan(before.get('lease.fence') as number)
    expect(after.get('cacheVersion')).toBe(before.get('cacheVersion'))
  })

  it('that was deleted takes no alert with it that nobody would close', async () => {
    const shop = await filledShop()
    await shop.put('bad', { totalAmount: null as never })
    await shop.worker().sync()
    await shop.put('bad', { totalAmount: 1 })
    await stateRef(shop.db, pipeline).delete()
    await shop.worker().sync()
    await shop.drain()
    const alerts = (await shop.db.collection('sync_alerts').get()).docs
    expect(alerts.length).toBeGreaterThan(0)
    expect(alerts.filter((alert) => alert.get('closedAt') === null)).toEqual([])
    expect((await shop.db.collection('sync_quarantine').get()).size).toBe(0)
    await expectHealed(shop, orders + 1)
  })

  it.each<[string, Record<string, unknown>]>([
    ['a text for a number', { liveCount: 'three thousand' }],
    ['a text for its fence', { 'lease.fence': 'none' }],
    ['nothing for its version', { cacheVersion: null }],
    ['a number for its watermark', { watermark: 5 }],
    ['rubbish wherever it can be', { quarantined: 1, openAlerts: 2, lastRun: 3, bound: 4, checkpoint: 'x', lease: 6 }],
  ])('that holds %s is told, and a resync replaces it', async (_what, damage) => {
    const shop = await filledShop()
    await stateRef(shop.db, pipeline).update(damage)
    expect(await statusOf(shop)).toMatchObject({
      health: 'failing',
      damage: expect.stringContaining('POST resyncOrders'),
    })
    await requestFullRun(shop.worker().context)
    await shop.drain()
    await expectHealed(shop)
  })

  it.each<[string, Record<string, unknown>]>([
    ['bound', { bound: '2030-01-01T00:00:00.000000000Z' }],
    ['watermark', { watermark: { at: '2030-01-01T00:00:00.000000000Z', id: 'x' } }],
    ['lease', { lease: { fence: 7, holder: null, expiresAt: '2090-01-01T00:00:00.000000000Z' } }],
    ['last full run', { lastFullAttemptAt: '2090-01-01T00:00:00.000000000Z' }],
    ['reports', { reports: { watermark: null, bound: '2030-01-01T00:00:00.000000000Z' } }],
  ])(
    'with a %s that nobody can have written yet is not believed, and the next sync mends it',
    async (_what, damage) => {
      const shop = await filledShop()
      await stateRef(shop.db, pipeline).update(damage)
      await shop.put('new')
      expect(await statusOf(shop)).toMatchObject({
        health: 'failing',
        damage: expect.stringContaining('POST resyncOrders'),
      })
      const runs = await shop.worker().sync()
      expect(runs.map(({ status }) => status)).not.toContain('skipped')
      expect(runs.at(-1)).toMatchObject({ mode: 'full', status: 'running' })
      await shop.drain()
      await expectHealed(shop, orders + 1)
      await shop.put('newer')
      expect((await shop.worker().sync())[0]).toMatchObject({ status: 'succeeded', created: 1 })
    },
  )

  it('whose lease was taken over lets nobody write who held it', async () => {
    const shop = await filledShop()
    await stateRef(shop.db, pipeline).update({ 'lease.expiresAt': '2090-01-01T00:00:00.000000000Z' })
    const { fence } = (await stateRef(shop.db, pipeline).get()).get('lease') as { fence: number }
    await shop.put('new')
    await shop.worker().sync()
    expect((await stateRef(shop.db, pipeline).get()).get('lease.fence')).toBe(fence + 1)
  })
})

describe('a head', () => {
  it.each([true, false])('that was deleted is no empty list (orders came since: %s)', async (hasNews) => {
    const shop = await filledShop()
    await headRef(shop.db, pipeline).delete()
    await expect(countOf(shop)).rejects.toThrow(/head of firestore.orders is missing.*npm run rebuild/)
    if (hasNews) await shop.put('new')
    shop.pass(400_000)
    const runs = await shop.worker().sync()
    expect(runs.map(({ mode, status }) => [mode, status])).toEqual([
      ['incremental', 'failed'],
      ['full', 'running'],
    ])
    expect(await statusOf(shop)).toMatchObject({
      health: 'failing',
      damage: expect.stringContaining('npm run rebuild'),
    })
    expect(await alertOf(shop)).toMatchObject({ closedAt: null, message: expect.stringContaining('npm run rebuild') })
    await expect(countOf(shop)).rejects.toThrow(EncodingError)
    await shop.drain()
    await expectHealed(shop, orders + Number(hasNews))
  })

  it('that was deleted is made anew by a rebuild alone', async () => {
    const shop = await filledShop()
    await headRef(shop.db, pipeline).delete()
    await rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)
    await expectHealed(shop)
  })

  it('of an earlier version that somebody put back is told from the present one', async () => {
    const shop = await filledShop()
    const old = await headRef(shop.db, pipeline).get()
    await shop.put('new')
    await shop.worker().sync()
    await headRef(shop.db, pipeline).set(old.data() ?? {})
    await shop.put('newer')
    const [run] = await shop.worker().sync()
    expect(run).toMatchObject({ status: 'failed', error: expect.stringContaining('of another version') })
    await shop.drain()
    await expectHealed(shop, orders + 2)
  })

  it('of the next version is none of a damaged cache to a run that another was faster than: it is skipped', async () => {
    const shop = await filledShop()
    await shop.put('new')
    const asked = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const late = shop
      .worker({
        before: (method, request) => {
          if (method !== 'batchGetDocuments' || !JSON.stringify(request).includes('orders_cache_head')) return undefined
          asked.resolve()
          return goOn.promise
        },
      })
      .sync()
    await asked.promise
    expect((await shop.worker().sync())[0]).toMatchObject({ status: 'succeeded', created: 1 })
    goOn.resolve()
    expect((await late).map(({ status }) => status)).toEqual(['skipped'])
    await expectHealed(shop, orders + 1)
  })

  it('of a pipeline that never ran may be missing: there is nothing to list', async () => {
    const shop = new Shop()
    expect(await countOf(shop)).toBe(0)
    await shop.fullRun()
    expect(await countOf(shop)).toBe(0)
    expect(await statusOf(shop)).toMatchObject({ health: 'stale', problems: ['empty-source'], damage: null })
  })
})

const flipped = (data: Uint8Array): Buffer => {
  const bytes = Buffer.from(data)
  for (let i = 0; i < 40; i++) bytes[1_000 + i] = (bytes[1_000 + i] ?? 0) ^ 0xff
  return bytes
}

async function flip({ db }: Shop): Promise<unknown> {
  const ref = segmentRef(db, pipeline, 0)
  return ref.update({ texts: flipped((await ref.get()).get('texts') as Uint8Array) }) // as cache/segments.ts writes it
}

describe('a segment', () => {
  const damages: [string, (shop: Shop) => Promise<unknown>][] = [
    ['of which 40 bytes are flipped', flip],
    ['that was deleted', ({ db }) => segmentRef(db, pipeline, 0).delete()],
  ]

  it('of which 40 bytes are flipped is told by a list that needs it', async () => {
    const shop = await filledShop()
    await flip(shop)
    await expect(countOf(shop)).rejects.toThrow(/orders_cache_segments.*npm run rebuild/)
  })

  it('that was deleted is read as it was as long as Firestore looks back, so that no list lacks its orders', async () => {
    const shop = await filledShop()
    await segmentRef(shop.db, pipeline, 0).delete()
    expect(await countOf(shop)).toBe(orders)
  })

  it.each(damages)('%s is mended by a full run', async (_what, damage) => {
    const shop = await filledShop()
    await damage(shop)
    await shop.fullRun()
    await expectHealed(shop)
  })

  it.each(damages)(
    '%s stops a run that needs it, which says so, and the full run that follows mends it',
    async (_what, damage) => {
      const shop = await filledShop()
      await damage(shop)
      await shop.putMany(ids(1_400), () => ({ totalAmount: 5 }))
      const runs = await shop.worker().sync()
      expect(runs.map(({ mode, status }) => [mode, status])).toEqual([
        ['incremental', 'failed'],
        ['full', 'running'],
      ])
      expect(await statusOf(shop)).toMatchObject({ health: 'failing', damage: expect.stringContaining('segments') })
      await shop.drain()
      await expectHealed(shop)
    },
  )

  it.each(damages)('%s is mended by a rebuild', async (_what, damage) => {
    const shop = await filledShop()
    await damage(shop)
    await rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)
    await expectHealed(shop)
  })
})

describe('an order’s document', () => {
  const gone = 'firestore:o000007'
  const edited = 'firestore:o000011'

  async function damagedShop(): Promise<Shop> {
    const shop = await filledShop()
    await documentRef(shop.db, 'orders', gone).delete()
    await documentRef(shop.db, 'orders', edited).update({ total: 999_999 })
    return shop
  }

  it('that was changed outside is told by getOrder, and by the rebuild, which leaves it out and names it', async () => {
    const shop = await damagedShop()
    await expect(getOrder(shop.db, readerOn(shop.db, shop.worker().context.clock), edited)).rejects.toThrow(
      /changed outside.*POST resyncOrders\?verify=true/,
    )
    await expect(
      getOrder(shop.db, readerOn(shop.db, shop.worker().context.clock), 'firestore:o000012'),
    ).resolves.toMatchObject({ total: 1_200 })
    const done = await rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)
    expect(done).toMatchObject({ rows: orders - 2, damaged: { count: 1, ids: [edited] } })
    await shop.fullRun()
    await expectHealed(shop)
  })

  it('is written anew by a full run that reads every document, and was in the list meanwhile', async () => {
    const shop = await damagedShop()
    await shop.db
      .doc('orders_cache/firestore:made-up')
      .set((await documentRef(shop.db, 'orders', 'firestore:o000012').get()).data() ?? {})
    await shop.fullRun(shop.worker(), { verify: true })
    await expectHealed(shop)
    expect((await stateRef(shop.db, pipeline).get()).get('lastFullRun')).toMatchObject({ updated: 2, created: 0 })
    await expect(getOrder(shop.db, readerOn(shop.db, shop.worker().context.clock), edited)).resolves.toMatchObject({
      total: 1_100,
    })
    await expect(getOrder(shop.db, readerOn(shop.db, shop.worker().context.clock), gone)).resolves.toMatchObject({
      total: 700,
    })
    expect((await stateRef(shop.db, pipeline).get()).get('verify')).toBe(false)
  })

  it('costs an ordinary run nothing', async () => {
    const shop = await damagedShop()
    const worker = shop.worker()
    await shop.fullRun(worker)
    expect((await stateRef(shop.db, pipeline).get()).get('lastFullRun')).toMatchObject({ unchanged: orders })
    expect(worker.counts.reads).toBeLessThan(orders + 50)
  })

  it('is as it was written whatever an order holds', async () => {
    const shop = new Shop()
    await shop.put('plain', { note: null, tags: [], nested: { empty: {}, list: [{ a: [1, 2.5, -0, 1e300] }] } })
    await shop.put('bytes', { picture: Buffer.from([1, 2, 3]), big: 2 ** 60, nan: Number.NaN })
    await shop.put('large', { note: 'x'.repeat(905_000), ref: shop.db.doc('a/b'), at: shop.now() })
    await shop.put('random', {
      note: Array.from({ length: 14_000 }, (_, i) => Math.sin(i).toString(36) + Math.cos(i))
        .join('')
        .repeat(2),
    })
    await shop.put('address', { shippingAddress: { city: 'Bern', lines: [undefined, 'x'].filter(Boolean), extra: {} } })
    await shop.put('negative', {
      totalAmount: -0,
      discount: -0,
      items: [{ name: 'Mug', quantity: 0.5, price: -1.005 }],
    })
    await shop.fullRun()
    const { docs } = await shop.db.collection('orders_cache').get()
    expect(docs).toHaveLength(6)
    const changed = docs.filter((document) => intactRowOf(orderStream, document) === null)
    expect(changed.map(({ id }) => id)).toEqual([])
    expect(await agreedRows(shop.db)).toHaveLength(6)
  })
})
