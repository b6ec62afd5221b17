import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { orderSchema } from '../../../functions/src/contract/order.ts'
import { GeoPoint, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromParts } from '../../../functions/src/lib/instant.ts'
import { usualOrders } from '../../../functions/src/sources/firestore/settings.ts'
import { ordersAs } from '../../harness/orderSettings.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { orderParser } from '../../../functions/src/sources/firestore/record.ts'

const createTime = instantFromParts(1_767_225_600, 987_654_000)
const plain = { orderId: 'A-1', status: 'PENDING', totalAmount: 150, timestamp: 1_767_225_600_000 }
type Settings = Parameters<typeof readFirestoreSourceConfig>[0]

function parse(data: Record<string, unknown>, settings: Settings = {}) {
  const config = readFirestoreSourceConfig(settings)
  return orderParser(config)({
    sourceId: 'doc1',
    changedAt: null,
    version: '1',
    readTime: createTime,
    raw: { data, createTime },
  })
}

function orderOf(data: Record<string, unknown>, settings: Settings = {}) {
  const parsed = parse({ ...plain, ...data }, settings)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.record
}

function reasonOf(data: Record<string, unknown>, settings: Settings = {}) {
  const parsed = parse({ ...plain, ...data }, settings)
  return parsed.ok ? null : parsed.reason
}

it('reads the least that a shop stores', () => {
  expect(parse(plain)).toEqual({
    ok: true,
    payload: plain,
    record: {
      id: 'firestore:doc1',
      source: 'firestore',
      sourceId: 'doc1',
      orderNumber: 'A-1',
      status: 'pending',
      sourceStatus: 'PENDING',
      currency: 'USD',
      total: 15_000,
      subtotal: 15_000,
      tax: 0,
      shipping: 0,
      discount: 0,
      customer: {},
      lineItems: [],
      itemCount: 0,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
    },
  })
})

it('reads a discount that is written as a negative amount as the same discount', () => {
  expect(orderOf({ tax: 10, discount: -20 })).toMatchObject({ subtotal: 16_000, discount: 2000 })
})

it('reads all that a shop may store', () => {
  const data = {
    currency: 'eur',
    updatedAt: new Timestamp(1_767_225_700, 123_999_999),
    tax: '1.90',
    shipping: 4.9,
    discount: 10,
    customer: { id: 7, name: ' Ann ', email: 'Ann@Example.com', phone: '+1' },
    items: [
      { sku: 'S1', name: 'Mug', quantity: 2, price: 9.99 },
      { sku: 12, quantity: '3', price: '0.333' },
    ],
    shippingAddress: { city: 'Bern', at: new GeoPoint(1, 2), since: new Timestamp(0, 0), tags: ['a', Number.NaN] },
  }
  expect(orderOf(data, { changedAtField: 'updatedAt' })).toMatchObject({
    currency: 'EUR',
    total: 15_000,
    subtotal: 15_000 - 190 - 490 + 1000,
    customer: { id: '7', name: ' Ann ', email: 'Ann@Example.com', phone: '+1' },
    lineItems: [
      { sku: 'S1', name: 'Mug', quantity: 2, unitPrice: 999, total: 1998 },
      { sku: '12', name: '12', quantity: 3, unitPrice: 33, total: 100 },
    ],
    itemCount: 5,
    shippingAddress: {
      city: 'Bern',
      at: { latitude: 1, longitude: 2 },
      since: '1970-01-01T00:00:00.000Z',
      tags: ['a'],
    },
    updatedAt: '2026-01-01T00:01:40.123Z',
  })
})

it('takes flat customer fields, a text for an address, the document id for an order number', () => {
  const data = { orderId: '', customer: null, customerName: 'Bo', customerEmail: 'b@x.ch', shippingAddress: 'Main 1' }
  expect(orderOf(data)).toMatchObject({
    orderNumber: 'doc1',
    customer: { name: 'Bo', email: 'b@x.ch' },
    shippingAddress: { formatted: 'Main 1' },
  })
  expect(orderOf({ orderId: 1001 }).orderNumber).toBe('1001')
})

