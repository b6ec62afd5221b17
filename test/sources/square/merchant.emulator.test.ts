import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { SyncOrdersResponse, SyncStatusResponse } from '../../../functions/src/contract/sync.ts'
import { createSquareWebhook } from '../../../functions/src/sources/square/webhook.ts'
import { FakeSquare } from '../../../tools/fakes/square/fakeSquare.ts'
import type { FakeMerchant } from '../../../tools/fakes/square/merchant.ts'
import { webhookSignature } from '../../../tools/fakes/square/signature.ts'
import { refundPayment, settleRefund } from '../../../tools/fakes/square/trade/refunding.ts'
import { placeOrder } from '../../../tools/fakes/square/trade/trade.ts'
import { shownEvent } from '../../../tools/fakes/square/endpoints/events.ts'
import { startAdminServer, type AdminServer } from '../../harness/adminServer.ts'
import { databaseOf } from '../../harness/firestore.ts'
import { app } from './connected.ts'

/* A merchant's access token, from the vendor's API to the public functions. */

const merchantId = 'MLTEA'
const webhook = { key: 'signature-key', url: 'https://tea.example/webhooks/square' }
const db = databaseOf()

let fake: FakeSquare
let merchant: FakeMerchant
let admin: AdminServer
let paid: { orderId: string; paymentId: string }

beforeAll(async () => {
  fake = await FakeSquare.start({ app })
  merchant = fake.addMerchant({ id: merchantId })
  for (const id of ['L1', 'L2', 'L3']) merchant.putLocation(id)
  merchant.vendors.put('VEND1', { name: 'Potter' })
  merchant.customers.put('CUST1', { given_name: 'Ann' })
  merchant.teamMembers.put('TM1', { given_name: 'Bo' })
  merchant.catalog.put('CATEGORY', 'C1', { name: 'Tea' })
  merchant.catalog.put('ITEM', 'I1', { name: 'Oolong' })
  merchant.catalog.put('ITEM_VARIATION', 'V1', { item_id: 'I1', name: '100 g' })
  merchant.inventory.count({ variationId: 'V1', locationId: 'L1' }, '7')
  for (let n = 0; n < 59; n++) sell(`L${(n % 3) + 1}`)
  paid = sell('L2')
  const { accessToken } = fake.authorizations.grant(merchantId)
  admin = await startAdminServer({
    db,
    webhookHandlers: [createSquareWebhook(webhook)],
    secrets: { SQUARE_ACCESS_TOKEN: accessToken },
    sources: {
      square: {
        merchants: [merchantId],
        appId: null,
        apiUrl: fake.url,
        callsAtOnce: 5,
        statusMap: {},
        webhookUrl: webhook.url,
      },
    },
  })
})
afterAll(async () => {
  await admin.stop()
  await fake.stop()
})

function sell(locationId: string): { orderId: string; paymentId: string } {
  const lines = [{ name: 'Oolong', quantity: '2', price: 1_250, variationId: 'V1' }]
  const { orderId, paymentId } = placeOrder(merchant, { locationId, lines, isPointOfSale: true })
  if (paymentId === null) throw new Error('It is paid.')
  return { orderId, paymentId }
}

async function sync(): Promise<SyncOrdersResponse> {
  const { status, body } = await admin.fetch('syncOrders', { method: 'POST' })
  if (status === 500) throw new Error(JSON.stringify(body))
  await admin.drain()
  return body as SyncOrdersResponse // What it answers.
}

const orderOf = (id: string): Promise<unknown> => admin.ask('getOrder', { id: `square:${id}` })

async function revenue(): Promise<number> {
  const { buckets } = await admin.ask('orderStats', { filter: { source: ['square'] }, by: 'source' })
  return buckets.reduce((sum, bucket) => sum + bucket.revenue, 0)
}

async function totalOf(stream: string): Promise<number> {
  return (await admin.ask('listRecords', { stream })).total
}

