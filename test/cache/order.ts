import type { Order } from '../../functions/src/contract/order.ts'

/** An order with a value in each of its members. */
export const order: Order = {
  id: 'firestore:o1',
  source: 'firestore',
  sourceId: 'o1',
  orderNumber: 'A-1',
  status: 'shipped',
  sourceStatus: 'SENT',
  currency: 'EUR',
  total: 1_000,
  subtotal: 900,
  tax: 80,
  shipping: 40,
  discount: 20,
  customer: { id: 'c7', name: 'Ann Example', email: 'ann@example.com', phone: '+41 44 000 00 00' },
  shippingAddress: { street: 'Secret Lane 1' },
  lineItems: [{ sku: 'S1', name: 'Mug', quantity: 1.5, unitPrice: 600, total: 900 }],
  itemCount: 1.5,
  createdAt: '1969-12-31T23:59:59.999Z',
  updatedAt: '2026-01-01T00:00:00.123Z',
}
