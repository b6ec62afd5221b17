import { randomBytes } from 'node:crypto'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { buildDocument, parseDocument, rowOfDocument, type BuiltDocument } from '../../functions/src/cache/documents.ts'
import type { Order } from '../../functions/src/contract/order.ts'
import { GeoPoint, Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { unpack } from '../../functions/src/lib/packing.ts'
import { sizeOf, toJson } from '../../functions/src/lib/firestore/firestoreValues.ts'
import { rowOf } from '../../functions/src/model/row.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { readBack } from './readBack.ts'
import { stored } from './stored.ts'

const ofOrders = { id: 'firestore.orders', stream: orderStream }

const documentBytes = 900_000

const order: Order = {
  id: 'firestore:o1',
  source: 'firestore',
  sourceId: 'o1',
  orderNumber: 'A-1',
  status: 'pending',
  sourceStatus: 'PENDING',
  currency: 'USD',
  total: 1_000,
  subtotal: 1_000,
  tax: 0,
  shipping: 0,
  discount: 0,
  customer: { name: 'Ann', email: 'ann@example.com' },
  lineItems: [{ sku: 'S1', name: 'Mug', quantity: 1, unitPrice: 1_000, total: 1_000 }],
  itemCount: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
}

function built(given: Order, payload: Record<string, unknown> = {}, version = '1'): BuiltDocument {
  const result = buildDocument(ofOrders, given, payload, version)
  if (!result.ok) throw new Error(result.reason)
  return result.document
}
function reasonOf(given: Order): string | null {
  const result = buildDocument(ofOrders, given, {}, '1')
  return result.ok ? null : result.reason
}
const hash = (given: Order, payload: Record<string, unknown>): string => built(given, payload).row.hash

/** How many maps and arrays lie within each other in a document, which itself is none of them. */
function levelsIn(data: object): number {
  const inner = Object.values(data).filter((value) => typeof value === 'object' && value !== null)
  return inner.length === 0 ? 0 : 1 + Math.max(...inner.map(levelsIn))
}

describe('the document of an order', () => {
  it('holds the order, the payload as it was, and which state of it this is', () => {
    const payload = { at: new Timestamp(1, 2), where: new GeoPoint(1, 2), data: Buffer.from([1]), empty: {}, no: null }
    const { data, row } = built(order, payload, '7')
    expect(data).toEqual({ ...order, payload, sync: { version: '7', hash: row.hash, pipeline: 'firestore.orders' } })
  })

  it('gives the row back that segments hold (both views agree)', () => {
    const { data, row } = built({ ...order, shippingAddress: { city: 'Bern' } })
    expect(rowOfDocument(orderStream, stored('orders_cache/firestore:o1', data))).toEqual(row)
    expect(row).toEqual(rowOf(orderStream, order, '1', row.hash))
    expect(parseDocument(orderStream, stored('orders_cache/firestore:o1', data)).record).toEqual({
      ...order,
      shippingAddress: { city: 'Bern' },
    })
  })

  it('is refused by a reader where it is none of ours, without a word of what it holds', () => {
    const foreign = stored('orders_cache/x', { ...built(order).data, total: 'ann@example.com', sync: undefined })
    expect(() => rowOfDocument(orderStream, foreign)).toThrow(
      'A document of orders_cache is not a cached record (total, sync). Start a full resync that reads every document: POST resyncOrders?verify=true',
    )
    expect(() => rowOfDocument(orderStream, stored('orders_cache/x', undefined))).toThrow(/Start a full resync/)
  })
})

describe('the payload', () => {
  it('of 600 KB is kept as it is', () => {
    const payload = { note: 'x'.repeat(600_000) }
    expect(built(order, payload).data.payload).toEqual(payload)
  })

  it('that does not fit is compressed, and nothing of it is lost', () => {
    const payload = { note: 'x'.repeat(documentBytes), at: new Timestamp(1, 2) }
    const { data, bytes } = built(order, payload)
    expect(data).not.toHaveProperty('payload')
    expect(unpack(data.payloadCompressed as Uint8Array, 'payload')).toEqual(toJson(payload))
    expect(bytes).toBeLessThan(10_000)
  })

  it('that does not fit even so is left out, and the order stays', () => {
    const { data } = built(order, { random: randomBytes(1_000_000) })
    expect(data).toMatchObject({ ...order, payloadOmitted: true })
    expect(Object.keys(data).filter((name) => name.startsWith('payload'))).toEqual(['payloadOmitted', 'payloadDigest'])
  })

  it('as deep as a document may be is kept in a form that is not deeper still', () => {
    // https://firebase.google.com/docs/firestore/quotas: at most 20 levels of maps and arrays.
    const payload = Array.from({ length: 20 }).reduce<Record<string, unknown>>((inner) => ({ inner }), { innermost: 1 })
    expect(levelsIn(payload)).toBe(20)
    expect(levelsIn(built(order, payload).data)).toBeLessThanOrEqual(20)
  })
})

describe('a payload', () => {
  it('of as many members as a document can hold is kept', () => {
    const payload = { flags: Array.from({ length: 800_000 }, () => true) }
    expect(built(order, payload).data.payload).toEqual(payload)
  })
})

describe('the hash', () => {
  it('is the same for the same content, whatever the order of its keys', () => {
    const entries = Object.entries({ a: 1, b: { c: 2, d: [1, { e: 1, f: 2 }] } })
    const turned = { b: { d: [1, { f: 2, e: 1 }], c: 2 }, a: 1 }
    const orderTurned = Object.fromEntries(Object.entries(order).toReversed()) as Order
    expect(hash(orderTurned, turned)).toBe(hash(order, Object.fromEntries(entries)))
  })

  it('does not depend on the version: the same content read again is unchanged', () => {
    expect(built(order, { a: 1 }, '2').row.hash).toBe(built(order, { a: 1 }, '1').row.hash)
  })

  it('changes with any field of the order that a mapping gives, and with anything in the payload', () => {
    const changes: Partial<Order>[] = [
      { status: 'processing' },
      { currency: 'EUR' },
      { total: 1_001 },
      { customer: { name: 'Ann' } },
      { lineItems: [] },
      { shippingAddress: {} },
      { updatedAt: '2026-01-01T00:00:00.001Z' },
    ]
    const payloads = [{}, { a: 1 }, { a: 1n }, { a: '1' }, { a: new Timestamp(0, 1) }, { a: new Timestamp(0, 2) }]
    const hashes = [
      ...changes.map((change) => hash({ ...order, ...change }, {})),
      ...payloads.map((payload) => hash(order, payload)),
    ]
    expect(new Set(hashes).size).toBe(changes.length + payloads.length)
  })
})

describe('an order', () => {
  it('is refused where its list row is over 32 KB', () => {
    expect(reasonOf({ ...order, orderNumber: 'x'.repeat(31_000) })).toBeNull()
    expect(reasonOf({ ...order, orderNumber: 'x'.repeat(32_000) })).toBe(
      'the texts of its list row are over 32000 bytes',
    )
    expect(reasonOf({ ...order, customer: { name: 'ü'.repeat(16_000) } })).toMatch(/list row/)
  })

  it('is refused where its id is longer than a document id may be', () => {
    expect(reasonOf({ ...order, id: `firestore:${'x'.repeat(1_490)}` })).toBeNull()
    const tooLong = 'its id is longer than 1,500 bytes, or has a / in it'
    expect(reasonOf({ ...order, id: `firestore:${'x'.repeat(1_491)}` })).toBe(tooLong)
    expect(reasonOf({ ...order, id: `firestore:${'ü'.repeat(746)}` })).toBe(tooLong)
  })

  it('is refused where it does not fit even without its payload', () => {
    const item = { name: 'x'.repeat(1_000), quantity: 1, unitPrice: 1, total: 1 }
    expect(reasonOf({ ...order, lineItems: Array.from({ length: 900 }, () => item) })).toBe(
      'the record alone is over 900000 bytes',
    )
  })
})

it('whatever is written can be read back, as a document and as a row of a segment', () => {
  const odd = fc.constantFrom(
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    2 ** 52 - 1,
    1 - 2 ** 52,
    0.5,
    7,
    Number.NaN,
  )
  const time = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z', 'soon')
  const given = fc.record({ total: odd, tax: odd, itemCount: odd, createdAt: time })
  const seen = { written: 0, refused: 0 }
  fc.assert(
    fc.property(fc.array(given, { maxLength: 4 }), (changes) => {
      const results = changes.map((change) => buildDocument(ofOrders, { ...order, ...change }, {}, '1'))
      const documents = results.flatMap((result) => (result.ok ? [result.document] : []))
      seen.written += documents.length
      seen.refused += results.length - documents.length
      const rows = documents.map(({ row }) => row)
      expect(readBack(rows)).toEqual(rows)
      for (const { data, row } of documents)
        expect(rowOfDocument(orderStream, stored('orders_cache/firestore:o1', data))).toEqual(row)
    }),
    { numRuns: 500 },
  )
  expect(seen.written).toBeGreaterThan(20)
  expect(seen.refused).toBeGreaterThan(20)
})

it('no document is above 900 KB, and its size is not told too small', () => {
  const length = fc.oneof(fc.nat(1_000), fc.nat(1_200_000), fc.integer({ min: 880_000, max: documentBytes }))
  const seen = new Set<string>()
  fc.assert(
    fc.property(length, length, fc.boolean(), fc.nat(31_000), (itemBytes, payloadBytes, isRandom, numberBytes) => {
      const large: Order = {
        ...order,
        orderNumber: 'n'.repeat(numberBytes),
        lineItems: [{ name: 'x'.repeat(itemBytes), quantity: 1, unitPrice: 1, total: 1 }],
      }
      const bytes = isRandom ? randomBytes(payloadBytes) : Buffer.alloc(payloadBytes)
      const result = buildDocument(ofOrders, large, { bytes }, '2026-01-01T00:00:00.000000000Z')
      if (!result.ok) return void seen.add('refused')
      const { data, bytes: told } = result.document
      seen.add(Object.keys(data).find((name) => name.startsWith('payload')) ?? 'none')
      expect(sizeOf(data)).toBeLessThanOrEqual(documentBytes)
      expect(told).toBeGreaterThanOrEqual(sizeOf(data))
    }),
    { numRuns: 200 },
  )
  expect(seen).toEqual(new Set(['refused', 'payload', 'payloadCompressed', 'payloadOmitted']))
})