it('finds renamed fields', () => {
  const fields = {
    totalAmount: 'amounts.gross',
    status: 'state',
    'customer.name': 'buyer.fullName',
    items: 'lines',
    'items.sku': 'product.code',
  } as const
  const data = {
    amounts: { gross: 12.5 },
    state: 'SENT',
    buyer: { fullName: 'Cy' },
    lines: [{ product: { code: 'P' }, quantity: 1, price: 12.5 }],
  }
  const order = orderOf(data, { orders: ordersAs({ fields, status: { words: { sent: 'shipped' } } }) })
  expect(order).toMatchObject({ total: 1250, status: 'shipped', sourceStatus: 'SENT', customer: { name: 'Cy' } })
  expect(order.lineItems).toEqual([{ sku: 'P', name: 'P', quantity: 1, unitPrice: 1250, total: 1250 }])
  expect(reasonOf({ state: ['SENT'] }, { orders: ordersAs({ fields }) })).toBe(
    'state: is not a text, a number or true or false; amounts.gross: is missing',
  )
})

describe('status', () => {
  it.each([
    ['PENDING', 'pending'],
    ['On Hold', 'on_hold'],
    ['HOLD', 'on_hold'],
    ['processing', 'processing'],
    ['PAID', 'processing'],
    ['CONFIRMED', 'processing'],
    ['Shipped', 'shipped'],
    ['in-transit', 'shipped'],
    ['DELIVERED', 'delivered'],
    ['COMPLETED', 'completed'],
    ['FULFILLED', 'completed'],
    ['CANCELLED', 'cancelled'],
    ['canceled', 'cancelled'],
    ['REFUNDED', 'refunded'],
    [' Waiting for Godot ', 'processing'],
  ])('%s is %s, and its own text is kept', (sourceStatus, status) => {
    expect(orderOf({ status: sourceStatus })).toMatchObject({ status, sourceStatus })
  })

  it('that means nothing is flagged, and is not where it does', () => {
    expect(orderOf({ status: 'EN ROUTE TO CUSTOMER' }).statusUnknown).toBe(true)
    const mapped = orderOf(
      { status: 'EN ROUTE TO CUSTOMER' },
      {
        orders: ordersAs({ status: { words: { 'en route to customer': 'shipped' } } }),
      },
    )
    expect(mapped).toMatchObject({ status: 'shipped', sourceStatus: 'EN ROUTE TO CUSTOMER' })
    expect(mapped).not.toHaveProperty('statusUnknown')
    expect(orderOf({ status: 'FAILED' })).not.toHaveProperty('statusUnknown')
  })

  it('goes by the status map first, in any case', () => {
    expect(orderOf({ status: 'paid' }, { orders: ordersAs({ status: { words: { PAID: 'completed' } } }) }).status).toBe(
      'completed',
    )
  })
})

describe('currency', () => {
  it.each([undefined, null, '', '  '])('%j is the default one', (currency) => {
    expect(orderOf({ currency }, { defaultCurrency: 'EUR' }).currency).toBe('EUR')
  })

  it.each([
    [' eur ', 'EUR'],
    // No list of codes is asked: what the next one is called, no list knows.
    ['XTS', 'XTS'],
  ])('%j is %s', (currency, code) => {
    expect(orderOf({ currency }).currency).toBe(code)
  })

  it.each(['dollars', 'U$D', 'ÄÖÜ', { name: 'EUR' }, 978, true, ['EUR']])('%j is quarantined', (currency) => {
    expect(reasonOf({ currency })).toMatch(/^currency: is not a currency code of three letters, like USD/)
  })

  it('is named as the shop names it', () => {
    const orders = ordersAs({ fields: { currency: 'money.unit' } })
    expect(reasonOf({ money: { unit: 'dollars' } }, { orders })).toMatch(/^money\.unit: is not a currency code/)
  })
})

describe('time', () => {
  it('falls back to the creation time of the document where there is none', () => {
    expect(orderOf({ timestamp: null }).createdAt).toBe('2026-01-01T00:00:00.987Z')
    expect(orderOf({ timestamp: undefined }).createdAt).toBe('2026-01-01T00:00:00.987Z')
  })

  it('is floored to milliseconds', () => {
    expect(orderOf({ timestamp: '2026-01-01T00:00:00.999999Z' }).createdAt).toBe('2026-01-01T00:00:00.999Z')
  })

  it('of a change that cannot be read is the creation time', () => {
    expect(orderOf({ updatedAt: 'soon' }, { changedAtField: 'updatedAt' }).updatedAt).toBe('2026-01-01T00:00:00.000Z')
  })
})

