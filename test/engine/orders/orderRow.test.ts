import { describe, expect, it } from 'vitest'

import { orderRowSchema, type OrderRow } from '../../../functions/src/contract/api.ts'
import { orderRowAt } from '../../../functions/src/engine/orders/orderRow.ts'
import { blockOf, type OrderRow as Row, row } from '../../query/rows.ts'

function orderRowOf(given: Row): OrderRow {
  return orderRowAt(blockOf([given]).columns, 0)
}

describe('a row on the wire', () => {
  const full = row({
    id: 'square:1',
    source: 'square',
    sourceId: '1',
    orderNumber: 'TM-1',
    status: 'on_hold',
    sourceStatus: 'Held',
    currency: 'EUR',
    customerId: 'c1',
    customerName: 'Zoë',
    customerEmail: 'zoe@example.com',
    customerPhone: '+49 30 1234',
    itemCount: 3,
    skus: 'RED\nBLUE',
    createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
    updatedAt: Date.UTC(2026, 6, 1),
  })

  it('has the order and its customer, and nothing that is the cache’s own', () => {
    expect(orderRowOf(full)).toStrictEqual({
      id: 'square:1',
      source: 'square',
      sourceId: '1',
      orderNumber: 'TM-1',
      status: 'on_hold',
      sourceStatus: 'Held',
      currency: 'EUR',
      total: 1_000,
      subtotal: 900,
      tax: 60,
      shipping: 50,
      discount: 10,
      customer: { id: 'c1', name: 'Zoë', email: 'zoe@example.com', phone: '+49 30 1234' },
      itemCount: 3,
      createdAt: '2026-01-02T03:04:05.006Z',
      updatedAt: '2026-07-01T00:00:00.000Z',
    })
  })

  it('is what the contract says', () => {
    expect(orderRowSchema.strict().parse(orderRowOf(full))).toStrictEqual(orderRowOf(full))
  })

  it('leaves out what is not known of the customer, and keeps what is known to be empty', () => {
    const { customer } = orderRowOf({ ...full, customerId: null, customerName: '', customerPhone: null })
    expect(customer).toStrictEqual({ name: '', email: 'zoe@example.com' })
    expect(orderRowOf(row({ id: 'square:1' })).customer).toStrictEqual({})
  })
})
