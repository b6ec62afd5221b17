import { describe, expect, it } from 'vitest'

import { orderSchema, type Order } from '../../../functions/src/contract/order.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import type { Row } from '../../../functions/src/model/row.ts'
import { noInputs, type Inputs, type ParsedRecord } from '../../../functions/src/model/source.ts'
import { orderParser } from '../../../functions/src/sources/tiktokShop/normalise.ts'

const returns = 'tiktokShop.7495.returns'
const parse = orderParser({ statusMap: {}, returns })
const unit = {
  id: '1',
  product_id: '17',
  product_name: 'Anchor mug',
  sku_id: '42',
  seller_sku: 'MUG-1',
  sku_name: '0.35 l',
}

const complete = {
  id: '576653688135258178',
  status: 'AWAITING_SHIPMENT',
  create_time: 1_718_305_585,
  update_time: 1_718_309_999,
  user_id: '7021',
  buyer_email: 'v2b2V4@scs.tiktokw.us',
  payment: {
    currency: 'USD',
    sub_total: '30.00',
    total_amount: '35.97',
    tax: '2.47',
    shipping_fee: '5.00',
    seller_discount: '1.00',
    platform_discount: '0.50',
  },
  line_items: [{ ...unit, sale_price: '30.00', original_price: '31.50' }],
  recipient_address: {
    name: 'J**n D*e',
    phone_number: '(+1)213-***-**34',
    full_address: '*** Elm St, Springfield',
    postal_code: '9****',
    region_code: 'US',
    district_info: [{ address_level_name: 'State', address_name: 'California' }],
  },
}

function read(raw: object, inputs: Inputs = noInputs): ParsedRecord<Order> {
  const readTime = instantFromMs(0)
  return parse({ sourceId: '576653688135258178', changedAt: null, version: '1', readTime, raw }, inputs)
}

function orderOf(raw: object, inputs: Inputs = noInputs): Order {
  const parsed = read(raw, inputs)
  if (!parsed.ok) throw new Error(parsed.reason)
  expect(orderSchema.parse(parsed.record)).toEqual(parsed.record)
  return parsed.record
}

function reasonOf(raw: object): string {
  const parsed = read(raw)
  if (parsed.ok) throw new Error('It is refused.')
  return parsed.reason
}

const withPayment = (payment: object): object => ({ ...complete, payment: { ...complete.payment, ...payment } })

describe('an order', () => {
  it('becomes a canonical one', () => {
    expect(orderOf(complete)).toEqual({
      id: 'tiktokShop:576653688135258178',
      source: 'tiktokShop',
      sourceId: '576653688135258178',
      orderNumber: '576653688135258178',
      status: 'processing',
      sourceStatus: 'AWAITING_SHIPMENT',
      currency: 'USD',
      total: 3597,
      subtotal: 3000,
      tax: 247,
      shipping: 500,
      discount: 150,
      customer: {
        id: '7021',
        name: 'J**n D*e',
        email: 'v2b2V4@scs.tiktokw.us',
        phone: '(+1)213-***-**34',
      },
      shippingAddress: complete.recipient_address,
      lineItems: [{ sku: 'MUG-1', name: 'Anchor mug, 0.35 l', quantity: 1, unitPrice: 3000, total: 3000 }],
      itemCount: 1,
      createdAt: '2024-06-13T19:06:25.000Z',
      updatedAt: '2024-06-13T20:19:59.000Z',
    })
  })

  it('keeps what the vendor sent as its payload', () => {
    expect(read(complete)).toMatchObject({ ok: true, payload: complete })
  })

  it.each([
    ['UNPAID', 'pending'],
    ['ON_HOLD', 'on_hold'],
    ['AWAITING_SHIPMENT', 'processing'],
    ['PARTIALLY_SHIPPING', 'processing'],
    ['AWAITING_COLLECTION', 'processing'],
    ['IN_TRANSIT', 'shipped'],
    ['DELIVERED', 'delivered'],
    ['COMPLETED', 'completed'],
    ['CANCELLED', 'cancelled'],
  ])('that is %s is %s', (word, status) => {
    expect(orderOf({ ...complete, status: word })).toMatchObject({ status, sourceStatus: word })
    expect(orderOf({ ...complete, status: word })).not.toHaveProperty('statusUnknown')
  })

  it('in a status that nobody knows is in work, and flagged, until a setting says what it means', () => {
    expect(orderOf({ ...complete, status: 'BEAMED_UP' })).toMatchObject({
      status: 'processing',
      sourceStatus: 'BEAMED_UP',
      statusUnknown: true,
    })
    const taught = orderParser({ statusMap: { beamed_up: 'shipped' }, returns })
    const record = { sourceId: '1', changedAt: null, version: '1', readTime: instantFromMs(0) }
    const parsed = taught({ ...record, raw: { ...complete, status: 'BEAMED_UP' } }, noInputs)
    expect(parsed).toMatchObject({ ok: true, record: { status: 'shipped' } })
  })
})

