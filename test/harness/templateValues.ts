import { GeoPoint } from '../../functions/src/lib/firestore/firestore.ts'
import type { Order, OrderStatus } from '../../functions/src/contract/order.ts'

/*
 * Values as public shop templates write them into orders, with what they have to be read as.
 */

/** An item as a test names it: its name or SKU, how many, and the price of one in minor units. */
export type ItemInShort = readonly [name: string, quantity: number, unitPrice: number]

/** Statuses as the names of an enumeration, and in several languages. */
export const templateStatuses: readonly (readonly [word: string, status: OrderStatus])[] = [
  ['OrderStatus.delivered', 'delivered'],
  ['outForDelivery', 'shipped'],
  ['inTransit', 'shipped'],
  ['cancel', 'cancelled'],
  ['waitingPayment', 'pending'],
  ['rejected', 'cancelled'],
  ['Đã giao'.normalize('NFD'), 'delivered'],
  ['Pendiente', 'pending'],
  ['Payment Failed', 'cancelled'],
]

/** One time, in seconds, as exports write it. */
export function exportedTimes(seconds: number): unknown[] {
  const inKolkata = new Date((seconds + 19_800) * 1000).toUTCString().split(/[\s,]+/)
  const [day = '', date = '', month = '', year = '', time = ''] = inKolkata
  return [
    { _seconds: seconds, _nanoseconds: 0 },
    { seconds, nanoseconds: 0 },
    String(seconds * 1000),
    seconds * 1_000_000,
    `${day} ${month} ${date} ${year} ${time} GMT+0530 (India Standard Time)`,
  ]
}

/** Amounts, currencies, addresses, customers and items of other types than usual. */
export const otherTypes: readonly {
  readonly data: Readonly<Record<string, unknown>>
  readonly want: Partial<Pick<Order, 'total' | 'currency' | 'shippingAddress' | 'customer' | 'itemCount'>>
  readonly items?: readonly ItemInShort[]
}[] = [
  { data: { totalAmount: 499, currency: '₹' }, want: { total: 49_900, currency: 'INR' } },
  { data: { totalAmount: 499, currency: { code: 'EUR', symbol: '€' } }, want: { total: 49_900, currency: 'EUR' } },
  { data: { totalAmount: '$12.50' }, want: { total: 1_250, currency: 'USD' } },
  { data: { totalAmount: ' 12.50 ' }, want: { total: 1_250 } },
  { data: { totalAmount: '1,234.50' }, want: { total: 123_450 } },
  { data: { shippingAddress: ['1 Road', 'Town'] }, want: { shippingAddress: { formatted: '1 Road, Town' } } },
  {
    data: { shippingAddress: new GeoPoint(12, 34) },
    want: { shippingAddress: { formatted: '12, 34', latitude: 12, longitude: 34 } },
  },
  { data: { customer: 'Ann Example' }, want: { customer: { name: 'Ann Example' } } },
  { data: { items: '[{"sku":"A","quantity":3,"price":10}]' }, want: { itemCount: 3 }, items: [['A', 3, 1_000]] },
]
