import { exportedTimes, otherTypes, templateStatuses } from '../../../harness/templateValues.ts'
import { placed, placedAt, type Shape } from './shape.ts'

/** Orders whose values are written in another way than usual: units, words, clocks and types. */
export const shapesByValues: readonly Shape[] = [
  {
    name: 'cents',
    settings: { createdAt: 'createdAt', fields: { totalAmount: 'amount' }, money: { unit: 'minor' } },
    orders: [
      {
        data: { status: 'APPROVED', amount: 123_456, currency: 'ARS', createdAt: placed, updatedAt: placed },
        want: { total: 123_456, currency: 'ARS', status: 'processing' },
      },
    ],
  },
  {
    name: 'statuses as the names of an enum, and in several languages',
    settings: {},
    orders: [
      ...templateStatuses.map(([word, status]) => ({
        data: { totalAmount: 1, status: word },
        want: { sourceStatus: word, status },
      })),
      {
        data: { totalAmount: 1, status: 'partially_refunded' },
        want: { sourceStatus: 'partially_refunded', statusUnknown: true },
      },
    ],
  },
  {
    name: 'times with an offset, two statuses, a first and a last name',
    settings: {
      createdAt: 'CreatedAt',
      changedAt: 'UpdatedAt',
      fields: {
        orderId: 'Name',
        totalAmount: 'TotalPrice',
        'customer.name': { join: ['customer.firstName', 'customer.lastName'] },
        'customer.email': 'Email',
        items: 'lineItems',
        'items.sku': 'productId',
        'items.name': 'title',
      },
      status: {
        rules: [
          { when: { FulfillmentStatus: ['SHIPPED'] }, status: 'shipped' },
          { when: { FinancialStatus: ['PAID'] }, status: 'processing' },
        ],
      },
    },
    orders: [
      {
        data: {
          Name: '#1001',
          Email: 'c@example.com',
          CreatedAt: '2026-11-27T21:30:52+05:30',
          UpdatedAt: '2026-11-28T21:30:52+05:30',
          currency: 'INR',
          TotalPrice: '1499.00',
          FinancialStatus: 'PAID',
          FulfillmentStatus: 'SHIPPED',
          customer: { firstName: 'Ann', lastName: 'Example' },
          lineItems: [{ productId: '77', title: 'Tea', quantity: 2, price: '700.00' }],
        },
        want: {
          orderNumber: '#1001',
          status: 'shipped',
          total: 149_900,
          currency: 'INR',
          customer: { name: 'Ann Example', email: 'c@example.com' },
          createdAt: '2026-11-27T16:00:52.000Z',
          updatedAt: '2026-11-28T16:00:52.000Z',
        },
        items: [['Tea', 2, 70_000]],
      },
    ],
  },
  {
    name: 'wall clocks without an offset',
    settings: { timeZone: 'Asia/Kolkata' },
    orders: [
      {
        data: { status: 'placed', totalAmount: 11, timestamp: '2026-11-28 22:27:20.560456' },
        want: { createdAt: '2026-11-28T16:57:20.560Z' },
      },
    ],
  },
  {
    name: 'times that were exported',
    settings: {},
    orders: exportedTimes(Date.parse(placedAt) / 1000).map((timestamp) => ({
      data: { totalAmount: 1, status: 'PAID', timestamp },
      want: { createdAt: placedAt },
    })),
  },
  {
    name: 'currencies and amounts as texts, addresses, a customer and items of another type',
    settings: { status: { default: 'processing' } },
    orders: otherTypes.map(({ data, ...rest }) => ({ data: { totalAmount: 1, ...data }, ...rest })),
  },
]
