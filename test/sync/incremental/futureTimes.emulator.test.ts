import { describe, expect, it } from 'vitest'

import type { RunReport } from '../../../functions/src/contract/sync.ts'
import { Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { openAlerts } from '../../harness/alerts.ts'
import { agreedRows, expectSameAsSource } from '../../harness/consistency.ts'
import { ids, Shop, type ShopOptions, type ShopOrder } from '../../harness/shop.ts'

/*
 * Invariant 12: a record that a run has read and could parse is listed when the run ends, whatever its times say; they are
 * counted and alarmed, and never move the watermark past its bound.
 */

type Times = (shop: Shop) => Record<string, unknown>

const ahead = (shop: Shop, ms: number): Timestamp => Timestamp.fromMillis(shop.now().toMillis() + ms)
const far = Timestamp.fromMillis(Date.UTC(2999, 0, 1))
/** The time that a clock in India showed an hour ago, without its zone. */
const wallClock = (shop: Shop): string =>
  ahead(shop, 4.5 * 3_600_000)
    .toDate()
    .toISOString()
    .slice(0, 19)

const dates: readonly (readonly [string, Times])[] = [
  ['changed 20 seconds from now', (shop) => ({ updatedAt: ahead(shop, 20_000) })],
  ['changed in 2999', () => ({ updatedAt: far })],
  ['placed in 2999', () => ({ timestamp: far })],
  ['placed by a wall clock in India', (shop) => ({ timestamp: wallClock(shop) })],
]

async function syncOnce(shop: Shop): Promise<RunReport> {
  const [report] = await shop.worker().sync()
  if (report === undefined) throw new Error('The call reported no run.')
  return report
}

async function shopOf(count: number, options: ShopOptions = {}): Promise<Shop> {
  const shop = new Shop(options)
  await shop.putMany(ids(count))
  await shop.fullRun()
  shop.pass(900_000)
  return shop
}

async function shown(shop: Shop): Promise<Record<string, unknown>> {
  return Object.fromEntries((await agreedRows(shop.db)).map(({ sourceId, sourceStatus }) => [sourceId, sourceStatus]))
}

async function expectWatermarkBelowBound(shop: Shop): Promise<void> {
  const state = (await shop.db.doc('sync_state/firestore.orders').get()).data() as Record<string, never> | undefined
  const { watermark, bound, checkpoint } = (state ?? {}) as {
    watermark?: { at: string }
    bound?: string
    checkpoint?: unknown
  }
  expect(checkpoint).toBeNull()
  expect((watermark?.at ?? '') <= (bound ?? '')).toBe(true)
}

const put = async (shop: Shop, times: Times, status: string): Promise<ShopOrder> =>
  shop.put('odd', { status, ...times(shop) })

describe.each(dates)('an order %s is listed', (_name, times) => {
  it('after the run that its report brings, and so are its later changes', async () => {
    const shop = await shopOf(3, { source: { changeFeed: true } })
    for (const status of ['PENDING', 'SHIPPED']) {
      await put(shop, times, status)
      await shop.report('odd')
      expect(await syncOnce(shop)).toMatchObject({ status: 'succeeded' })
      expect(await shown(shop)).toMatchObject({ odd: status })
      await expectWatermarkBelowBound(shop)
    }
    expect(await openAlerts(shop.db)).toMatchObject({
      'future-orders': expect.stringContaining('dated in the future, in the changes that a run read') as unknown,
    })
  })

  it('after the scheduled run where nothing reports changes, and so are its later changes', async () => {
    const shop = await shopOf(3)
    for (const status of ['PENDING', 'SHIPPED', 'DELIVERED']) {
      await put(shop, times, status)
      expect(await syncOnce(shop)).toMatchObject({ status: 'succeeded' })
      expect(await shown(shop)).toMatchObject({ odd: status })
      await expectWatermarkBelowBound(shop)
    }
    expect(await syncOnce(shop), 'known, it is written no more').toMatchObject({
      created: 0,
      updated: 0,
      firestoreWrites: 3,
    })
  })

  it('after a full run, and so are its later changes', async () => {
    const shop = await shopOf(3)
    for (const status of ['PENDING', 'SHIPPED']) {
      await put(shop, times, status)
      await shop.fullRun()
      expect(await shown(shop)).toMatchObject({ odd: status })
      await expectWatermarkBelowBound(shop)
    }
    await shop.put('odd')
    await shop.fullRun()
    expect(await openAlerts(shop.db), 'a full run that finds none closes the alert').toEqual({})
    await expectSameAsSource(shop.db)
  })
})

/** A moment on a wall in UTC+5:30. */
function local(shop: Shop, agoMs: number): never {
  const wall = ahead(shop, 5.5 * 3_600_000 - agoMs).toDate()
  return wall.toISOString().slice(0, 19) as never // a text where the harness has a timestamp
}

describe('a shop that writes the wall clock of UTC+5:30', () => {
  const options: ShopOptions = { source: { changedAtField: 'timestamp' } }

  it.each([
    ['reported', true],
    ['unreported', false],
  ])('has its orders listed as they come, %s', async (_name, changeFeed) => {
    const shop = new Shop({ ...options, source: { ...options.source, changeFeed } })
    await shop.putMany(ids(5), () => ({ timestamp: local(shop, 3_600_000) }))
    await shop.fullRun()
    for (const id of ids(4, 'new')) {
      shop.pass(60_000)
      await shop.put(id, { timestamp: local(shop, 0) })
      if (changeFeed) await shop.report(id)
      expect(await syncOnce(shop)).toMatchObject({ status: 'succeeded', created: 1 })
    }
    expect(await agreedRows(shop.db)).toHaveLength(9)
    await expectWatermarkBelowBound(shop)
    await shop.fullRun()
    expect((await openAlerts(shop.db))['future-orders'], 'the full run counts them all').toMatch(/^9 records are dated/)
  })
})

/** The kinds of change times, each with a far date of some kind that stands beside them. */
const kinds: readonly (readonly [string, (ms: number) => unknown, unknown])[] = [
  ['timestamps, a timestamp', (ms) => Timestamp.fromMillis(ms), far],
  ['timestamps, a text', (ms) => Timestamp.fromMillis(ms), '2999-01-01'],
  ['timestamps, a number', (ms) => Timestamp.fromMillis(ms), far.toMillis()],
  ['milliseconds, a number', (ms) => ms, far.toMillis()],
  ['milliseconds, a timestamp', (ms) => ms, far],
  ['texts, a text', (ms) => new Date(ms).toISOString(), '2999-01-01T00:00:00.000Z'],
  ['texts, a date', (ms) => new Date(ms).toISOString(), '2999-01-01'],
  ['texts, a timestamp', (ms) => new Date(ms).toISOString(), far],
  ['texts, a number', (ms) => new Date(ms).toISOString(), far.toMillis()],
]

describe.each([
  ['reported', true],
  ['unreported', false],
])('a change time of 2999, %s,', (_what, changeFeed) => {
  it.each(kinds)('costs a scheduled run one read at most: %s', async (_name, write, farDate) => {
    const readsOf = async (withFar: boolean): Promise<number[]> => {
      const shop = new Shop({ source: { changeFeed } })
      const at = (): never => write(shop.now().toMillis()) as never // as the shop writes it
      await shop.putMany(ids(8), () => ({ updatedAt: at() }))
      if (withFar) await shop.put('far', { updatedAt: farDate as never })
      await shop.fullRun()
      shop.pass(900_000)
      await syncOnce(shop)
      const quiet = await syncOnce(shop)
      await shop.put('o000001', { status: 'SHIPPED', updatedAt: at() })
      const busy = await syncOnce(shop)
      expect(busy).toMatchObject({ updated: 1, stale: 0 })
      expect(await shown(shop)).toMatchObject(withFar ? { far: 'PENDING' } : {})
      await expectWatermarkBelowBound(shop)
      return [quiet.firestoreReads, busy.firestoreReads]
    }
    const [plain, odd] = [await readsOf(false), await readsOf(true)]
    for (const [i, reads] of odd.entries()) expect(reads - (plain[i] ?? 0)).toBeLessThanOrEqual(1)
  })
})

it('a far change of an old order, whose row the head has not, costs a scheduled run one read too', async () => {
  const shop = new Shop({ settings: { pageSize: 400 } })
  const longAgo = Timestamp.fromMillis(Date.UTC(2020, 0, 1))
  await shop.put('far', { timestamp: longAgo, updatedAt: far })
  await shop.putMany(ids(1_500))
  await shop.fullRun()
  shop.pass(900_000)
  await syncOnce(shop)
  const { firestoreReads, fetched, unchanged } = await syncOnce(shop)
  expect({ fetched, unchanged }).toEqual({ fetched: 1, unchanged: 1 })
  // The state, the two ends of the change field, and the far one itself.
  expect(firestoreReads).toBe(4)
  await shop.put('far', { timestamp: longAgo, updatedAt: far, status: 'SHIPPED' })
  expect(await syncOnce(shop)).toMatchObject({ updated: 1 })
  expect(await shown(shop)).toMatchObject({ far: 'SHIPPED' })
})

describe('more orders of the future than a page holds', () => {
  it('cost two pages of reads a run at most, stop nothing, and are listed by a full run', async () => {
    const shop = await shopOf(3, { settings: { pageSize: 10 } })
    await shop.putMany(ids(35, 'far'), (_, i) => ({ updatedAt: ahead(shop, 86_400_000 + i * 1_000) }))
    const first = await syncOnce(shop)
    // What the page that reaches the bound has room for, and the page behind it.
    expect(first).toMatchObject({ status: 'succeeded', fetched: 20, created: 17 })
    await shop.put('o000001', { status: 'SHIPPED' })
    const next = await syncOnce(shop)
    expect(next).toMatchObject({ status: 'succeeded', updated: 1, stale: 0 })
    expect(next.fetched).toBeLessThanOrEqual(20)
    await shop.fullRun()
    await expectSameAsSource(shop.db)
    expect((await openAlerts(shop.db))['future-orders']).toMatch(/^35 records are dated in the future/)
  })

  it('are read all where the page before ends right with the bound', async () => {
    const shop = await shopOf(0, { settings: { pageSize: 4 } })
    await shop.putMany(ids(4))
    await shop.put('far', { updatedAt: far })
    expect(await syncOnce(shop)).toMatchObject({ status: 'succeeded', created: 5 })
    await expectSameAsSource(shop.db)
  })
})
