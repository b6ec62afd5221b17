import type { Order } from '../../../functions/src/contract/order.ts'
import type { SampledDocument } from '../../../cli/inspect/sampled.ts'
import { Firestore, GeoPoint, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs, isoOf } from '../../../functions/src/lib/instant.ts'

/*
 * Twelve ways in which public shop templates keep their orders in Firestore, with many documents each.
 */

/** An item as a test names it: its name, how many, and the price of one in minor units. */
type ItemInShort = readonly [name: string, quantity: number, unitPrice: number]

/** The fields that a read order must have; those that are left out may be anything. */
export interface WantedOrder extends Partial<
  Pick<
    Order,
    | 'orderNumber'
    | 'status'
    | 'sourceStatus'
    | 'currency'
    | 'total'
    | 'subtotal'
    | 'shipping'
    | 'createdAt'
    | 'updatedAt'
  >
> {
  readonly items?: readonly ItemInShort[]
  readonly customer?: Order['customer']
  readonly hasAddress?: true
}

interface ShopOrder {
  readonly id: string
  readonly data: Record<string, unknown>
  /** The time at which Firestore saw the order, in milliseconds; the shop's own clock may show another. */
  readonly createMs: number
  readonly want: WantedOrder
}

/** A shop's documents, and the questions that must be asked about them. */
export interface ShopShape {
  readonly about: string
  readonly collection: string
  readonly orderOf: (n: number) => ShopOrder
  /** The questions that documents leave open, and what somebody who knows the shop answers. */
  readonly answers: Readonly<Record<string, string>>
}

const db = new Firestore({ projectId: 'demo-shapes' })
const startMs = Date.UTC(2026, 2, 1, 8)
const hourMs = 3_600_000
/** A time of the `n`th order, with odd minutes, seconds and milliseconds. */
const timeOf = (n: number): number => startMs + n * 53 * hourMs + n * 61_037
const iso = (ms: number): string => isoOf(instantFromMs(ms))
const pick = <T>(list: readonly [T, ...T[]], n: number): T => list[n % list.length] ?? list[0]

/** The `n`th order, which Firestore sees 700 ms after the shop's clock was read. */
function order(n: number, data: Record<string, unknown>, want: WantedOrder, id = `o${n}`): ShopOrder {
  return { id, data, createMs: timeOf(n) + 700, want }
}

const cents = (n: number): number => 250 + ((n * 137) % 4_000)

