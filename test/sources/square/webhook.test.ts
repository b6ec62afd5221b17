import { describe, expect, it } from 'vitest'

import { createSquareWebhook } from '../../../functions/src/sources/square/webhook.ts'

/* The vector of a signature that was computed elsewhere. */
const handler = createSquareWebhook({ key: 'asdf1234', url: 'https://example.com/webhook' })
const body = '{"hello":"world"}'
const signature = '2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og='
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const signedBy = (given: string) => ({ 'x-square-hmacsha256-signature': given })

describe('the signature', () => {
  it('is that of the address and the body as it came', () => {
    expect(handler.verify(bytes(body), signedBy(signature))).toBe(true)
    const elsewhere = createSquareWebhook({ key: 'asdf1234', url: 'https://example.com/webhook/' })
    expect(elsewhere.verify(bytes(body), signedBy(signature))).toBe(false)
    const otherKey = createSquareWebhook({ key: 'asdf1235', url: 'https://example.com/webhook' })
    expect(otherKey.verify(bytes(body), signedBy(signature))).toBe(false)
  })

  it('is of no other byte', () => {
    const raw = bytes(body)
    for (let i = 0; i < raw.length; i++) {
      const flipped = Uint8Array.from(raw)
      flipped[i] = (flipped[i] ?? 0) ^ 1
      expect(handler.verify(flipped, signedBy(signature))).toBe(false)
    }
  })

  it.each(['', signature.toLowerCase(), `${signature} `, signature.slice(1), 'ä'.repeat(44)])('is not %j', (given) => {
    expect(handler.verify(bytes(body), signedBy(given))).toBe(false)
    expect(handler.verify(bytes(body), {})).toBe(false)
    expect(handler.verify(bytes(body), { authorization: signature })).toBe(false)
  })
})

const event = {
  merchant_id: 'ML1',
  location_id: 'L1',
  event_id: '6a8f5f28-54a1-4eb0-a98a-3111513fd4fc',
  created_at: '2026-06-01T10:00:00.5Z',
}
const read = (type: string, data: unknown) => handler.read(bytes(JSON.stringify({ ...event, type, data })))
const of = (...records: readonly [string, ...string[]][]) => ({
  kind: 'records',
  of: records.map(([stream, ...sourceIds]) => ({ stream, sourceIds })),
})

describe('a notification', () => {
  it('names what may have changed, and nothing else of what it says', () => {
    const object = { order_updated: { order_id: 'O1', state: 'COMPLETED', version: 10 } }
    expect(read('order.updated', { type: 'order_updated', id: 'O1', object })).toEqual({
      id: event.event_id,
      account: 'ML1',
      at: '2026-06-01T10:00:00.500000000Z',
      told: of(['orders', 'O1']),
    })
  })

  it.each([
    ['order.created', { id: 'O1' }, of(['orders', 'O1'])],
    ['order.fulfillment.updated', { id: 'O1' }, of(['orders', 'O1'])],
    ['payment.created', { id: 'P1', object: { payment: { id: 'P1', order_id: 'O1' } } }, of(['payments', 'P1'], ['orders', 'O1'])], // prettier-ignore
    ['payment.updated', { id: 'P1', object: { payment: { id: 'P1' } } }, of(['payments', 'P1'])],
    ['refund.updated', { id: 'P1_R1', object: { refund: { order_id: 'O2' } } }, of(['refunds', 'P1_R1'], ['orders', 'O2'])], // prettier-ignore
    ['customer.deleted', { id: 'C1', deleted: true }, of(['customers', 'C1'])],
    ['vendor.created', { id: 'V1' }, of(['vendors', 'V1'])],
    ['location.updated', { id: 'L1' }, of(['locations', 'L1'])],
    ['team_member.updated', { id: 'T1' }, of(['teamMembers', 'T1'])],
    [
      'inventory.count.updated',
      {
        id: 'x',
        object: { inventory_counts: [{ catalog_object_id: 'VAR1', location_id: 'L1', state: 'IN_STOCK' }, {}] },
      },
      of(['inventoryCounts', 'VAR1:L1:IN_STOCK']),
    ],
    [
      'catalog.version.updated',
      { type: 'catalog_version', object: { catalog_version: { updated_at: '2026-06-01T10:00:00Z' } } },
      { kind: 'streams', streams: ['catalogItems', 'catalogVariations', 'catalogCategories'] },
    ],
    ['oauth.authorization.revoked', { type: 'revocation', id: '' }, { kind: 'revoked' }],
  ])('%s', (type, data, told) => {
    expect(read(type, data)?.told).toEqual(told)
  })

  it.each([
    ['of a type that is none of ours', 'invoice.published', { id: 'I1' }],
    ['of a type that is a member of every object', 'constructor.created', { id: 'I1' }],
    ['without an id', 'order.updated', { type: 'order' }],
    ['with an id that is none', 'order.updated', { id: 'a/b' }],
  ])('%s says nothing', (_what, type, data) => {
    expect(read(type, data)).toBeNull()
  })

  it.each(['', '{', '[]', 'null', '{"type":"order.updated"}'])('that is %j says nothing', (text) => {
    expect(handler.read(bytes(text))).toBeNull()
  })
})
