import { afterAll, describe, expect, it } from 'vitest'

import { agreedRows, expectSameAsSource } from '../../harness/consistency.ts'
import { Crash, dyingAt } from '../../harness/crashes.ts'
import { ids, Shop, type Worker } from '../../harness/shop.ts'

/** Rows so large that a handful of them is folded into segments, and few orders reach every kind of commit. */
const longName = 'x'.repeat(28_000)
const settings = { settings: { pageSize: 4 } }

/** A shop of 13 orders whose next run has changes of every kind. */
async function shopBefore(kind: 'first full' | 'incremental' | 'second full'): Promise<Shop> {
  const shop = new Shop(settings)
  await shop.putMany(ids(13), (id) => ({ customerName: `${id}${longName}` }))
  if (kind === 'first full') return shop
  await shop.fullRun()
  shop.pass(400_000)
  for (const id of ids(6, 'new')) await shop.put(id, { customerName: longName })
  for (const id of ids(3)) await shop.put(id, { status: 'SHIPPED', customerName: `${id}${longName}` })
  // An unreadable amount, and an order whose place among the segments changes.
  await shop.db.collection('orders').doc('o000004').update({ totalAmount: 'much', updatedAt: shop.now() })
  await shop.db.collection('orders').doc('o000005').update({ timestamp: shop.now(), updatedAt: shop.now() })
  if (kind === 'incremental') return shop
  await shop.db.collection('orders').doc('o000004').update({ totalAmount: 4 })
  await shop.remove('o000007')
  await shop.remove('o000008')
  return shop
}

async function job(shop: Shop, worker: Worker, kind: string): Promise<void> {
  if (kind === 'incremental') await worker.sync()
  else await shop.fullRun(worker)
}

/** The order with the bad amount is quarantined by the incremental run, so its old state stays in the cache. */
async function expectRecovered(shop: Shop, kind: string): Promise<void> {
  if (kind !== 'incremental') {
    await expectSameAsSource(shop.db)
    return
  }
  const rows = await agreedRows(shop.db)
  expect(rows.find(({ id }) => id === 'firestore:o000004')?.total).toBe(1_000)
  expect(rows).toHaveLength(19)
  const orders = await shop.db.collection('orders').get()
  for (const order of orders.docs.filter(({ id }) => id !== 'o000004')) {
    expect(rows.find(({ sourceId }) => sourceId === order.id)?.sourceStatus).toBe(order.get('status'))
  }
  expect((await shop.db.collection('sync_quarantine').get()).docs.map(({ id }) => id)).toEqual([
    'firestore.orders:o000004',
  ])
}

let points = 0

describe.each(['first full', 'incremental', 'second full'] as const)('a process that dies in a %s run', (kind) => {
  it.each(['before', 'after'] as const)(
    '%s any of its commits loses, doubles and leaves nothing',
    async (side) => {
      for (let n = 1; ; n++) {
        const shop = await shopBefore(kind)
        const faults = dyingAt(n, side)
        const dead = shop.worker(faults)
        await job(shop, dead, kind).catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error
        })
        if (!faults.died) {
          expect(n, 'a run makes several commits').toBeGreaterThan(4)
          return
        }
        points += 1
        // The task queue tries again, the scheduler comes again, and the dead process's lease has run out.
        shop.pass(200_000)
        await shop.worker().sync()
        await shop.drain()
        if (kind === 'incremental') await shop.worker().sync()
        else await shop.fullRun()
        await expectRecovered(shop, kind)
      }
    },
    300_000,
  )
})

afterAll(() => {
  process.stdout.write(`Crash points tried: ${points}\n`)
})
