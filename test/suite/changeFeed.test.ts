import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { openFirestore } from '../../cli/deployedSettings.ts'
import { closeAdmin } from '../../cli/firebaseAdmin.ts'
import { localProject } from '../../cli/paths.ts'
import { collections } from '../../functions/src/cache/paths.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { createLocalAdmin } from '../../tools/local/admin.ts'
import { signInAsAdmin, type TidemarkClient } from '../../tools/local/client.ts'
import { untilQuiet } from '../../tools/local/quiet.ts'
import { refillLocalProject } from '../harness/localShop.ts'
import { ids } from '../harness/shop.ts'

/*
 * The whole way of a change in the emulator suite: a write of an order, the trigger, the feed, the task, the run, and
 * listOrders. Nobody calls a sync, and no order says that it changed.
 */

const placedAt = Date.UTC(2026, 0, 1)
const orders = 'orders'
const db: Firestore = openFirestore(localProject)
const stop = new AbortController()
let client: TidemarkClient

function order(id: string, fields: object = {}): Record<string, unknown> {
  const base = { orderId: `#${id}`, status: 'PENDING', totalAmount: 10, timestamp: placedAt, updatedAt: placedAt }
  return { ...base, ...fields }
}

/** The number of writes that the functions have heard of. */
let heard = 0

async function write(docs: ReadonlyMap<string, Record<string, unknown> | null>): Promise<void> {
  heard += docs.size
  const writer = db.bulkWriter({ throttling: false })
  for (const [id, fields] of docs) {
    const ref = db.collection(orders).doc(id)
    void (fields === null ? writer.delete(ref) : writer.set(ref, fields))
  }
  await writer.close()
}

interface JournaledRun {
  readonly mode: string
  readonly status: string
  readonly firestoreWrites: number
  readonly created: number
}

async function runs(): Promise<readonly JournaledRun[]> {
  const { docs } = await db.collection(collections.runs).get()
  return docs.map((run) => run.data() as JournaledRun) // What the journal holds.
}

/** The ids of the orders that a filter finds by now. */
async function shown(filter: object): Promise<readonly string[]> {
  const { orders: rows } = await client.listOrders({ filter, limit: 200 })
  return rows.map(({ sourceId }) => sourceId)
}

const patience = { timeout: 120_000, interval: 500 }

beforeAll(async () => {
  await refillLocalProject(() => write(new Map(ids(40, 'feed').map((id) => [id, order(id)]))))
  heard = 0
  await createLocalAdmin()
  client = await signInAsAdmin(stop.signal)
  await client.startSync('full')
  await vi.waitFor(async () => {
    const { pipelines } = await client.getSyncStatus()
    expect(pipelines[0]).toMatchObject({ lastFullRun: { status: 'succeeded' }, running: null, findsUpdates: true })
    expect((await client.listOrders({})).total).toBe(40)
  }, patience)
}, 180_000)

afterAll(async () => {
  // A run that came later would write into what the next file makes.
  await untilQuiet(heard, stop.signal)
  stop.abort()
  await client.close()
  await closeAdmin(localProject)
  await db.terminate()
}, 60_000)

describe('a change that nothing in the order tells', () => {
  it('is served without a full run, and so is a deletion', async () => {
    const before = (await runs()).filter(({ mode }) => mode === 'full').length
    await write(
      new Map([
        ['feed000003', order('feed000003', { status: 'SHIPPED' })],
        ['feed000004', null],
      ]),
    )
    await vi.waitFor(async () => {
      expect(await shown({ status: ['shipped'] })).toEqual(['feed000003'])
      expect(await shown({ search: 'feed000004' })).toEqual([])
    }, patience)
    expect((await runs()).filter(({ mode }) => mode === 'full')).toHaveLength(before)
  }, 150_000)

  it('of an order too large for an event to carry lightly is served too', async () => {
    await write(new Map([['feed000005', order('feed000005', { status: 'SHIPPED', note: 'x'.repeat(400_000) })]]))
    await vi.waitFor(async () => expect(await shown({ status: ['shipped'] })).toContain('feed000005'), patience)
  }, 150_000)
})

const changes = 2_000
const reports = db.collection('sync_feeds/firestore.orders/sync_reports')

describe('2,000 changes at once', () => {
  it('all arrive, by a run each five seconds at most, for 1.2 writes a change beside the orders', async () => {
    await vi.waitFor(async () => expect((await client.getSyncStatus()).pipelines[0]?.running).toBeNull(), patience)
    const before = await runs()
    const { docs: reported } = await reports.get()
    const startedMs = Date.now()
    await write(new Map(ids(changes, 'bulk').map((id) => [id, order(id, { totalAmount: 25 })])))
    await vi.waitFor(
      async () => {
        expect((await client.listOrders({ filter: { totalMin: 2_500, totalMax: 2_500 } })).total).toBe(changes)
      },
      { timeout: 400_000, interval: 1_000 },
    )
    // Whatever was asked for meanwhile has come to its end, too.
    await vi.waitFor(async () => expect((await client.getSyncStatus()).pipelines[0]?.running).toBeNull(), patience)
    const tookMs = Date.now() - startedMs
    const after = await runs()
    const own = after.slice().filter((run) => !before.some((other) => JSON.stringify(other) === JSON.stringify(run)))
    expect(own.every(({ mode }) => mode === 'incremental')).toBe(true)
    // The first comes within seconds, and one on either side of the time that all of it took.
    expect(own.length).toBeLessThanOrEqual(3 + tookMs / 5_000)
    const copied = own.reduce((sum, { created }) => sum + created, 0)
    expect(copied).toBe(changes)
    const feedWrites = (await reports.get()).size - reported.length
    expect(feedWrites).toBe(changes)
    const runWrites = own.reduce((sum, { firestoreWrites }) => sum + firestoreWrites, 0)
    expect(feedWrites + runWrites - copied).toBeLessThanOrEqual(1.2 * changes)
    process.stdout.write(
      `2,000 changes: ${own.length} runs, ${feedWrites + runWrites - copied} writes beside the orders, ${tookMs / 1_000} s\n`,
    )
  }, 600_000)
})
