import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { majorUnits } from '../../../functions/src/contract/money.ts'
import { orderSchema } from '../../../functions/src/contract/order.ts'
import { GeoPoint, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { orderFields, itemFields } from '../../../functions/src/sources/firestore/fieldNames.ts'
import { orderAs, parsedAs, type OrdersInFile } from './orderOf.ts'

/** An order as it is, before a shop writes it down in its way. */
const truth = fc.record({
  currency: fc.constantFrom('USD', 'JPY', 'KWD', 'INR'),
  total: fc.integer({ min: -1e9, max: 1e12 }),
  tax: fc.integer({ min: 0, max: 1e9 }),
  items: fc.uniqueArray(
    fc.record({
      sku: fc.stringMatching(/^[A-Z]{3}\d{1,6}$/),
      quantity: fc.integer({ min: 1, max: 999 }),
      price: fc.integer({ min: 0, max: 1e8 }),
    }),
    { minLength: 1, maxLength: 4, selector: ({ sku }) => sku },
  ),
  seconds: fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }),
  status: fc.constantFrom('pending', 'shipped', 'delivered', 'cancelled'),
})
type Truth = typeof truth extends fc.Arbitrary<infer T> ? T : never

/** A place of nested keys, none of which has a value already. */
const key = fc.stringMatching(/^[a-zA-Z#. -]{1,8}$/).filter((text) => text.trim() === text)
const places = fc.uniqueArray(fc.array(key, { minLength: 1, maxLength: 3 }), {
  minLength: 7,
  maxLength: 7,
  selector: ([first]) => first,
})

const shapes = fc.record({
  places,
  unit: fc.constantFrom('major', 'minor'),
  priceUnit: fc.constantFrom('major', 'minor'),
  amounts: fc.constantFrom('number', 'text', 'grouped', 'signed'),
  items: fc.constantFrom('list', 'map', 'JSON', 'one'),
  time: fc.constantFrom('timestamp', 'seconds', 'ms', 'text', 'exported', 'offset', 'clock'),
  status: fc.constantFrom('word', 'enum', 'number', 'rule'),
  currency: fc.constantFrom('field', 'default', 'map'),
  hasTotal: fc.boolean(),
})
type Shape = typeof shapes extends fc.Arbitrary<infer T> ? T : never

const pathOf = (keys: readonly string[]) => keys.map((name) => (name.includes('.') ? `\`${name}\`` : name)).join('.')
const nested = (keys: readonly string[], value: unknown): Record<string, unknown> =>
  Object.fromEntries([[keys[0] ?? '', keys.length > 1 ? nested(keys.slice(1), value) : value]])

/** An amount as shops of this shape write it. */
function written(minor: number, unit: 'major' | 'minor', { currency }: Truth, { amounts }: Shape): number | string {
  const text = unit === 'minor' ? String(minor) : majorUnits(minor, currency)
  if (amounts === 'number') return Number(text)
  if (amounts === 'text') return text
  const [whole = '', fraction] = text.split('.')
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`)
  return amounts === 'grouped' ? grouped : `${grouped} ${currency.toLowerCase()}`
}

function timeWritten(seconds: number, { time }: Shape): unknown {
  const shown = (offsetHours: number) => new Date((seconds + offsetHours * 3600) * 1000).toISOString().slice(0, 19)
  switch (time) {
    case 'timestamp':
      return new Timestamp(seconds, 0)
    case 'seconds':
      return seconds
    case 'ms':
      return seconds * 1000
    case 'text':
      return String(seconds * 1000)
    case 'exported':
      return { _seconds: seconds, _nanoseconds: 0 }
    case 'offset':
      return `${shown(-3)}-03:00`
    case 'clock':
      return shown(5.5).replace('T', ' ')
  }
}

function itemsWritten(items: Truth['items'], order: Truth, shape: Shape): unknown {
  const fields = items.map(({ sku, quantity, price }) => ({
    sku,
    count: quantity,
    cost: written(price, shape.priceUnit, order, shape),
  }))
  if (shape.items === 'list') return fields
  if (shape.items === 'JSON') return JSON.stringify(fields)
  return shape.items === 'one' ? fields[0] : Object.fromEntries(fields.map(({ sku, ...rest }) => [sku, rest]))
}

const words = {
  pending: 'waitingPayment',
  shipped: 'inTransit',
  delivered: 'Entregado',
  cancelled: 'storniert',
} as const
const numbers = { pending: 0, shipped: 1, delivered: 2, cancelled: 3 } as const

/** The document of an order in a shape, and the settings that such a shop writes. */
function documentOf(order: Truth, shape: Shape): { data: Record<string, unknown>; settings: OrdersInFile } {
  const [total = [], tax = [], items = [], time = [], status = [], currency = [], paid = []] = shape.places
  const word = words[order.status]
  const number = numbers[order.status]
  const statusValue = { word, enum: `OrderStatus.${word}`, number, rule: undefined }[shape.status]
  const data = {
    ...(shape.hasTotal && nested(total, written(order.total, shape.unit, order, shape))),
    ...nested(tax, written(order.tax, shape.unit, order, shape)),
    ...nested(items, itemsWritten(order.items, order, shape)),
    ...nested(time, timeWritten(order.seconds, shape)),
    ...(statusValue !== undefined && nested(status, statusValue)),
    ...(shape.currency !== 'default' &&
      nested(currency, shape.currency === 'map' ? { code: order.currency } : order.currency.toLowerCase())),
    ...nested(paid, number),
  }
  const rules = Object.entries(numbers).map(([name, value]) => ({
    when: { [pathOf(paid)]: [value] },
    status: name as keyof typeof numbers, // its keys
  }))
  const settings: OrdersInFile = {
    createdAt: pathOf(time),
    ...(shape.currency === 'default' && { currency: order.currency }),
    fields: {
      totalAmount: ['nowhere', pathOf(total)],
      tax: pathOf(tax),
      items: pathOf(items),
      'items.quantity': 'count',
      'items.price': ['nowhere', 'cost'],
      status: pathOf(status),
      currency: pathOf(currency),
    },
    totalFromItems: !shape.hasTotal,
    status: {
      words: { 0: 'pending', 1: 'shipped', 2: 'delivered', 3: 'cancelled' },
      rules: shape.status === 'rule' ? rules : [],
    },
    money: { unit: shape.unit, units: { 'items.price': shape.priceUnit }, decimal: '.' },
    timeZone: 'Asia/Kolkata',
  }
  return { data, settings }
}

function bySku(a: { sku?: string | undefined }, b: { sku?: string | undefined }): number {
  return (a.sku ?? '') < (b.sku ?? '') ? -1 : 1
}

describe('an order of any shape', () => {
  it('is read as what it is', () => {
    fc.assert(
      fc.property(truth, shapes, (order, shape) => {
        const { data, settings } = documentOf(order, shape)
        const items = shape.items === 'one' ? order.items.slice(0, 1) : order.items
        const { record, unread } = orderAs(data, settings)
        expect(unread).toBeUndefined()
        expect(record).toMatchObject({
          currency: order.currency,
          total: shape.hasTotal ? order.total : items.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
          tax: order.tax,
          status: order.status,
          createdAt: new Date(order.seconds * 1000).toISOString(),
        })
        const lines = record.lineItems.map(({ sku, quantity, unitPrice }) => ({ sku, quantity, price: unitPrice }))
        expect(lines.toSorted(bySku)).toEqual(items.toSorted(bySku))
      }),
      { numRuns: 500 },
    )
  })

  const secret = 'S3CR3T'
  const leaf = fc.oneof(
    fc.constantFrom(secret, `[{"${secret}":1}`, `{"${secret}":"${secret}"}`, `12.50 ${secret}`, `${secret}.${secret}`),
    fc.constantFrom<unknown>(
      null,
      true,
      77_001,
      7.7001,
      -0,
      Number.NaN,
      2 ** 60,
      '',
      ' ',
      '1,234',
      '$5',
      'PAID',
      'EUR',
    ),
    fc.constantFrom(new Timestamp(0, 0), new GeoPoint(1, 2), new Uint8Array([7])),
  )
  const keys = ['name', 'sku', 'price', 'quantity', 'id', 'amount', 'currency', 'code', 'seconds', secret]
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4 }),
    ),
  }))
  const roots = [
    ...new Set([...Object.values(orderFields), ['timestamp']].flat().map((path) => path.split('.')[0] ?? '')),
  ]
  const place = fc.constantFrom(...roots, 'customer.name', 'items.name', 'nowhere')
  const setting = fc.oneof(
    place,
    fc.array(place, { minLength: 1, maxLength: 3 }),
    fc.record({ join: fc.array(place, { minLength: 2, maxLength: 3 }), default: fc.constantFrom('PAID', 1, true) }),
  )
  const fields = fc.dictionary(fc.constantFrom(...Object.keys({ ...orderFields, ...itemFields })), setting, {
    maxKeys: 6,
  })
  const settings = fc.record({
    fields,
    totalFromItems: fc.boolean(),
    status: fc.record({ default: fc.constantFrom('pending', undefined) }),
    money: fc.record({ unit: fc.constantFrom('major', 'minor') }),
  })

  it('becomes a valid order or a reason, and neither that nor what is told quotes it', () => {
    const essentials = fc.constant({ status: 'PAID', totalAmount: 1, timestamp: 1_795_000_000 })
    const document = fc.dictionary(fc.constantFrom(...roots), value, { maxKeys: 10 })
    fc.assert(
      fc.property(fc.oneof(fc.constant({}), essentials), document, settings, (base, data, file) => {
        const parsed = parsedAs({ ...base, ...data }, file)
        if (parsed.ok) expect(orderSchema.parse(parsed.record)).toEqual(parsed.record)
        const told = parsed.ok ? (parsed.unread ?? []).join() : parsed.reason
        expect(told).not.toMatch(/S3CR3T|7001/i)
      }),
      { numRuns: 1000 },
    )
  })
})
