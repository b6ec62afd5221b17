import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { missingOrderSchema } from '../../functions/src/contract/api.ts'
import { GeoPoint, Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { Shop } from '../harness/shop.ts'

const errorSchema = z.object({ error: z.object({ message: z.string(), details: z.unknown() }) })
const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
/** The emulator's clock need not be this process's. */
const clockSkewMs = 1_000

const shop = new Shop()
let removedAtMs: number
let server: AdminServer

beforeAll(async () => {
  server = await startAdminServer({ db: shop.db })
  await shop.put('whole', {
    orderId: 'A-1001',
    status: 'SHIPPED',
    totalAmount: 31.5,
    currency: 'EUR',
    tax: 5,
    shipping: 4.5,
    discount: 2,
    timestamp: new Timestamp(1_750_000_000, 123_456_789),
    updatedAt: new Timestamp(1_750_000_100, 999_999_999),
    customer: { id: 'c1', name: 'Ana López', email: 'ana@example.com', phone: '+34 600 000 000' },
    shippingAddress: { line1: 'Calle Mayor 1', city: 'Madrid', country: 'ES' },
    items: [
      { sku: 'MUG', name: 'Mug', quantity: 2, price: 10 },
      { name: 'Card', quantity: 1, price: 4 },
    ],
    note: 'leave it with the neighbour',
    place: new GeoPoint(40.4, -3.7),
    nothing: null,
    unreadable: Number.NaN,
  })
  await shop.put('gone')
  await shop.put('unreadable', { currency: 'a lot of money' })
  await shop.put('large', { blob: 'x'.repeat(950_000), orderId: 'L-1' })
  await server.fetch('resyncOrders', { method: 'POST' })
  await server.drain()
  removedAtMs = Date.now()
  await shop.remove('gone')
  await server.fetch('resyncOrders', { method: 'POST' })
  await server.drain()
})
afterAll(() => server.stop())

describe('getOrder', () => {
  it('returns the whole order and what the shop wrote', async () => {
    const whole = await server.ask('getOrder', { id: 'firestore:whole' })
    expect(whole).toEqual({
      id: 'firestore:whole',
      source: 'firestore',
      sourceId: 'whole',
      orderNumber: 'A-1001',
      status: 'shipped',
      sourceStatus: 'SHIPPED',
      currency: 'EUR',
      total: 3_150,
      subtotal: 2_400,
      tax: 500,
      shipping: 450,
      discount: 200,
      customer: { id: 'c1', name: 'Ana López', email: 'ana@example.com', phone: '+34 600 000 000' },
      shippingAddress: { line1: 'Calle Mayor 1', city: 'Madrid', country: 'ES' },
      lineItems: [
        { sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: 1_000, total: 2_000 },
        { name: 'Card', quantity: 1, unitPrice: 400, total: 400 },
      ],
      itemCount: 3,
      // Floored to the wire's milliseconds; the payload keeps what Firestore keeps.
      createdAt: '2025-06-15T15:06:40.123Z',
      updatedAt: '2025-06-15T15:08:20.999Z',
      payload: expect.objectContaining({
        orderId: 'A-1001',
        note: 'leave it with the neighbour',
        place: { latitude: 40.4, longitude: -3.7 },
        nothing: null,
        unreadable: 'NaN',
        customer: { id: 'c1', name: 'Ana López', email: 'ana@example.com', phone: '+34 600 000 000' },
      }) as unknown,
    })
  })

  it('returns a payload that had to be compressed', async () => {
    const large = await server.ask('getOrder', { id: 'firestore:large' })
    expect(large).toMatchObject({ orderNumber: 'L-1', payload: { orderId: 'L-1' } })
    expect((large.payload as { blob: string }).blob).toHaveLength(950_000)
  })

  it('says of an order in quarantine why it is there, and quotes nothing of it', async () => {
    const { status, body } = await server.call('getOrder', { id: 'firestore:unreadable' })
    expect(status).toBe(404)
    const { details, message } = errorSchema.parse(body).error
    expect(missingOrderSchema.parse(details)).toEqual({
      why: 'quarantined',
      reason: expect.stringContaining('currency') as unknown,
      quarantinedAt: expect.stringMatching(isoTime) as unknown,
    })
    expect(message).toContain('currency')
    expect(JSON.stringify(body)).not.toContain('a lot of money')
  })

  it('says of a deleted order when it was found gone', async () => {
    const { status, body } = await server.call('getOrder', { id: 'firestore:gone' })
    expect(status).toBe(404)
    const details = missingOrderSchema.parse(errorSchema.parse(body).error.details)
    expect(details).toEqual({ why: 'deleted', deletedAt: expect.stringMatching(isoTime) as unknown })
    const at = Date.parse(details.why === 'deleted' ? details.deletedAt : '')
    expect(at).toBeGreaterThanOrEqual(removedAtMs - clockSkewMs)
    expect(at).toBeLessThanOrEqual(Date.now() + clockSkewMs)
  })

  it.each(['firestore:never', 'square:whole', 'tiktokShop:576461413038785752', 'firestore:a b é', 'firestore:.'])(
    'finds no %s',
    async (id) => {
      const { status, body } = await server.call('getOrder', { id })
      expect(status).toBe(404)
      const message: unknown = expect.not.stringContaining(id)
      expect(body).toEqual({ error: { status: 'NOT_FOUND', message } })
    },
  )
})
