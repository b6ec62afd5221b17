import { describe, expect, it } from 'vitest'

import { orderSchema, type Order } from '../../../functions/src/contract/order.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import type { Row } from '../../../functions/src/model/row.ts'
import { noInputs, type Inputs, type ParsedRecord } from '../../../functions/src/model/source.ts'
import { orderParser } from '../../../functions/src/sources/square/normalise.ts'

const refunds = 'square.ML1.refunds'
const parse = orderParser({ statusMap: {}, refunds })
const usd = (amount: unknown) => ({ amount, currency: 'USD' })

const complete = {
  id: 'CAISENgvlJ6jLWAzERDzjyHVybY',
  location_id: 'L1',
  state: 'OPEN',
  version: 3,
  reference_id: 'web-1001',
  customer_id: 'CUST1',
  created_at: '2026-06-01T10:00:00Z',
  updated_at: '2026-06-01T10:05:00.136Z',
  line_items: [
    {
      uid: 'a',
      name: 'Anchor mug',
      quantity: '2',
      catalog_object_id: 'VAR1',
      variation_name: '0.35 l',
      base_price_money: usd(1500),
      total_money: usd(2950),
    },
    {
      uid: 'b',
      name: 'Rope',
      quantity: '1.5',
      variation_name: 'Regular',
      base_price_money: usd(400),
      total_money: usd(600),
    },
  ],
  fulfillments: [
    {
      type: 'SHIPMENT',
      state: 'PROPOSED',
      shipment_details: {
        recipient: {
          display_name: 'Ann Bay',
          email_address: 'ann@example.com',
          phone_number: '+1 213 555 0134',
          address: { address_line_1: '1 Elm St', locality: 'Springfield', country: 'US', address_line_2: null },
        },
      },
    },
  ],
  total_money: usd(3947),
  total_tax_money: usd(297),
  total_discount_money: usd(50),
  total_tip_money: usd(100),
  total_service_charge_money: usd(0),
  net_amount_due_money: usd(0),
}

function read(raw: object, inputs: Inputs = noInputs, of = parse): ParsedRecord<Order> {
  const listed = { order: raw, timeZone: 'America/New_York' }
  return of({ sourceId: complete.id, changedAt: null, version: '1', readTime: instantFromMs(0), raw: listed }, inputs)
}

function order(raw: object, inputs?: Inputs): Order {
  const parsed = read(raw, inputs)
  if (!parsed.ok) throw new Error(parsed.reason)
  return orderSchema.parse(parsed.record)
}

function reason(raw: object): string {
  const parsed = read(raw)
  return parsed.ok ? 'none' : parsed.reason
}

/** The rows of an order's refunds. */
function refunded(...some: readonly { amount: number; isRefunded?: boolean; currency?: string }[]): Inputs {
  const all = some.map((row, n): Row => ({
    id: `square:r${n}`,
    createdAt: 0,
    version: '1',
    hash: '1',
    deletedAt: null,
    isRefunded: true,
    currency: 'USD',
    ...row,
  }))
  const rows: Readonly<Record<string, readonly Row[]>> = { [refunds]: all }
  return { ids: () => [complete.id], of: (id) => (id === complete.id ? rows : {}) }
}

