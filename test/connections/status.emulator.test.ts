import { afterAll, beforeAll, expect, it } from 'vitest'

import { connectionRef } from '../../functions/src/cache/paths.ts'
import { noteTold } from '../../functions/src/connections/told.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { pipelineOf } from '../../functions/src/model/pipeline.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { FakeTokenServer } from '../fakes/tiktokTokens.ts'
import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { Seller } from './seller.ts'

/* What the status says of pipelines whose account's authorization ends, and of the others. */

const vendor = new FakeTokenServer()
const seller = new Seller(vendor)
const shop = vendor.shops[0]?.id ?? ''
let server: AdminServer

function sourceOf(name: 'tiktokShop' | 'square') {
  return new MemorySource({
    name,
    now: () => instantFromMs(Date.now()),
    parse: () => ({ ok: false, reason: 'none is read here' }),
  })
}

beforeAll(async () => {
  await vendor.start()
  await seller.connect()
  server = await startAdminServer({
    db: seller.db,
    clock: seller.clock,
    more: [pipelineOf(sourceOf('tiktokShop'), orderStream, shop), pipelineOf(sourceOf('square'), orderStream, 'north')],
  })
  await seller.db
    .collection('orders')
    .doc('o1')
    .set({ orderId: '#1', status: 'PENDING', totalAmount: 1, timestamp: new Date(), updatedAt: new Date() })
  await server.fetch('syncOrders', { method: 'POST' })
  await server.drain()
})
afterAll(async () => {
  await Promise.all([server.stop(), vendor.stop()])
})

async function statuses() {
  const { pipelines } = await server.ask('getSyncStatus', null)
  return Object.fromEntries(
    pipelines.map(({ pipeline, health, problems, authorization }) => [pipeline, { health, problems, authorization }]),
  )
}

async function accounts() {
  return (await server.ask('getSyncStatus', null)).accounts
}

const mine = `tiktokShop.${shop}.orders`

it('has the authorization of each account that is connected, and of no other', async () => {
  const before = await statuses()
  expect(before[mine]?.authorization).toEqual({ state: 'ok', endsAt: expect.stringMatching(/^20\d\d-.*Z$/) as unknown })
  expect(before['square.north.orders']?.authorization).toBeUndefined()
  expect(before['firestore.orders']?.authorization).toBeUndefined()
})

it('tells of each account once, of one that is not connected too', async () => {
  const named = { name: vendor.shops[0]?.name, command: 'npm run connect -- tiktok' }
  expect(await accounts()).toEqual([
    {
      source: 'tiktokShop',
      account: shop,
      ...named,
      state: 'ok',
      endsAt: expect.any(String) as unknown,
      refusal: null,
    },
    {
      source: 'square',
      account: 'north',
      name: null,
      state: 'unconnected',
      endsAt: null,
      refusal: null,
      command: 'npm run connect -- square',
    },
  ])
})

it('is failing while an authorization has ended, and the other pipelines are as they were', async () => {
  const before = await statuses()
  const account = { source: 'tiktokShop', account: shop } as const
  await noteTold(seller.instance().context, account, { at: null, told: { kind: 'expiring', endsAt: null } }, [])
  const warned = await statuses()
  expect(warned[mine]).toMatchObject({ health: before[mine]?.health, authorization: { state: 'expiring' } })
  await noteTold(seller.instance().context, account, { at: null, told: { kind: 'revoked' } }, [])
  const { [mine]: failing, ...others } = await statuses()
  expect(failing).toMatchObject({ health: 'failing', authorization: { state: 'revoked' } })
  expect(failing?.problems).toContain('authorization-expired')
  expect((await accounts())?.[0]).toMatchObject({ state: 'revoked', refusal: 'revoked' })
  expect(others).toEqual({
    'firestore.orders': before['firestore.orders'],
    'square.north.orders': before['square.north.orders'],
  })
  await seller.connect()
  expect((await statuses())[mine]).toEqual({
    ...before[mine],
    authorization: { state: 'ok', endsAt: expect.any(String) as unknown },
  })
})

it('tells by the time alone that an authorization has ended', async () => {
  seller.pass(366 * 86_400_000)
  expect((await statuses())[mine]).toMatchObject({ health: 'failing', authorization: { state: 'expired' } })
})

it('takes an authorization that is gone for one that has ended', async () => {
  await connectionRef(seller.db, { source: 'tiktokShop', account: shop }).update({
    authorization: 'tiktokShop.nowhere',
  })
  expect((await statuses())[mine]?.authorization).toEqual({ state: 'expired', endsAt: null })
  expect((await accounts())?.[0]).toMatchObject({ state: 'expired', refusal: null })
})
