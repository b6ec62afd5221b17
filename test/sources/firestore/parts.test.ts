import { describe, expect, it } from 'vitest'

import { Firestore, GeoPoint } from '../../../functions/src/lib/firestore/firestore.ts'
import { orderAs, parsedAs, type OrdersInFile } from './orderOf.ts'

const plain = { status: 'PAID', totalAmount: 10 }
const users = new Firestore({ projectId: 'demo-parts' }).collection('users')

describe('a field', () => {
  it.each([
    ['the first path that has a value', ['a', 'b', 'c'], { a: null, b: '  ', c: 'C', d: 'D' }, 'C'],
    ['a key with a dot', '`a.b`.c', { 'a.b': { c: 'C' } }, 'C'],
    ['a key with a blank and #', 'Order #', { 'Order #': 7 }, '7'],
    ['joined texts, without those that are absent', { join: ['a', 'b', 'c'], separator: '-' }, { a: 'A', c: 3 }, 'A-3'],
    ['a path before joined texts', { path: 'a', join: ['b', 'c'] }, { a: 'A', b: 'B', c: 'C' }, 'A'],
    ['a default', { path: 'a', default: 'none' }, { a: '' }, 'none'],
    ['a constant', { default: 'none' }, { orderId: 'A' }, 'none'],
  ])('is read as %s', (_what, place, data, text) => {
    expect(orderAs({ ...plain, ...data }, { fields: { orderId: place } }).record.orderNumber).toBe(text)
  })
})

describe('items', () => {
  it.each([
    ['a list of names', ['Tea', 'Gin'], [['Tea', 1, 0], ['Gin', 1, 0]]], // prettier-ignore
    ['one item', { name: 'Tea', quantity: 2, price: 5 }, [['Tea', 2, 500]]],
    ['quantities by product', { b: 2, a: '1' }, [['a', 1, 0], ['b', 2, 0]]], // prettier-ignore
    ['items by product', { a: { price: 1 }, b: { sku: 'B', quantity: 2 } }, [['a', 1, 100], ['B', 2, 0]]], // prettier-ignore
    ['products without more', { a: {}, b: null, c: '' }, [['a', 1, 0]]],
    ['a JSON text of one item', '{"name":"Tea","price":"5.50"}', [['Tea', 1, 550]]],
    ['a list of JSON texts', ['{"name":"Tea"}'], [['Tea', 1, 0]]],
    ['a name with a bracket', '[Sale] Tea', [['[Sale] Tea', 1, 0]]],
    ['references', [users.doc('p1')], [['users/p1', 1, 0]]],
    ['nothing', [null, {}, ''], []],
  ])('are read from %s', (_what, items, lines) => {
    const { record, unread } = orderAs({ ...plain, items })
    expect(record.lineItems.map(({ name, quantity, unitPrice }) => [name, quantity, unitPrice])).toEqual(lines)
    expect(unread).toBeUndefined()
  })

  it('in a JSON text that nests without end are told as unread', () => {
    const { record, unread } = orderAs({ ...plain, items: '['.repeat(50_000) + ']'.repeat(50_000) })
    expect([record.lineItems, unread?.length]).toEqual([[], 1])
  })
})

describe('a customer', () => {
  it.each([
    ['Ann Example', { name: 'Ann Example' }],
    ['ann@example.com', { email: 'ann@example.com' }],
    [42, { id: '42' }],
    [users.doc('u1'), { id: 'users/u1' }],
    [
      { id: users.doc('u1'), phone: 4_179_000_000 },
      { id: 'users/u1', phone: '4179000000' },
    ],
  ])('is read from %j', (customer, read) => {
    const { record, unread } = orderAs({ ...plain, customer })
    expect(record.customer).toEqual(read)
    expect(unread).toBeUndefined()
  })
})

describe('an address', () => {
  it.each([
    [['1 Road', '', 8001], { formatted: '1 Road, 8001' }],
    [[{ city: 'Bern' }], { city: 'Bern' }],
    [new GeoPoint(-1.5, 2), { formatted: '-1.5, 2', latitude: -1.5, longitude: 2 }],
    [users.doc('u1'), { reference: 'users/u1' }],
  ])('is read from %j', (shippingAddress, read) => {
    const { record, unread } = orderAs({ ...plain, shippingAddress })
    expect(record.shippingAddress).toEqual(read)
    expect(unread).toBeUndefined()
  })
})

