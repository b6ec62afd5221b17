import type { z } from 'zod'

import { Firestore, GeoPoint, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import type { orderSettingsSchema } from '../../../functions/src/sources/firestore/settings.ts'

/*
 * Orders as public shop templates keep them, with the settings that such a shop writes into `functions/tidemark.json` and what is to be
 * read.
 */

export interface Shape {
  readonly name: string
  readonly settings: z.input<typeof orderSettingsSchema>
  readonly orders: readonly {
    readonly data: Readonly<Record<string, unknown>>
    /** Fields of the canonical order; items as name or SKU, quantity and unit price. */
    readonly want: Readonly<Record<string, unknown>>
    readonly items?: readonly (readonly [name: string, quantity: number, unitPrice: number])[]
  }[]
}

const placed = Timestamp.fromDate(new Date('2026-11-18T11:06:40.000Z'))
const placedAt = '2026-11-18T11:06:40.000Z'
/** The creation time that Firestore has of every document here. */
export const createdAt = '2026-11-30T00:00:00.000Z'
const db = new Firestore({ projectId: 'demo-shapes' })
const reference = db.doc('users/u1')

export const shapes: readonly Shape[] = [
  {
    name: 'statuses as integers, amounts as texts, a cart',
    settings: {
      createdAt: 'orderDate',
      fields: {
        orderId: 'id',
        status: 'orderStatus',
        subtotal: 'subTotalAmount',
        shipping: 'deliveryCharge',
        'customer.id': 'userId',
        'customer.name': 'address.fullName',
        shippingAddress: 'address',
        items: 'cartItems',
        'items.quantity': 'amount',
        'items.price': 'saleAmount',
      },
      status: { words: { 0: 'pending', 1: 'processing', 2: 'delivered' } },
    },
    orders: [
      {
        data: {
          id: 'N-1',
          userId: 'u1',
          orderStatus: 0,
          cartItems: [{ name: 'Tea', saleAmount: '2.50', amount: 2 }],
          subTotalAmount: '5.0',
          deliveryCharge: '10.0',
          totalAmount: '15.0',
          orderDate: placed,
          address: { fullName: 'Ann Example', addressText: '1 Road' },
        },
        want: {
          orderNumber: 'N-1',
          status: 'pending',
          sourceStatus: '0',
          total: 1500,
          subtotal: 500,
          shipping: 1000,
          customer: { id: 'u1', name: 'Ann Example' },
          createdAt: placedAt,
        },
        items: [['Tea', 2, 250]],
      },
    ],
  },
  {
    name: 'no status at all',
    settings: {
      createdAt: 'date',
      fields: {
        totalAmount: 'total',
        'customer.name': 'buyer.name',
        'customer.email': 'buyer.email',
        'items.sku': 'id',
        'items.name': 'title',
      },
      status: { default: 'completed' },
    },
    orders: [
      {
        data: {
          buyer: { name: 'Ann', email: 'ann@example.com' },
          items: [{ id: 'p1', title: 'Tea', quantity: 2, price: 5 }],
          date: placed,
          total: 10,
        },
        want: {
          status: 'completed',
          sourceStatus: '',
          total: 1000,
          customer: { name: 'Ann', email: 'ann@example.com' },
        },
        items: [['Tea', 2, 500]],
      },
    ],
  },
  {
    name: 'no total, quantities by product, no date',
    settings: {
      createdAt: null,
      fields: { items: 'products', 'customer.id': 'user', totalAmount: { default: 0 } },
      totalFromItems: true,
    },
    orders: [
      {
        data: { products: { 'sku-1': 2, 'sku-2': 1 }, status: 'placed', user: reference },
        want: { total: 0, customer: { id: 'users/u1' }, createdAt },
        items: [
          ['sku-1', 2, 0],
          ['sku-2', 1, 0],
        ],
      },
      {
        data: { products: { 'sku-1': { price: 2.5, quantity: 2 }, 'sku-2': { price: 1 } }, status: 'placed' },
        want: { total: 600, subtotal: 600 },
        items: [
          ['sku-1', 2, 250],
          ['sku-2', 1, 100],
        ],
      },
    ],
  },
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
    name: 'cents beside prices in major units, epoch seconds, no status',
    settings: {
      createdAt: 'created',
      fields: {
        totalAmount: 'amount',
        items: 'basket',
        'items.sku': 'id',
        'items.name': 'title',
        'items.quantity': 'amount',
      },
      money: { unit: 'minor', units: { 'items.price': 'major' } },
      status: { default: 'processing' },
    },
    orders: [
      {
        data: {
          basket: [{ id: 's1', title: 'Tea', price: 45.99, amount: 1 }],
          amount: 4599,
          created: 1_795_000_000,
        },
        want: { total: 4599, createdAt: placedAt },
        items: [['Tea', 1, 4599]],
      },
    ],
  },
  {
    name: 'statuses as the names of an enum, and in several languages',
    settings: {},
    orders: [
      ['OrderStatus.delivered', 'delivered'],
      ['outForDelivery', 'shipped'],
      ['inTransit', 'shipped'],
      ['cancel', 'cancelled'],
      ['waitingPayment', 'pending'],
      ['rejected', 'cancelled'],
      ['Đã giao'.normalize('NFD'), 'delivered'],
      ['Pendiente', 'pending'],
      ['Payment Failed', 'cancelled'],
      ['partially_refunded', null],
    ].map(([word, status]) => ({
      data: { totalAmount: 1, status: word },
      want: { sourceStatus: word, ...(status === null ? { statusUnknown: true } : { status }) },
    })),
  },
  {
    name: 'nested and renamed fields, keys with blanks and #',
    settings: {
      createdAt: 'createdAt',
      fields: {
        orderId: 'Order #',
        status: 'metaData.ProductStatus',
        totalAmount: 'metaData.ProductsPrice',
        'customer.id': 'uid',
        'customer.name': ['Customer Name', 'address.fullName'],
        items: 'productList',
        'items.name': 'product.name',
        'items.quantity': 'qty',
        'items.price': 'unitPriceConverted',
        shippingAddress: 'address',
      },
    },
    orders: [
      {
        data: {
          'Order #': 'A-7',
          'Customer Name': 'Ann',
          uid: 'u1',
          productList: [{ product: { name: 'Tea', price: 5 }, qty: 2, unitPriceConverted: 199.99 }],
          metaData: { PaymentMode: 'cod', ProductsPrice: 427.978, ProductStatus: 'Pending' },
          createdAt: placed,
          address: { fullName: 'Ann', pincode: 411_001 },
        },
        want: {
          orderNumber: 'A-7',
          total: 42_798,
          status: 'pending',
          customer: { id: 'u1', name: 'Ann' },
          shippingAddress: { fullName: 'Ann', pincode: 411_001 },
        },
        items: [['Tea', 2, 19_999]],
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
    name: 'capital names, an item as a text, a reference, no date',
    settings: {
      createdAt: null,
      fields: { status: 'Status', totalAmount: 'Amount', items: 'Product', 'customer.id': 'user' },
    },
    orders: [
      {
        data: { Amount: 20, Product: 'Gin', Status: 'Pending', user: reference },
        want: { status: 'pending', total: 2000, customer: { id: 'users/u1' }, createdAt },
        items: [['Gin', 1, 0]],
      },
    ],
  },
  {
    name: 'times that were exported',
    settings: {},
    orders: [
      { _seconds: 1_795_000_000, _nanoseconds: 0 },
      { seconds: 1_795_000_000, nanoseconds: 0 },
      '1795000000000',
      1_795_000_000_000_000,
      'Wed Nov 18 2026 16:36:40 GMT+0530 (India Standard Time)',
    ].map((timestamp) => ({ data: { totalAmount: 1, status: 'PAID', timestamp }, want: { createdAt: placedAt } })),
  },
  {
    name: 'currencies and amounts as texts, addresses, a customer and items of another type',
    settings: { status: { default: 'processing' } },
    orders: [
      { data: { totalAmount: 499, currency: '₹' }, want: { total: 49_900, currency: 'INR' } },
      {
        data: { totalAmount: 499, currency: { code: 'EUR', symbol: '€' } },
        want: { total: 49_900, currency: 'EUR' },
      },
      { data: { totalAmount: '$12.50' }, want: { total: 1250, currency: 'USD' } },
      { data: { totalAmount: ' 12.50 ' }, want: { total: 1250 } },
      { data: { totalAmount: '1,234.50' }, want: { total: 123_450 } },
      {
        data: { totalAmount: 1, shippingAddress: ['1 Road', 'Town'] },
        want: { shippingAddress: { formatted: '1 Road, Town' } },
      },
      {
        data: { totalAmount: 1, shippingAddress: new GeoPoint(12, 34) },
        want: { shippingAddress: { formatted: '12, 34', latitude: 12, longitude: 34 } },
      },
      { data: { totalAmount: 1, customer: 'Ann Example' }, want: { customer: { name: 'Ann Example' } } },
      {
        data: { totalAmount: 1, items: '[{"sku":"A","quantity":3,"price":10}]' },
        want: { itemCount: 3 },
        items: [['A', 3, 1000]],
      },
    ],
  },
]