describe('quarantine', () => {
  it.each([
    [{ status: null }, 'status: is missing'],
    [{ status: [3] }, 'status: is not a text, a number or true or false'],
    [{ status: ' ' }, 'status: is missing'],
    [{ totalAmount: undefined }, 'totalAmount: is missing'],
    [{ totalAmount: 'secret' }, 'totalAmount: is not a decimal amount, or too large'],
    [{ totalAmount: Number.NaN }, 'totalAmount: is not a decimal amount, or too large'],
    [{ totalAmount: 1e20 }, 'totalAmount: is not a decimal amount, or too large'],
    [{ totalAmount: '45035996273704.96' }, 'totalAmount: is not a decimal amount, or too large'],
    [{ totalAmount: { value: 1 } }, 'totalAmount: is not a decimal amount, or too large'],
    [{ timestamp: 'secret' }, 'timestamp: is not a time that can be read'],
    [{ timestamp: true }, 'timestamp: is not a time that can be read'],
    [{ timestamp: 1e19 }, 'timestamp: is not a time that can be read'],
  ])('%j', (data, reason) => {
    expect(reasonOf(data)).toBe(reason)
  })

  it('is not for other amounts that are too large: they are left out', () => {
    const large = '45035996273704.96'
    const order = orderOf({ tax: large, shipping: large, subtotal: large, items: [{ price: large }] })
    expect(order).toMatchObject({ tax: 0, shipping: 0, subtotal: order.total, lineItems: [{ unitPrice: 0, total: 0 }] })
    expect(orderOf({ totalAmount: 1, discount: '45035996273704.95' }).subtotal).toBe(100)
  })

  it('is not for quantities that are too large, nor for a name that JavaScript keeps to itself', () => {
    const items = [{ quantity: Number.MAX_VALUE }, { quantity: Number.MAX_VALUE }, { quantity: Number.NaN }]
    expect(orderOf({ items }).itemCount).toBe(3)
    const shippingAddress: unknown = JSON.parse('{"city":"Bern","__proto__":{"zip":"1"}}')
    expect(orderOf({ shippingAddress }).shippingAddress).toEqual({ city: 'Bern' })
  })

  it('is for nothing but amount, currency, status and creation time, whatever the other fields hold', () => {
    const odd = fc.oneof(fc.anything(), fc.constantFrom(Number.NaN, new Timestamp(0, 0), new GeoPoint(0, 0), 2 ** 60))
    const others = ['orderId', 'subtotal', 'tax', 'shipping', 'discount', 'customer', 'items', 'shippingAddress']
    const item = fc.record({ sku: odd, name: odd, quantity: odd, price: odd }, { requiredKeys: [] })
    const document = fc.record(Object.fromEntries(others.map((name) => [name, odd])), { requiredKeys: [] })
    fc.assert(
      fc.property(document, fc.array(item), fc.boolean(), (data, items, withItems) => {
        const order = orderOf({ ...data, ...(withItems && { items }) })
        expect(orderSchema.parse(order)).toEqual(order)
      }),
    )
  })
})

it('says which setting is wrong', () => {
  expect(() => readFirestoreSourceConfig({ collection: 'shops/main' })).toThrow(/^ORDERS_COLLECTION: must be the path/)
  expect(() => readFirestoreSourceConfig({ createdAtField: 'a..b' })).toThrow(
    /^ORDERS_CREATED_AT_FIELD: must be a field path/,
  )
  expect(() => readFirestoreSourceConfig({ defaultCurrency: 'dollar' })).toThrow(/^DEFAULT_CURRENCY: must be/)
  expect(readFirestoreSourceConfig({})).toEqual({
    changeFeed: false,
    collection: 'orders',
    createdAtField: 'timestamp',
    changedAtField: 'timestamp',
    defaultCurrency: 'USD',
    orders: usualOrders,
  })
})
