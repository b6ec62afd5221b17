import { catalogue } from './catalogue.ts'
import { majorUnits, priceIn, type SampleCurrency } from './currencies.ts'
import { householdAt, type SampleAddress, type SampleCustomer } from './customers.ts'
import { standingAt, statusAfter, type SampleStatus } from './lifecycle.ts'
import { randomFrom, type Random } from './random.ts'
import { orderTimes } from './times.ts'

/** An order as the shop's own collection holds it: amounts in major units, times in epoch milliseconds. */
export interface SampleOrderData {
  readonly orderId: string
  readonly status: SampleStatus
  /** subtotal − discount + shipping + tax. */
  readonly totalAmount: number
  readonly subtotal: number
  readonly discount: number
  readonly shipping: number
  readonly tax: number
  readonly currency: SampleCurrency
  readonly timestamp: number
  readonly updatedAt: number
  readonly customer: SampleCustomer
  readonly items: readonly { sku: string; name: string; quantity: number; price: number }[]
  readonly shippingAddress: SampleAddress
}

export interface SampleOrder {
  /** The document's id. */
  readonly id: string
  readonly data: SampleOrderData
}

/** The path and the data of the document in which a shop keeps an order. */
export interface ShopDocument {
  readonly path: string
  readonly data: Readonly<Record<string, unknown>>
}

const firstOrderNumber = 10_001
const freeShippingFromCents = 7_500
const shippingCents = 590
const idLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/**
 * The orders of a sample shop at the moment `now`, oldest first and numbered from #10001: the same ones for the same
 * arguments. They span two years; old ones are mostly completed, new ones pending or processing.
 */
export function* sampleOrders(shop: { seed: number; count: number; now: number }): Generator<SampleOrder> {
  const random = randomFrom(shop.seed)
  const customers = Math.max(20, Math.ceil(shop.count / 3))
  let orderNumber = firstOrderNumber
  for (const time of orderTimes(random, shop.count, shop.now)) {
    const { id, data } = newOrder({ random, orderNumber: orderNumber++, now: time, customers })
    const { status, since } = standingAt(random, time, shop.now)
    yield { id, data: { ...data, status, updatedAt: since } }
  }
}

/** An order placed at `now` (epoch milliseconds) by one of the first `customers` customers. */
export function newOrder(wanted: {
  random: Random
  orderNumber: number
  now: number
  customers?: number
}): SampleOrder {
  const { random, orderNumber, now, customers = 1_000 } = wanted
  // Squared, so that some customers order often and most once.
  const { customer, address, region } = householdAt(Math.floor(random.next() ** 2 * customers))
  const id = Array.from({ length: 20 }, () => idLetters[random.integer(0, idLetters.length - 1)]).join('')
  const data: SampleOrderData = {
    orderId: `#${orderNumber}`,
    status: 'PENDING',
    ...basket(random, region.currency, region.taxPercent),
    currency: region.currency,
    timestamp: now,
    updatedAt: now,
    customer,
    shippingAddress: address,
  }
  return { id, data }
}

/**
 * A later state of the order: its status moves forward and `updatedAt` is `now`, or just after the last change where
 * that was later. An order whose life has ended keeps its status and is only touched.
 */
export function changeOf(order: SampleOrder, random: Random, now: number): SampleOrder {
  const { status, updatedAt } = order.data
  const changed = { status: statusAfter(random, status), updatedAt: Math.max(now, updatedAt + 1) }
  return { id: order.id, data: { ...order.data, ...changed } }
}

type Basket = Pick<SampleOrderData, 'items' | 'subtotal' | 'discount' | 'shipping' | 'tax' | 'totalAmount'>

/** Items and amounts. Computed in minor units, for only those add up exactly. */
function basket(random: Random, currency: SampleCurrency, taxPercent: number): Basket {
  const lines = new Set(Array.from({ length: random.pick([1, 1, 1, 2, 2, 3, 4]) }, () => random.weighted(catalogue)))
  const items = [...lines].map(({ sku, name, cents }) => ({
    sku,
    name,
    quantity: random.pick([1, 1, 1, 1, 2, 2, 3]),
    price: priceIn(currency, cents),
  }))
  const subtotal = items.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
  const discount = random.chance(0.15) ? Math.round((subtotal * random.pick([5, 10, 20])) / 100) : 0
  const shipping = subtotal >= priceIn(currency, freeShippingFromCents) ? 0 : priceIn(currency, shippingCents)
  const tax = Math.round(((subtotal - discount) * taxPercent) / 100)
  const major = (minor: number): number => majorUnits(currency, minor)
  return {
    items: items.map((item) => ({ ...item, price: major(item.price) })),
    subtotal: major(subtotal),
    discount: major(discount),
    shipping: major(shipping),
    tax: major(tax),
    totalAmount: major(subtotal - discount + shipping + tax),
  }
}