export const shopShapes = {
  S1: {
    about: 'integer status, amounts as texts, cart items',
    collection: 'orders',
    answers: {
      'orders.status.words.0': 'pending',
      'orders.status.words.1': 'processing',
      'orders.status.words.2': 'delivered',
      'orders.currency': 'USD',
    },
    orderOf(n) {
      const price = cents(n)
      const text = (minor: number): string => (minor / 100).toFixed(n % 2 === 0 ? 2 : minor % 10 === 0 ? 1 : 2)
      return order(
        n,
        {
          id: `N-${n}`,
          userId: `u${n % 7}`,
          orderStatus: n % 3,
          cartItems: [{ name: 'Tea', saleAmount: text(price), amount: 1 + (n % 3) }],
          subTotalAmount: text(price * (1 + (n % 3))),
          deliveryCharge: '10.0',
          totalAmount: text(price * (1 + (n % 3)) + 1_000),
          orderDate: Timestamp.fromMillis(timeOf(n)),
          address: { fullName: 'Ann Example', addressText: '1 Road' },
        },
        {
          orderNumber: `N-${n}`,
          status: pick(['pending', 'processing', 'delivered'], n),
          sourceStatus: String(n % 3),
          total: price * (1 + (n % 3)) + 1_000,
          subtotal: price * (1 + (n % 3)),
          shipping: 1_000,
          items: [['Tea', 1 + (n % 3), price]],
          customer: { id: `u${n % 7}` },
          createdAt: iso(timeOf(n)),
          hasAddress: true,
        },
      )
    },
  },
  S2: {
    about: 'no status at all',
    collection: 'orders',
    answers: { 'orders.status.default': 'completed', 'orders.currency': 'EUR' },
    orderOf(n) {
      const [price, quantity] = [3 + (n % 17), 1 + (n % 4)]
      return order(
        n,
        {
          buyer: { name: 'Ann', email: `ann${n}@example.com` },
          items: [{ id: `p${n % 5}`, title: 'Tea', quantity, price }],
          date: Timestamp.fromMillis(timeOf(n)),
          total: price * quantity,
        },
        {
          status: 'completed',
          currency: 'EUR',
          total: price * quantity * 100,
          customer: { name: 'Ann', email: `ann${n}@example.com` },
          items: [['Tea', quantity, price * 100]],
          createdAt: iso(timeOf(n)),
        },
      )
    },
  },
  S3: {
    about: 'no total, quantities by product, no date',
    collection: 'orders',
    answers: { 'orders.fields.totalAmount.default': '0', 'orders.currency': 'EUR' },
    orderOf: (n) =>
      order(
        n,
        {
          products: { [`sku-${n % 6}`]: 1 + (n % 3), [`sku-${10 + (n % 4)}`]: 1 },
          status: pick(['placed', 'shipped', 'cancelled'], n),
          user: db.doc(`users/u${n % 9}`),
        },
        {
          total: 0,
          status: pick(['pending', 'shipped', 'cancelled'], n),
          customer: { id: `users/u${n % 9}` },
          items: [[`sku-${n % 6}`, 1 + (n % 3), 0] as const, [`sku-${10 + (n % 4)}`, 1, 0] as const].sort(([a], [b]) =>
            a < b ? -1 : 1,
          ),
          createdAt: iso(timeOf(n) + 700),
        },
      ),
  },
  S4: {
    about: 'cents',
    collection: 'orders',
    answers: { 'orders.money.unit': 'minor' },
    orderOf: (n) =>
      order(
        n,
        {
          status: pick(['APPROVED', 'REJECTED', 'PENDING'], n),
          amount: 23_456 + n * 7_919,
          currency: 'ARS',
          createdAt: Timestamp.fromMillis(timeOf(n)),
          updatedAt: Timestamp.fromMillis(timeOf(n) + hourMs),
        },
        {
          status: pick(['processing', 'cancelled', 'pending'], n),
          total: 23_456 + n * 7_919,
          currency: 'ARS',
          createdAt: iso(timeOf(n)),
          updatedAt: iso(timeOf(n) + hourMs),
        },
      ),
  },
  S5: {
    about: 'orders under each user, cents, epoch seconds, no status',
    collection: 'users/{uid}/orders',
    answers: { 'orders.status.default': 'processing', 'orders.currency': 'EUR' },
    orderOf(n) {
      const price = cents(n)
      const seconds = Math.floor(timeOf(n) / 1000)
      return order(
        n,
        {
          basket: [{ id: `s${n % 5}`, title: 'Tea', price: price / 100, amount: 1 + (n % 2) }],
          amount: price * (1 + (n % 2)),
          created: seconds,
        },
        {
          total: price * (1 + (n % 2)),
          items: [['Tea', 1 + (n % 2), price]],
          createdAt: iso(seconds * 1000),
        },
        `users/u${n % 2}/orders/o${Math.floor(n / 2)}`,
      )
    },
  },
  S6: {
    about: 'names of an enumeration, and words of several languages',
    collection: 'orders',
    answers: { 'orders.status.words.partially_refunded': 'completed' },
    orderOf(n) {
      const words = [
        ['OrderStatus.delivered', 'delivered'],
        ['outForDelivery', 'shipped'],
        ['inTransit', 'shipped'],
        ['cancel', 'cancelled'],
        ['waitingPayment', 'pending'],
        ['rejected', 'cancelled'],
        ['Đã giao'.normalize('NFD'), 'delivered'],
        ['Pendiente', 'pending'],
        ['partially_refunded', 'completed'],
        ['Payment Failed', 'cancelled'],
      ] as const
      const [word, status] = pick(words, n)
      return order(
        n,
        { status: word, totalAmount: cents(n) / 100, currency: 'USD', timestamp: timeOf(n) },
        { status, total: cents(n), sourceStatus: word },
      )
    },
  },
  S7: {
    about: 'nested and renamed, keys with blanks and #',
    collection: 'orders',
    answers: { 'orders.currency': 'INR' },
    orderOf(n) {
      const price = 10_001 + ((n * 1_237) % 30_000)
      const total = 2 * price + 2_800
      return order(
        n,
        {
          'Order #': `A-${n}`,
          'Customer Name': 'Ann',
          uid: `u${n}`,
          productList: [{ product: { name: 'Tea', price: 5 }, qty: 2, unitPriceConverted: price / 100 }],
          metaData: {
            PaymentMode: 'cod',
            ProductsPrice: total / 100 + 0.001,
            ProductStatus: pick(['Pending', 'Delivered', 'Shipped'], n),
          },
          createdAt: Timestamp.fromMillis(timeOf(n)),
          address: { fullName: 'Ann', pincode: 411_001 },
        },
        {
          orderNumber: `A-${n}`,
          total,
          status: pick(['pending', 'delivered', 'shipped'], n),
          customer: { id: `u${n}`, name: 'Ann' },
          items: [['Tea', 2, price]],
          hasAddress: true,
        },
      )
    },
  },
  S8: {
    about: 'times with an offset, two statuses, first and last name',
    collection: 'orders',
    answers: {},
    orderOf(n) {
      const price = 10_000 + cents(n)
      const [financial, fulfilment, status] = pick<readonly [string, string | null, Order['status']]>(
        [
          ['PAID', 'SHIPPED', 'shipped'],
          ['PAID', null, 'processing'],
          ['PENDING', null, 'pending'],
          ['REFUNDED', 'SHIPPED', 'refunded'],
          ['PAID', 'DELIVERED', 'delivered'],
        ],
        n,
      )
      const local = (ms: number): string => new Date(ms + 5.5 * hourMs).toISOString().replace(/\.\d+Z$/, '+05:30')
      return order(
        n,
        {
          Name: `#${1001 + n}`,
          Email: `c${n}@example.com`,
          CreatedAt: local(timeOf(n)),
          UpdatedAt: local(timeOf(n) + 24 * hourMs),
          currency: 'INR',
          TotalPrice: ((price * 2 + 9_900) / 100).toFixed(2),
          FinancialStatus: financial,
          FulfillmentStatus: fulfilment,
          customer: { firstName: 'Ann', lastName: 'Example' },
          lineItems: [{ productId: String(70 + n), title: 'Tea', quantity: 2, price: (price / 100).toFixed(2) }],
        },
        {
          orderNumber: `#${1001 + n}`,
          status,
          total: price * 2 + 9_900,
          currency: 'INR',
          customer: { name: 'Ann Example', email: `c${n}@example.com` },
          items: [['Tea', 2, price]],
          createdAt: `${iso(timeOf(n)).slice(0, 19)}.000Z`,
        },
      )
    },
  },
  S9: {
    about: 'wall clock without an offset',
    collection: 'orders',
    answers: { 'orders.currency': 'INR' },
    orderOf: (n) =>
      order(
        n,
        {
          status: pick(['placed', 'delivered'], n),
          totalAmount: 11 + ((n * 7) % 90),
          timestamp: `${new Date(timeOf(n) + 5.5 * hourMs).toISOString().replace('T', ' ').slice(0, 23)}456`,
        },
        { total: (11 + ((n * 7) % 90)) * 100, createdAt: iso(timeOf(n)) },
      ),
  },
  S10: {
    about: 'capital names, the item as a text, a reference',
    collection: 'Orders',
    answers: { 'orders.currency': 'GBP' },
    orderOf: (n) =>
      order(
        n,
        {
          Amount: 5 + ((n * 3) % 60),
          Product: pick(['Gin', 'Rum', 'Dry Tonic'], n),
          Status: pick(['Pending', 'Shipped'], n),
          user: db.doc(`users/u${n % 5}`),
        },
        {
          status: pick(['pending', 'shipped'], n),
          total: (5 + ((n * 3) % 60)) * 100,
          customer: { id: `users/u${n % 5}` },
          items: [[pick(['Gin', 'Rum', 'Dry Tonic'], n), 1, 0]],
          createdAt: iso(timeOf(n) + 700),
        },
      ),
  },
  S11: {
    about: 'times that were exported',
    collection: 'orders',
    answers: {},
    orderOf(n) {
      const seconds = Math.floor(timeOf(n) / 1000)
      const local = new Date((seconds + 19_800) * 1000).toUTCString().split(/[\s,]+/)
      const [day = '', date = '', month = '', year = '', time = ''] = local
      const timestamp = pick<unknown>(
        [
          { _seconds: seconds, _nanoseconds: 0 },
          { seconds, nanoseconds: 0 },
          String(seconds * 1000),
          seconds * 1_000_000,
          `${day} ${month} ${date} ${year} ${time} GMT+0530 (India Standard Time)`,
        ],
        n,
      )
      return order(
        n,
        { status: 'delivered', totalAmount: cents(n) / 100, currency: 'INR', timestamp },
        { createdAt: iso(seconds * 1000), total: cents(n) },
      )
    },
  },
  S12: {
    about: 'currency and amount texts, addresses, the customer as a text',
    collection: 'orders',
    answers: { 'orders.currency': 'USD' },
    orderOf(n) {
      const one = pick<{ data: Record<string, unknown>; want: WantedOrder }>(
        [
          { data: { totalAmount: 499, currency: '₹' }, want: { total: 49_900, currency: 'INR' } },
          {
            data: { totalAmount: 499, currency: { code: 'EUR', symbol: '€' } },
            want: { total: 49_900, currency: 'EUR' },
          },
          { data: { totalAmount: '$12.50' }, want: { total: 1_250, currency: 'USD' } },
          { data: { totalAmount: ' 12.50 ' }, want: { total: 1_250 } },
          { data: { totalAmount: '1,234.50' }, want: { total: 123_450 } },
          { data: { shippingAddress: ['1 Road', 'Town'] }, want: { hasAddress: true } },
          { data: { shippingAddress: new GeoPoint(12, 34) }, want: { hasAddress: true } },
          { data: { customer: 'Ann Example' }, want: { customer: { name: 'Ann Example' } } },
          { data: { items: '[{"sku":"A","quantity":3,"price":10}]' }, want: { items: [['A', 3, 1_000]] } },
        ],
        n,
      )
      return order(n, { status: 'paid', totalAmount: cents(n) / 100, timestamp: timeOf(n), ...one.data }, one.want)
    },
  },
} as const satisfies Readonly<Record<string, ShopShape>>

/** `count` documents of a shop as a sample has them, with what each has to be read as. */
export function sampleOf(
  { collection, orderOf }: ShopShape,
  count: number,
): { documents: SampledDocument[]; wanted: WantedOrder[] } {
  const orders = Array.from({ length: count }, (_, n) => orderOf(n))
  return {
    documents: orders.map(({ id, data, createMs }) => ({
      path: id.includes('/') ? id : `${collection}/${id}`,
      data,
      createTime: instantFromMs(createMs),
      updateTime: instantFromMs(createMs + hourMs),
    })),
    wanted: orders.map(({ want }) => want),
  }
}