describe('amounts', () => {
  it.each([
    ['VND', '168000', 168_000],
    ['JPY', '2980', 2_980],
    ['USD', '35.97', 3_597],
    ['KWD', '1.234', 1_234],
    ['IDR', '150000.5', 15_000_050],
  ])('of %s have its own minor unit', (currency, total_amount, total) => {
    expect(orderOf(withPayment({ currency, total_amount }))).toMatchObject({ currency, total })
  })

  it('need not add up: regions add fees of their own', () => {
    const order = orderOf(withPayment({ total_amount: '99.99', retail_delivery_fee: '0.28' }))
    expect(order.total).toBe(9_999)
    expect(order.subtotal).toBe(3_000)
  })

  it('that are absent beside the total are none', () => {
    const order = orderOf({ ...complete, payment: { currency: 'USD', total_amount: '10' } })
    expect(order).toMatchObject({ total: 1_000, subtotal: 1_000, tax: 0, shipping: 0, discount: 0 })
  })
})

describe('line items', () => {
  it('are units: three rows of one thing at one price are one item of three', () => {
    const row = { ...unit, sale_price: '9.99' }
    const order = orderOf({
      ...complete,
      line_items: [
        { ...row, id: '1' },
        { ...row, id: '2' },
        { ...row, id: '3' },
      ],
    })
    expect(order.lineItems).toEqual([
      { sku: 'MUG-1', name: 'Anchor mug, 0.35 l', quantity: 3, unitPrice: 999, total: 2997 },
    ])
    expect(order.itemCount).toBe(3)
  })

  it('stay apart by SKU, by price and by name', () => {
    const row = { ...unit, sale_price: '9.99' }
    const rows = [
      row,
      { ...row, sale_price: '8.99' },
      { ...row, sku_id: '43', seller_sku: 'MUG-2' },
      { ...row, product_name: 'Whale mug' },
      { ...row, sale_price: '0', is_gift: true },
    ]
    const order = orderOf({ ...complete, line_items: rows })
    expect(order.lineItems.map(({ quantity }) => quantity)).toEqual([1, 1, 1, 1, 1])
    expect(order.lineItems.at(-1)?.total).toBe(0)
  })

  it('are named by what there is', () => {
    const rows = [{ sku_id: '42', sale_price: '1' }, { product_name: 'Mug', sku_name: 'Default', sale_price: '1' }, {}]
    const order = orderOf({ ...complete, line_items: rows })
    expect(order.lineItems.map(({ name }) => name)).toEqual(['42', 'Mug', ''])
  })

  it.each([[undefined], [null], ['none'], [[null, 'x']]])('that are %j are none', (line_items) => {
    expect(orderOf({ ...complete, line_items })).toMatchObject({ lineItems: [], itemCount: 0 })
  })
})

