import { afterAll, beforeAll, expect, it } from 'vitest'

import { headRef } from '../../functions/src/cache/paths.ts'
import { momentOfTimestamp } from '../../functions/src/lib/firestore/usage.ts'
import { shift } from '../../functions/src/lib/instant.ts'
import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { ids, pipeline, Shop } from '../harness/shop.ts'

const shop = new Shop()
let server: AdminServer

beforeAll(async () => {
  server = await startAdminServer({ db: shop.db })
  await shop.putMany(ids(3))
  await server.fetch('resyncOrders', { method: 'POST' })
  await server.drain()
})
afterAll(() => server.stop())

it('a page of a fresh cache asks for nothing', async () => {
  expect(await server.ask('listOrders', {})).not.toHaveProperty('revalidating')
  expect(server.runTasks.size).toBe(0)
})

it('a page of an old cache is shown at once, says so, and has asked for one run', async () => {
  // As it is when the scheduler has not called for an hour.
  await headRef(shop.db, pipeline).update({ bound: shift(momentOfTimestamp(shop.now()), -3_600_000) })
  const pages = await Promise.all([1, 2, 3].map(() => server.ask('listOrders', {})))
  for (const page of pages) expect(page).toMatchObject({ total: 3, revalidating: true })
  expect(server.runTasks.size).toBe(1)
})

it('Refresh during a run asks for one more after it', async () => {
  const state = shop.db.collection('sync_state').doc(pipeline)
  const held = { holder: { runId: 'other', mode: 'incremental', startedAt: momentOfTimestamp(shop.now()) } }
  await state.set({ lease: { ...held, expiresAt: shift(momentOfTimestamp(shop.now()), 600_000) } }, { merge: true })
  expect(await server.ask('startSync', { mode: 'incremental' })).toMatchObject({ runs: [{ status: 'skipped' }] })
  // One that reads the window; whoever asks again within 15 seconds asks for the same one.
  expect([...server.runTasks.values()].at(-1)).toMatchObject({ pipeline, scope: 'window' })
  const first = server.runTasks.size
  await server.ask('startSync', { mode: 'incremental' })
  expect(server.runTasks.size - first).toBeLessThanOrEqual(1)
})