describe('an order', () => {
  it('is read whole', () => {
    expect(order(complete)).toEqual({
      id: `square:${complete.id}`,
      source: 'square',
      sourceId: complete.id,
      orderNumber: 'web-1001',
      status: 'processing',
      sourceStatus: 'OPEN',
      currency: 'USD',
      total: 3947,
      subtotal: 3600,
      tax: 297,
      shipping: 0,
      discount: 50,
      customer: { id: 'CUST1', name: 'Ann Bay', email: 'ann@example.com', phone: '+1 213 555 0134' },
      shippingAddress: { address_line_1: '1 Elm St', locality: 'Springfield', country: 'US' },
      lineItems: [
        { sku: 'VAR1', name: 'Anchor mug, 0.35 l', quantity: 2, unitPrice: 1500, total: 2950 },
        { name: 'Rope', quantity: 1.5, unitPrice: 400, total: 600 },
      ],
      itemCount: 3.5,
      createdAt: '2026-06-01T10:00:00.000Z',
      updatedAt: '2026-06-01T10:05:00.136Z',
    })
  })

  it('of a till has neither a name nor a customer, and its id for a number', () => {
    const { id, state, created_at, total_money } = { ...complete, state: 'COMPLETED' }
    expect(order({ id, state, created_at, total_money })).toMatchObject({
      orderNumber: id,
      status: 'completed',
      customer: {},
      lineItems: [],
      itemCount: 0,
      total: 3947,
      subtotal: 3947,
      updatedAt: '2026-06-01T10:00:00.000Z',
    })
  })

  it.each([
    ['DRAFT', [], 0, 'pending'],
    ['OPEN', [], 500, 'pending'],
    ['OPEN', [], 0, 'processing'],
    ['OPEN', [['PICKUP', 'PREPARED']], 0, 'processing'],
    ['OPEN', [['PICKUP', 'RESERVED']], 500, 'pending'],
    ['OPEN', [['PICKUP', 'COMPLETED']], 0, 'delivered'],
    ['OPEN', [['SHIPMENT', 'COMPLETED']], 0, 'shipped'],
    ['OPEN', [['SHIPMENT', 'COMPLETED'], ['PICKUP', 'PROPOSED']], 0, 'processing'], // prettier-ignore
    ['OPEN', [['SHIPMENT', 'FAILED'], ['DELIVERY', 'COMPLETED']], 0, 'delivered'], // prettier-ignore
    ['OPEN', [['SHIPMENT', 'CANCELED']], 0, 'processing'],
    ['COMPLETED', [['SHIPMENT', 'COMPLETED']], 0, 'completed'],
    ['CANCELED', [['SHIPMENT', 'PROPOSED']], 0, 'cancelled'],
  ] as const)('in the state %s with %j and %i due is %s', (state, fulfillments, due, status) => {
    const raw = {
      ...complete,
      state,
      fulfillments: fulfillments.map(([type, of]) => ({ type, state: of })),
      net_amount_due_money: usd(due),
    }
    expect(order(raw)).toMatchObject({ status, sourceStatus: state })
  })

  it('in a state that nobody knows is in work, flagged, and may be mapped', () => {
    expect(order({ ...complete, state: 'PARKED' })).toMatchObject({ status: 'processing', statusUnknown: true })
    const mapped = orderParser({ statusMap: { PARKED: 'on_hold', open: 'on_hold' }, refunds })
    expect(read({ ...complete, state: 'PARKED' }, noInputs, mapped)).toMatchObject({
      record: { status: 'on_hold', sourceStatus: 'PARKED' },
    })
    expect(read(complete, noInputs, mapped)).toMatchObject({ record: { status: 'on_hold' } })
  })

  it.each([
    [{ state: undefined }, 'state: is missing or cannot be read'],
    [{ created_at: 'yesterday' }, 'created_at: is missing or cannot be read'],
    [{ total_money: undefined }, 'total_money: is missing or cannot be read'],
    [{ total_money: usd(12.5) }, 'total_money: is missing or cannot be read'],
    // As JSON.parse leaves 9007199254740993: it is not what was sent.
    [{ total_money: usd(JSON.parse('9007199254740993')) }, 'total_money: is missing or cannot be read'],
    [{ total_tax_money: usd(2 ** 53) }, 'total_tax_money: is no whole amount with a currency, or too large'],
    [{ total_tip_money: { amount: 1, currency: 'EUR' } }, 'total_tip_money: is in another currency'],
    [{ line_items: [{ name: 'x', quantity: 'two' }] }, 'line_items.0.quantity: is no decimal number'],
  ])('that has %j is refused, and quotes nothing', (change, expected) => {
    expect(reason({ ...complete, ...change })).toBe(expected)
  })
})

describe('refunds of an order', () => {
  it('add up, and make it refunded when they reach its total', () => {
    expect(order(complete, refunded({ amount: 1000 }))).toMatchObject({ status: 'processing', refunded: 1000 })
    expect(order(complete, refunded({ amount: 1000 }, { amount: 2947 }))).toMatchObject({
      status: 'refunded',
      refunded: 3947,
      total: 3947,
    })
  })

  it('that are pending, or were rejected, or are in another currency, count for nothing', () => {
    const inputs = refunded({ amount: 3947, isRefunded: false }, { amount: 3947, currency: 'EUR' })
    expect(order(complete, inputs)).not.toHaveProperty('refunded')
    expect(order(complete, inputs).status).toBe('processing')
  })

  it('leave a cancelled order as it is', () => {
    expect(order({ ...complete, state: 'CANCELED' }, refunded({ amount: 3947 })).status).toBe('cancelled')
  })
})

describe('a return, which is an order of its own', () => {
  const returned = {
    id: complete.id,
    location_id: 'L1',
    state: 'COMPLETED',
    created_at: '2026-06-02T10:00:00Z',
    updated_at: '2026-06-02T10:00:00.5Z',
    returns: [{ source_order_id: 'SOLD', return_amounts: { total_money: usd(3947) } }],
    net_amounts: { total_money: usd(-3947), tax_money: usd(-297), discount_money: usd(-50), tip_money: usd(-100) },
  }

  it('has what went back for a total, and is in no revenue', () => {
    expect(order(returned)).toMatchObject({
      kind: 'return',
      status: 'refunded',
      sourceStatus: 'COMPLETED',
      total: -3947,
      tax: -297,
      lineItems: [],
    })
    expect(order({ ...returned, total_money: usd(0) })).toMatchObject({ kind: 'return', total: -3947 })
    expect(order({ ...returned, state: 'OPEN' }).status).toBe('refunded')
    expect(order({ ...returned, state: 'CANCELED' }).status).toBe('cancelled')
  })

  it('is none where something was sold with it', () => {
    const exchange = { ...complete, returns: returned.returns, net_amounts: returned.net_amounts }
    expect(order(exchange)).not.toHaveProperty('kind')
    expect(order(exchange)).toMatchObject({ total: 3947, status: 'processing' })
  })

  it('without its net amounts is refused', () => {
    expect(reason({ ...returned, net_amounts: undefined })).toBe(
      'net_amounts.total_money: is missing or cannot be read',
    )
  })
})