describe('an order that is not paid yet', () => {
  it('has no address, and is an order all the same', () => {
    const { recipient_address: _none, ...unpaid } = { ...complete, status: 'UNPAID' }
    const order = orderOf(unpaid)
    expect(order).not.toHaveProperty('shippingAddress')
    expect(order.customer).toEqual({ id: '7021', email: 'v2b2V4@scs.tiktokw.us' })
    expect(orderOf({ ...unpaid, recipient_address: { name: '', phone_number: null } })).not.toHaveProperty(
      'shippingAddress',
    )
  })

  it('may lack all that is no essential', () => {
    const { status, create_time, payment } = complete
    const order = orderOf({ status, create_time, payment })
    expect(order).toMatchObject({ customer: {}, updatedAt: order.createdAt })
  })
})

describe('an order that cannot be read', () => {
  it.each([
    [{ ...complete, status: undefined }, 'status: is missing'],
    [{ ...complete, create_time: 0 }, 'create_time: is no time in seconds'],
    [{ ...complete, create_time: '2024-06-13' }, 'create_time: is no time in seconds'],
    [{ ...complete, create_time: 1_718_305_585_000 }, 'create_time: is no time in seconds'],
    [{ ...complete, payment: undefined }, 'payment.currency: is missing'],
    [withPayment({ currency: 'dollars' }), 'payment.currency: is no currency code'],
    [withPayment({ total_amount: undefined }), 'payment.total_amount: is missing'],
    [withPayment({ total_amount: '35,97' }), 'payment.total_amount: is no decimal amount, or too large'],
  ])('is refused with the reason %#', (raw, reason) => {
    expect(reasonOf(raw)).toBe(reason)
  })

  it('is refused with all that is wrong, and nothing of it is quoted', () => {
    const reason = reasonOf({
      ...complete,
      status: '',
      create_time: 'ann@example.com',
      payment: { currency: 'ann@example.com' },
    })
    expect(reason).toBe('status: is missing; create_time: is no time in seconds; payment.currency: is no currency code')
  })
})

/** A row of the stream of returns, as far as an order goes by it. */
function returned(refundTotal: number | null, more: Partial<Row> = {}): Row {
  const row = { id: 'tiktokShop:1', createdAt: 1, version: '1', hash: '1', deletedAt: null }
  return { ...row, orderId: complete.id, isRefunded: true, currency: 'USD', refundTotal, ...more }
}

const inputsOf = (...rows: Row[]): Inputs => ({ ids: () => [complete.id], of: () => ({ [returns]: rows }) })

describe('refunds', () => {
  it('make an order refunded when they reach its total', () => {
    expect(orderOf(complete, inputsOf(returned(3_597)))).toMatchObject({
      status: 'refunded',
      sourceStatus: 'AWAITING_SHIPMENT',
      refunded: 3_597,
    })
    expect(orderOf(complete, inputsOf(returned(3_000), returned(597)))).toMatchObject({ status: 'refunded' })
  })

  it('of a part of it leave its status, and are counted', () => {
    expect(orderOf(complete, inputsOf(returned(3_000)))).toMatchObject({ status: 'processing', refunded: 3_000 })
  })

  it.each([
    ['not done yet', returned(3_597, { isRefunded: false })],
    ['of another currency', returned(3_597, { currency: 'EUR' })],
    ['without an amount', returned(null)],
  ])('that are %s count for nothing', (_what, row) => {
    const order = orderOf(complete, inputsOf(row))
    expect(order.status).toBe('processing')
    expect(order).not.toHaveProperty('refunded')
  })

  it('leave a cancelled order cancelled, and one that cost nothing as it is', () => {
    const cancelled = { ...complete, status: 'CANCELLED' }
    expect(orderOf(cancelled, inputsOf(returned(3_597))).status).toBe('cancelled')
    expect(orderOf(withPayment({ total_amount: '0' }), inputsOf(returned(0))).status).toBe('processing')
  })
})
