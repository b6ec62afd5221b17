import { randomBytes } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { connectAccounts } from '../../../functions/src/connections/connect.ts'
import type { SyncOrdersResponse, SyncStatusResponse } from '../../../functions/src/contract/sync.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { sealingKeys } from '../../../functions/src/lib/sealing.ts'
import { systemClock } from '../../../functions/src/lib/systemClock.ts'
import { createTikTokShopWebhook } from '../../../functions/src/sources/tiktokShop/webhook.ts'
import { FakeTikTokShop } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { Grant } from '../../../tools/fakes/tiktokShop/authorizations.ts'
import type { FakeShop } from '../../../tools/fakes/tiktokShop/shop.ts'
import { startAdminServer, type AdminServer } from '../../harness/adminServer.ts'
import { databaseOf } from '../../harness/firestore.ts'
import { app } from './connected.ts'

/* A connected shop, from the vendor's API to the public functions. */

const shopId = '7495540735365777507'
const key = randomBytes(32).toString('base64')
const db = databaseOf()
const logged: string[] = []
const log = (message: string, members?: object): void => void logged.push(`${message} ${JSON.stringify(members ?? {})}`)

let fake: FakeTikTokShop
let shop: FakeShop
let grant: Grant
let admin: AdminServer

beforeAll(async () => {
  fake = await FakeTikTokShop.start({ app })
  shop = fake.addShop({ id: shopId, currency: 'USD' })
  for (let n = 0; n < 250; n++) putOrder(n, n % 2 === 0 ? 'COMPLETED' : 'AWAITING_SHIPMENT', 86_400)
  // It was completed before anybody connected the shop.
  putReturn('r1', 'o004', '25.00', 80_000)
  grant = fake.authorizations.grant([shopId])
  await connectAccounts(
    {
      db,
      clock: systemClock,
      logger: { info: log, warn: log, error: log },
      keys: () => sealingKeys(key, 'CONNECTION_KEY'),
      randomBytes: (count) => new Uint8Array(randomBytes(count)),
    },
    {
      source: 'tiktokShop',
      owner: 'seller',
      pair: {
        accessToken: grant.accessToken,
        refreshToken: grant.refreshToken,
        accessExpiresAt: instantFromMs(grant.accessExpiresAtMs),
        refreshExpiresAt: instantFromMs(grant.refreshExpiresAtMs),
      },
      accounts: [{ account: shopId, name: shop.name, region: shop.region, cipher: shop.cipher }],
    },
  )
  admin = await startAdminServer({
    db,
    webhookHandlers: [createTikTokShopWebhook(app)],
    secrets: { TIKTOK_SHOP_APP_SECRET: app.appSecret, CONNECTION_KEY: key },
    sources: {
      tiktokShop: {
        appKey: app.appKey,
        shops: [shopId],
        authUrl: fake.url,
        apiUrl: fake.url,
        callsAtOnce: 5,
        statusMap: {},
        webhooks: true,
        performanceSince: null,
      },
    },
  })
})
afterAll(async () => {
  await admin.stop()
  await fake.stop()
})

function secondsAgo(seconds: number): number {
  return Math.floor(Date.now() / 1000) - seconds
}

function putOrder(n: number, status: string, ago: number): void {
  const id = `o${String(n).padStart(3, '0')}`
  const created = shop.orders.get(id)?.create_time ?? secondsAgo(ago)
  shop.orders.put({
    id,
    create_time: created,
    update_time: secondsAgo(ago),
    status,
    rest: {
      payment: { currency: 'USD', total_amount: '25.00', sub_total: '25.00' },
      line_items: [{ id: `${id}-1`, sku_id: 's1', seller_sku: 'MUG', product_name: 'Mug', sale_price: '25.00' }],
      recipient_address: { name: 'Ann Example', region_code: 'US' },
    },
  })
}

