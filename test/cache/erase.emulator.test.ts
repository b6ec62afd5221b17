import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { erase } from '../../functions/src/cache/erase.ts'
import { segmentLimits } from '../../functions/src/cache/segments.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { momentOfTimestamp } from '../../functions/src/lib/firestore/usage.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { expectSameAsSource } from '../harness/consistency.ts'
import { dyingAt } from '../harness/crashes.ts'
import { freshProject } from '../harness/firestore.ts'
import { ids, pipeline, Shop } from '../harness/shop.ts'
import { tracesOf } from '../harness/traces.ts'

const script = fileURLToPath(new URL('../../cli/erase.ts', import.meta.url))

const customer = { name: 'Zacharias Quist', email: 'zq@example.test', phone: '+47 555 0199' }
const address = { street: 'Skjult vei 7', city: 'Hemmeligby' }
const texts = [...Object.values(customer), ...Object.values(address), 'GIFT-NOTE-4711', '#ann']

interface Ended {
  readonly status: number
  readonly text: string
}

/** Runs `npm run erase` as a person does. */
function run(projectId: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, '--project', projectId, ...args], (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr })
    })
  })
}

/** A shop that knew a customer in several states of an order, in segments, head, journal and documents. */
async function shopWithHistory(projectId = freshProject()): Promise<Shop> {
  const shop = new Shop({ projectId, settings: { pageSize: 400 } })
  await shop.putMany(ids(300))
  await shop.put('ann', { customer, shippingAddress: address, note: 'GIFT-NOTE-4711', totalAmount: 20 })
  await shop.fullRun()
  for (const status of ['SHIPPED', 'DELIVERED']) {
    await shop.put('ann', { customer, shippingAddress: address, note: 'GIFT-NOTE-4711', status })
    await shop.put('o000003', { status })
    await shop.worker().sync()
  }
  expect((await tracesOf(shop.db, texts)).length).toBeGreaterThan(3)
  return shop
}

const at = (i: number): Timestamp => Timestamp.fromMillis(Date.UTC(2026, 0, 1) + i * 60_000)

const journalOf = async (shop: Shop): Promise<unknown[]> =>
  (await shop.db.collection('sync_runs').where('mode', '==', 'erase').get()).docs.map((document) => document.data())

describe('an order that was erased', () => {
  it('leaves nothing of its customer in any document, whether a run had deleted it or not', async () => {
    for (const isDeletedFirst of [true, false]) {
      const projectId = freshProject()
      const shop = await shopWithHistory(projectId)
      await shop.remove('ann')
      if (isDeletedFirst) await shop.fullRun()
      const { status, text } = await run(projectId, 'firestore:ann')
      expect(text).toMatch(/before-images removed/)
      expect(status).toBe(0)
      expect(await tracesOf(shop.db, texts)).toEqual([])
      expect(await journalOf(shop)).toMatchObject([{ orderId: 'firestore:ann', status: 'succeeded', pipeline }])
      await expectSameAsSource(shop.db)
      await shop.fullRun()
      await expectSameAsSource(shop.db)
      expect(await tracesOf(shop.db, texts)).toEqual([])
    }
  }, 120_000)

  it('leaves nothing in what tells a search where to look', async () => {
    const { rows } = segmentLimits
    segmentLimits.rows = 100
    try {
      const shop = new Shop()
      await shop.putMany(ids(1_500), (_id, i) => ({ timestamp: at(i) }))
      await shop.put('ann', { customer, timestamp: at(120) })
      await shop.fullRun()
      const digits = customer.phone.replaceAll(/\D/g, '')
      const stored = await tracesOf(shop.db, [digits])
      await shop.remove('ann')
      const { db, clock } = shop.worker().context
      const order = { pipeline, id: 'firestore:ann', sourceId: 'ann', absentAt: momentOfTimestamp(shop.now()) }
      await erase(db, orderStream, order, clock)
      expect(stored.length).toBeGreaterThan(0)
      expect(await tracesOf(shop.db, [digits])).toEqual([])
      await expectSameAsSource(shop.db)
    } finally {
      segmentLimits.rows = rows
    }
  })

  it('leaves the journal of other orders as it was', async () => {
    const projectId = freshProject()
    const shop = await shopWithHistory(projectId)
    await shop.remove('ann')
    const before = (await tracesOf(shop.db, ['firestore:o000003'])).filter((path) => path.includes('/commits/'))
    await run(projectId, 'ann')
    const after = (await tracesOf(shop.db, ['firestore:o000003'])).filter((path) => path.includes('/commits/'))
    expect(after).toEqual(before)
    expect(after.length).toBeGreaterThan(1)
  })

  it('is refused while it is at its source, and its history goes once it names nobody there', async () => {
    const projectId = freshProject()
    const shop = await shopWithHistory(projectId)
    expect(await run(projectId, 'ann')).toMatchObject({ status: 1, text: expect.stringContaining('--anonymized') })
    await shop.put('ann', { orderId: 'x', totalAmount: 20 })
    const early = await run(projectId, 'ann', '--anonymized')
    expect(early).toMatchObject({ status: 1, text: expect.stringContaining('Run a sync') })
    await shop.worker().sync()
    expect(await run(projectId, 'ann', '--anonymized')).toMatchObject({ status: 0 })
    expect(await tracesOf(shop.db, texts)).toEqual([])
    await expectSameAsSource(shop.db)
  }, 120_000)

  it('is erased by the next attempt, wherever the first one died', async () => {
    for (let n = 1; ; n++) {
      const shop = new Shop()
      await shop.putMany(ids(20))
      await shop.put('ann', { customer, totalAmount: 20 })
      await shop.fullRun()
      await shop.put('ann', { customer, totalAmount: 21 })
      await shop.worker().sync()
      await shop.remove('ann')
      const order = { pipeline, id: 'firestore:ann', sourceId: 'ann', absentAt: momentOfTimestamp(shop.now()) }
      const faults = dyingAt(n, 'after')
      const dying = shop.worker(faults).context
      await erase(dying.db, orderStream, order, dying.clock).catch(() => {})
      if (!faults.died) {
        expect(n).toBeGreaterThan(4)
        return
      }
      shop.pass(4_000_000)
      const { context } = shop.worker()
      await erase(context.db, orderStream, order, context.clock).catch((error: unknown) => {
        // It had got to its end.
        expect(String(error)).toContain('Nothing is stored')
      })
      expect(await tracesOf(shop.db, texts)).toEqual([])
      await expectSameAsSource(shop.db)
    }
  }, 120_000)

  it('is named by an id that exists, and the script says how it is used', async () => {
    const projectId = freshProject()
    const shop = new Shop({ projectId })
    await shop.put('a')
    await shop.fullRun()
    expect(await run(projectId, 'nobody')).toMatchObject({ status: 1, text: expect.stringContaining('check the id') })
    expect(await run(projectId)).toMatchObject({ status: 2, text: expect.stringContaining('Name one order') })
    expect(await run(projectId, '--help')).toMatchObject({
      status: 0,
      text: expect.stringContaining('usage: npm run erase'),
    })
    expect(await run(freshProject(), 'a')).toMatchObject({ status: 1, text: expect.stringContaining('no pipeline') })
    await shop.put('b')
    expect((await shop.worker().sync())[0]).toMatchObject({ status: 'succeeded' })
  })
})
