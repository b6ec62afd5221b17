import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Order } from '../../functions/src/contract/order.ts'
import { cellFault, compareKeys, rowOf, tombstoneOf, type RowKey } from '../../functions/src/model/row.ts'
import type { Cell } from '../../functions/src/model/stream.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { order } from '../cache/order.ts'

const ofSkus = (skus: readonly (string | undefined)[]): Order => ({
  ...order,
  lineItems: skus.map((sku) => ({ ...(sku !== undefined && { sku }), name: 'x', quantity: 1, unitPrice: 1, total: 1 })),
})

describe('the row of an order', () => {
  it('has the names of its products that are not its SKUs, each once', () => {
    const items = [{ name: 'Tea' }, { name: 'A', sku: 'A' }, { name: '' }, { name: 'Tea', sku: 'T' }, { name: 'a\nb' }]
    const lineItems = items.map((item) => ({ ...item, quantity: 1, unitPrice: 1, total: 1 }))
    expect(rowOf(orderStream, { ...order, lineItems }, '1', 'h').productNames).toBe('Tea\na b')
  })

  it('is the order without line items and address, with times in milliseconds', () => {
    expect(rowOf(orderStream, order, 'v1', 'h1')).toEqual({
      id: 'firestore:o1',
      createdAt: -1,
      version: 'v1',
      hash: 'h1',
      deletedAt: null,
      source: 'firestore',
      orderNumber: 'A-1',
      status: 'shipped',
      sourceStatus: 'SENT',
      statusUnknown: false,
      currency: 'EUR',
      total: 1_000,
      subtotal: 900,
      tax: 80,
      shipping: 40,
      discount: 20,
      customerId: 'c7',
      customerName: 'Ann Example',
      customerEmail: 'ann@example.com',
      customerPhone: '+41 44 000 00 00',
      itemCount: 1.5,
      updatedAt: 1_767_225_600_123,
      skus: 'S1',
      productNames: 'Mug',
    })
  })

  it('tells an unknown customer from an empty name', () => {
    expect(rowOf(orderStream, { ...order, customer: { name: '' } }, '1', 'h')).toMatchObject({
      customerId: null,
      customerName: '',
      customerEmail: null,
      customerPhone: null,
    })
  })

  it('has each SKU once, in order, and one line each', () => {
    expect(rowOf(orderStream, ofSkus(['B', undefined, 'A', 'B', 'two\nlines']), '1', 'h').skus).toBe('B\nA\ntwo lines')
    expect(rowOf(orderStream, ofSkus([]), '1', 'h').skus).toBe('')
  })

  it('does not grow with an order of very many SKUs', () => {
    const skus = Array.from({ length: 5_000 }, (_, i) => `SKU-${i}`)
    const row = rowOf(orderStream, ofSkus(skus), '1', 'h')
    expect(row.skus).toHaveLength(8_000)
    expect(skus.join('\n').startsWith(String(row.skus))).toBe(true)
  })
})

describe('a cell that a list could not show', () => {
  const row = rowOf(orderStream, order, '1', 'h')

  it.each<[string, Cell]>([
    ['updatedAt', NaN],
    ['updatedAt', Date.parse('9999-12-31T23:59:59.999Z') + 1],
    ['updatedAt', 1.5],
    ['updatedAt', '2026'],
    ['total', 0.5],
    ['total', 2 ** 53],
    ['itemCount', Infinity],
    ['statusUnknown', null],
    ['currency', 7],
    ['currency', '__proto__'],
    ['customerName', true],
  ])('of %s is named: %j', (name, cell) => {
    expect(cellFault(orderStream, { ...row, [name]: cell })).toMatch(new RegExp(`^${name}: cannot be kept`))
  })

  it('is none where a value is missing, but of a flag, nor of the earliest and the latest time', () => {
    for (const cell of [null, Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')])
      expect(cellFault(orderStream, { ...row, updatedAt: cell })).toBeNull()
    expect(cellFault(orderStream, row)).toBeNull()
  })

  it('is the key time, too', () => {
    expect(cellFault(orderStream, { ...row, createdAt: NaN })).toContain('key time')
  })
})

describe('a tombstone', () => {
  const row = rowOf(orderStream, order, '1', 'aaaaaaaaaaaaaaaa')
  const tombstone = tombstoneOf(orderStream, row, '2', 77)

  it('keeps the key and nothing of a person or of what was bought', () => {
    expect(tombstone).toMatchObject({ id: row.id, createdAt: row.createdAt, source: 'firestore', deletedAt: 77 })
    const kept = JSON.stringify(tombstone)
    for (const personal of ['A-1', 'c7', 'Ann', 'ann@', '+41', 'S1']) expect(kept).not.toContain(personal)
  })

  it('says when and by which version the absence was proven, under a hash that no content has', () => {
    expect(tombstone).toMatchObject({ version: '2', deletedAt: 77, hash: '0000000000000000' })
  })
})

describe('the order of keys', () => {
  const key: fc.Arbitrary<RowKey> = fc.record({
    createdAt: fc.integer({ min: -2, max: 2 }),
    id: fc.oneof(fc.constantFrom('a', 'b', '\uE000', '😀', ''), fc.string({ maxLength: 3, unit: 'binary' })),
  })

  it('is by creation time, then by the UTF-16 of the id', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 20 }), (keys) => {
        const sorted = keys.toSorted(compareKeys)
        for (const [i, next] of sorted.entries()) {
          const last = sorted[i - 1] ?? next
          expect(last.createdAt < next.createdAt || (last.createdAt === next.createdAt && last.id <= next.id)).toBe(
            true,
          )
        }
      }),
    )
  })

  it('is the other way round for swapped keys, and only equal keys tie', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(Math.sign(compareKeys(a, b)) + Math.sign(compareKeys(b, a))).toBe(0)
        expect(compareKeys(a, b) === 0).toBe(a.createdAt === b.createdAt && a.id === b.id)
      }),
    )
  })
})