function putReturn(id: string, order: string, refund: string, ago: number): void {
  shop.returns.put({
    id,
    create_time: secondsAgo(ago),
    update_time: secondsAgo(ago),
    status: 'RETURN_OR_REFUND_REQUEST_COMPLETE',
    rest: {
      order_id: order,
      return_status: 'RETURN_OR_REFUND_REQUEST_COMPLETE',
      return_type: 'REFUND',
      refund_amount: { currency: 'USD', refund_total: refund },
    },
  })
}

async function sync(): Promise<SyncOrdersResponse> {
  const { status, body } = await admin.fetch('syncOrders', { method: 'POST' })
  if (status === 500) throw new Error(JSON.stringify(body))
  await admin.drain()
  return body as SyncOrdersResponse // What it answers.
}

async function orderOf(id: string): Promise<unknown> {
  return admin.ask('getOrder', { id: `tiktokShop:${id}` })
}

describe('a connected TikTok shop', () => {
  it('is copied with its returns: an order whose money was paid back is refunded', async () => {
    await sync()
    await sync()
    const { orders, total } = await admin.ask('listOrders', { filter: { source: ['tiktokShop'] }, limit: 5 })
    expect(total).toBe(250)
    expect(orders[0]).toMatchObject({ source: 'tiktokShop', total: 2_500, currency: 'USD' })
    expect(await orderOf('o004')).toMatchObject({ status: 'refunded', refunded: 2_500 })
    expect(await orderOf('o005')).toMatchObject({ status: 'processing', lineItems: [{ sku: 'MUG', quantity: 1 }] })
    const refunded = await admin.ask('listOrders', { filter: { source: ['tiktokShop'], status: ['refunded'] } })
    expect(refunded.total).toBe(1)
  }, 60_000)

  it('has a few changes copied by a few calls, and a later return change its order', async () => {
    for (let n = 0; n < 50; n++) putOrder(n, 'IN_TRANSIT', 5)
    const before = fake.calls.length
    const { runs } = await sync()
    const orders = runs.find(({ pipeline }) => pipeline === `tiktokShop.${shopId}.orders`)
    expect(orders).toMatchObject({ status: 'succeeded', updated: 50 })
    expect(fake.calls.slice(before).filter(({ path }) => path.startsWith('/order/')).length).toBeLessThanOrEqual(3)
    putReturn('r2', 'o007', '25.00', 2)
    await sync()
    expect(await orderOf('o007')).toMatchObject({ status: 'refunded', refunded: 2_500 })
    putReturn('r3', 'o009', '10.00', 2)
    await sync()
    expect(await orderOf('o009')).toMatchObject({ status: 'shipped', refunded: 1_000 })
  }, 60_000)

  it('goes on with a token that has expired, and tells when an authorization is gone', async () => {
    fake.authorizations.expire(grant.accessToken)
    putOrder(60, 'DELIVERED', 1)
    await sync()
    expect(fake.authorizations.refreshes).toBe(1)
    expect(await orderOf('o060')).toMatchObject({ status: 'delivered' })
    fake.authorizations.revoke(shopId)
    await expect(sync()).rejects.toThrow(/authoriz/i)
    const { body } = await admin.fetch('syncStatus')
    const { pipelines } = body as SyncStatusResponse // What it answers.
    const health = new Map(pipelines.map((one) => [one.pipeline, one]))
    expect(health.get(`tiktokShop.${shopId}.orders`)).toMatchObject({
      health: 'failing',
      authorization: { state: expect.stringMatching(/expired|revoked/) as string },
    })
    expect(health.get('firestore.orders')?.authorization).toBeUndefined()
  }, 60_000)

  it('leaves no secret and no token in what is stored or told', async () => {
    const secrets = [app.appSecret, key, grant.accessToken, grant.refreshToken]
    const collections = await db.listCollections()
    const stored = await Promise.all(collections.map(async (one) => (await one.get()).docs.map((doc) => doc.data())))
    const text = JSON.stringify(stored) + logged.join('\n')
    for (const secret of secrets) expect(text.includes(secret)).toBe(false)
  })
})
