import type { Order } from '../../../../functions/src/contract/order.ts'
import { Timestamp } from '../../../../functions/src/lib/firestore/firestore.ts'
import { exportedTimes, otherTypes, templateStatuses } from '../../../harness/templateValues.ts'
import { cents, hourMs, iso, order, pick, timeOf, type ShopShape } from './shape.ts'

/** A time with the offset of India's clocks, and without fractions of a second. */
function local(ms: number): string {
  return new Date(ms + 5.5 * hourMs).toISOString().replace(/\.\d+Z$/, '+05:30')
}

/** Shops whose orders write values in another way than usual: units, words, clocks and types. */
export const shopsByValues = {
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
  S6: {
    about: 'names of an enumeration, and words of several languages',
    collection: 'orders',
    answers: { 'orders.status.words.partially_refunded': 'completed' },
    orderOf(n) {
      // What the last one means, only the shop knows.
      const [word, status] = pick([...templateStatuses, ['partially_refunded', 'completed'] as const], n)
      return order(
        n,
        { status: word, totalAmount: cents(n) / 100, currency: 'USD', timestamp: timeOf(n) },
        { status, total: cents(n), sourceStatus: word },
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
  S11: {
    about: 'times that were exported',
    collection: 'orders',
    answers: {},
    orderOf(n) {
      const seconds = Math.floor(timeOf(n) / 1000)
      const timestamp = pick(exportedTimes(seconds), n)
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
      const { data, want, items } = pick(otherTypes, n)
      return order(
        n,
        { status: 'paid', totalAmount: cents(n) / 100, timestamp: timeOf(n), ...data },
        { ...want, ...(items && { items }) },
      )
    },
  },
} as const satisfies Readonly<Record<string, ShopShape>>