async function notify(): Promise<number> {
  const event = merchant.events.all.at(-1)
  if (event === undefined) throw new Error('Something happened.')
  const body = JSON.stringify(shownEvent(merchantId, event))
  const signature = webhookSignature(webhook.key, webhook.url, body)
  const headers = { 'content-type': 'application/json', 'x-square-hmacsha256-signature': signature }
  const { status } = await admin.fetch('webhooks', { method: 'POST', body, headers }, 'square')
  return status
}

describe('a merchant of Square', () => {
  it('is copied with all that it has', async () => {
    await sync()
    const { runs } = await sync()
    expect(runs.filter(({ status }) => status === 'failed')).toEqual([])
    expect(await totalOf('orders')).toBe(60)
    const counts = Object.fromEntries(
      await Promise.all(
        ['payments', 'refunds', 'locations', 'vendors', 'customers', 'teamMembers', 'catalogItems']
          .concat('catalogVariations', 'catalogCategories', 'inventoryCounts')
          .map(async (stream) => [stream, await totalOf(stream)] as const),
      ),
    )
    expect(counts).toEqual({
      payments: 60,
      refunds: 0,
      locations: 3,
      vendors: 1,
      customers: 1,
      teamMembers: 1,
      catalogItems: 1,
      catalogVariations: 1,
      catalogCategories: 1,
      inventoryCounts: 1,
    })
    expect(await orderOf(paid.orderId)).toMatchObject({ status: 'completed', total: 2_500, customer: {} })
    expect(await revenue()).toBe(60 * 2_500)
  }, 120_000)

  it('has a refund change its order when it is completed, and revenue once', async () => {
    const { refundId, orderId: returnId } = refundPayment(merchant, paid.paymentId)
    await sync()
    expect(await orderOf(paid.orderId)).toMatchObject({ status: 'completed' })
    expect(await orderOf(paid.orderId)).not.toHaveProperty('refunded')
    expect(await orderOf(returnId)).toMatchObject({ kind: 'return', status: 'refunded', total: -2_500 })
    expect(await revenue()).toBe(60 * 2_500)
    settleRefund(merchant, refundId, 'COMPLETED')
    await sync()
    await sync()
    expect(await orderOf(paid.orderId)).toMatchObject({ status: 'refunded', refunded: 2_500, total: 2_500 })
    expect(await revenue()).toBe(59 * 2_500)
    expect(await totalOf('refunds')).toBe(1)
  }, 120_000)

  it('has what is deleted from its catalog deleted by the next run', async () => {
    merchant.catalog.remove('I1')
    await sync()
    expect(await totalOf('catalogItems')).toBe(0)
    expect(await totalOf('catalogVariations')).toBe(0)
    expect(await totalOf('catalogCategories')).toBe(1)
  }, 120_000)

  it('takes the vendor’s notifications, and tells of each pipeline', async () => {
    const { orderId } = sell('L3')
    // Its last event is that of the payment, which names the order.
    expect(await notify()).toBe(200)
    merchant.catalog.put('CATEGORY', 'C2', { name: 'Cups' })
    expect(await notify()).toBe(200)
    await sync()
    expect(await orderOf(orderId)).toMatchObject({ status: 'completed' })
    expect(await totalOf('catalogCategories')).toBe(2)
    const { body } = await admin.fetch('syncStatus')
    const { pipelines } = body as SyncStatusResponse // What it answers.
    const own = pipelines.filter(({ pipeline }) => pipeline.startsWith(`square.${merchantId}.`))
    // Twelve that are copied, and three that are computed from them.
    expect(own).toHaveLength(15)
    const unwell = own.filter(({ health }) => health !== 'ok').map(({ pipeline }) => pipeline.split('.').at(-1))
    expect(unwell).toEqual([])
    // What was sold names the variation that was deleted: it is listed, and leaves the health alone.
    expect(await totalOf('missingRecords')).toBe(1)
  }, 120_000)
})