describe('a total', () => {
  const settings = { totalFromItems: true }

  it('that is missing is that of the items', () => {
    const items = [{ sku: 'A', price: '0.333', quantity: 3 }, { sku: 'B', price: 2 }] // prettier-ignore
    expect(orderAs({ status: 'PAID', items, shipping: 5 }, settings).record).toMatchObject({
      total: 300,
      subtotal: 300,
      shipping: 500,
    })
    expect(orderAs({ status: 'PAID', items, totalAmount: 7 }, settings).record.total).toBe(700)
  })

  it.each([
    [[{ sku: 'A', price: 1 }, { sku: 'B' }]],
    [
      [
        { sku: 'A', price: 1 },
        { sku: 'B', price: 'on request' },
      ],
    ],
    [[{ sku: 'A', price: 1, quantity: 'some' }]],
    [[{ sku: 'A', price: 1 }, 5]],
    [[]],
    [undefined],
  ])('is not that of %j, of which not all have a price', (items) => {
    const parsed = parsedAs({ status: 'PAID', items }, settings)
    expect(parsed).toEqual({
      ok: false,
      reason: 'totalAmount: is missing, and not every item has a price that can be read',
    })
    const withDefault = orderAs({ status: 'PAID', items }, { ...settings, fields: { totalAmount: { default: 3 } } })
    expect(withDefault.record.total).toBe(300)
    expect(withDefault.unread?.at(-1)).toMatch(/^"totalAmount" is missing, .* the default stands for it/)
  })

  it('names the currency where nothing else does', () => {
    const order = orderAs({ status: 'PAID', totalAmount: '12,50 €', tax: '1,00 €', items: [{ sku: 'A', price: 3 }] })
    expect(order.record).toMatchObject({ currency: 'EUR', total: 1250, tax: 100, lineItems: [{ unitPrice: 300 }] })
  })
})

describe('a part that cannot be read', () => {
  it.each<[string, object, OrdersInFile, RegExp]>([
    ['items', { items: 5 }, {}, /^"items" is a number: set orders\.fields\.items$/],
    ['items', { items: [['Tea']] }, {}, /^"items" is a list of what is no item .*: set orders\.fields\.items$/],
    ['items without known fields', { items: [{ title: 'Tea' }] }, {}, /^"items" is a list of what is no item/],
    ['a broken JSON text', { items: '[{"sku":"A"' }, {}, /^"items" is a JSON text with an error in it/],
    ['a quantity', { items: [{ sku: 'A', quantity: '1,5' }] }, {}, /^"items\[\]\.quantity" is not a number/],
    [
      'a price',
      { lines: [{ sku: 'A', cost: '1,234' }] },
      { fields: { items: 'lines', 'items.price': 'cost' } },
      /^"lines\[\]\.cost" has a separator .* orders\.money\.decimal/,
    ],
    [
      'a name',
      { items: [{ name: { en: 'Tea' } }] },
      {},
      /^"items\[\]\.name" is a map: set orders\.fields\["items\.name"\]$/,
    ],
    ['an amount', { tax: 'secret' }, {}, /^"tax" is not a decimal amount/],
    ['an amount in another currency', { tax: '€1' }, {}, /^"tax" names another currency than its order/],
    ['cents with decimals', { tax: 1.5 }, { money: { unit: 'minor' } }, /^"tax" is not a whole number of minor units/],
    ['a number', { orderId: { no: 1 } }, {}, /^"orderId" is a map/],
    ['a customer', { customer: ['Ann'] }, {}, /^"customer\.name" stands in a list/],
    ['an e-mail address', { mail: ['secret'] }, { fields: { 'customer.email': 'mail' } }, /^"mail" is a list/],
    ['an address', { shippingAddress: [{ city: 'secret' }, {city: 'Bern'}] }, {}, /^"shippingAddress" is a list/], // prettier-ignore
    [
      'a column',
      { size: 'secret' },
      { columns: [{ name: 'size', path: 'size', kind: 'integer' }] },
      /^the column "size"/,
    ],
  ])('is told: %s', (_what, data, settings, told) => {
    const { unread = [] } = orderAs({ ...plain, ...data }, settings)
    expect(unread).toEqual([expect.stringMatching(told)])
    expect(unread.join()).not.toContain('secret')
  })
})
