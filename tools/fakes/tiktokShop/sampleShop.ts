import { catalogue } from '../../samples/catalogue.ts'
import { majorUnits, priceIn, type SampleCurrency } from '../../samples/currencies.ts'
import { householdAt } from '../../samples/customers.ts'
import { standingAt, statusAfter, type SampleStatus } from '../../samples/lifecycle.ts'
import { randomFrom, type Random } from '../../samples/random.ts'
import { orderTimes } from '../../samples/times.ts'
import type { FakeShop } from './shop.ts'

/** A shop that is filled: the same for the same seed and moment. */
export interface SampleFilling {
  /** Shops of different seeds share no id, as at the vendor. */
  readonly seed: number
  readonly count: number
  /** In milliseconds. */
  readonly now: number
  readonly currency?: SampleCurrency
  /** Names, phones and addresses as the vendor masks them. */
  readonly isMasked?: boolean
}

/** The vendor's words; a refunded order is a completed one with a return. */
const words: Readonly<Record<SampleStatus, string>> = {
  PENDING: 'UNPAID',
  ON_HOLD: 'ON_HOLD',
  PROCESSING: 'AWAITING_SHIPMENT',
  SHIPPED: 'IN_TRANSIT',
  DELIVERED: 'DELIVERED',
  COMPLETED: 'COMPLETED',
  CANCELLED: 'CANCELLED',
  REFUNDED: 'COMPLETED',
}
/** Ids of one kind: the first one, and those of each seed far apart. */
const idsFrom =
  (first: bigint) =>
  (seed: number, n: number): string =>
    String(first + BigInt(seed) * 1_000_000_000n + BigInt(n))
const orderIdOf = idsFrom(576_000_000_000_000_000n)
const returnIdOf = idsFrom(4_035_000_000_000_000_000n)
const productIdOf = idsFrom(1_729_000_000_000_000_000n)
/** The vendor's words for a return that was asked for, and for one whose money has gone back. */
const returnWords = {
  asked: 'RETURN_OR_REFUND_REQUEST_PENDING',
  complete: 'RETURN_OR_REFUND_REQUEST_COMPLETE',
} as const

/**
 * Fills a shop with orders of two years, their returns, and the products that they are of. What an order says is made when it is
 * asked for, so that a shop of hundreds of thousands takes little room.
 */
export function fillShop(shop: FakeShop, filling: SampleFilling): void {
  const { seed, count, now } = filling
  const orders: Parameters<FakeShop['orders']['putAll']>[0][number][] = []
  const returns: typeof orders = []
  orderTimes(randomFrom(seed), count, now).forEach((time, n) => {
    const { status, since } = standingAt(randomFrom(seed + n), time, now)
    const [create_time, update_time] = [Math.floor(time / 1000), Math.floor(since / 1000)]
    const id = orderIdOf(seed, n)
    orders.push({ id, create_time, update_time, status: words[status], rest: () => orderOf(n, filling) })
    if (status === 'REFUNDED') returns.push(returnOf(id, n, update_time, filling))
  })
  shop.orders.putAll(orders)
  shop.returns.putAll(returns)
  shop.products.putAll(catalogue.map((_product, n) => productOf(n, filling)))
}

/** Another order is placed now. Returns its id. */
export function placeOrder(shop: FakeShop, filling: SampleFilling, nowMs: number): string {
  const n = shop.orders.size
  const id = orderIdOf(filling.seed, n)
  const second = Math.floor(nowMs / 1000)
  shop.orders.put({ id, create_time: second, update_time: second, status: 'UNPAID', rest: () => orderOf(n, filling) })
  return id
}

/** An order moves on in its life, now. Orders whose life has ended are only touched. */
export function advanceOrder(shop: FakeShop, id: string, random: Random, nowMs: number): void {
  const order = shop.orders.get(id)
  if (order === undefined) return
  const known = Object.entries(words).find(([, word]) => word === order.status)?.[0] as SampleStatus // their very keys
  shop.orders.put({ ...order, status: words[statusAfter(random, known)], update_time: Math.floor(nowMs / 1000) })
}

/** The buyer of an order asks, now, for its money back. Returns the return's id. */
export function askForReturn(shop: FakeShop, orderId: string, filling: SampleFilling, nowMs: number): string {
  const asked = returnOf(orderId, numberOf(orderId, filling), Math.floor(nowMs / 1000), filling)
  shop.returns.put({ ...asked, create_time: asked.update_time, status: returnWords.asked })
  return asked.id
}

/** Tells whether an order was taken back, or is asked to be. */
export function hasReturn(shop: FakeShop, orderId: string, filling: SampleFilling): boolean {
  return shop.returns.get(returnIdOf(filling.seed, numberOf(orderId, filling))) !== undefined
}

/** The number of an order among those of its shop. */
function numberOf(orderId: string, { seed }: SampleFilling): number {
  return Number(BigInt(orderId) - BigInt(orderIdOf(seed, 0)))
}

/** The money of a return has gone back, now. */
export function completeReturn(shop: FakeShop, id: string, nowMs: number): void {
  const asked = shop.returns.get(id)
  if (asked === undefined) return
  shop.returns.put({ ...asked, status: returnWords.complete, update_time: Math.floor(nowMs / 1000) })
}

/** All of an order but what lists sort and filter by. */
function orderOf(n: number, { seed, currency = 'USD', isMasked = false }: SampleFilling): object {
  const random = randomFrom(seed * 7 + n)
  const { customer, address } = householdAt(random.integer(0, 9_999))
  const lines = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => ({
    at: random.integer(0, catalogue.length - 1),
    quantity: random.pick([1, 1, 1, 2, 3]),
  }))
  const amount = (minor: number): string => String(majorUnits(currency, minor))
  const priceAt = (at: number): number => priceIn(currency, catalogue[at]?.cents ?? 0)
  const subtotal = lines.reduce((sum, { at, quantity }) => sum + priceAt(at) * quantity, 0)
  const shipping = priceIn(currency, 590)
  const masked = (text: string): string => (isMasked ? text.replaceAll(/(?<=.)[^ ]/g, '*') : text)
  // A row a unit, and no quantity.
  const units = lines.flatMap(({ at, quantity }) => Array.from({ length: quantity }, () => at))
  return {
    user_id: String(7_000_000 + (n % 10_000)),
    buyer_email: `buyer${n}@scs.example`,
    payment: {
      currency,
      sub_total: amount(subtotal),
      shipping_fee: amount(shipping),
      total_amount: amount(subtotal + shipping),
    },
    line_items: units.map((at, i) => ({
      id: `${n}-${i}`,
      product_id: productIdOf(seed, at),
      product_name: catalogue[at]?.name,
      sku_id: `${productIdOf(seed, at)}-1`,
      seller_sku: catalogue[at]?.sku,
      sku_name: 'Default',
      original_price: amount(priceAt(at)),
      sale_price: amount(priceAt(at)),
    })),
    recipient_address: {
      name: masked(customer.name),
      phone_number: masked(customer.phone),
      full_address: masked(`${address.line1}, ${address.city}`),
      postal_code: masked(address.postalCode),
      region_code: address.country,
    },
    fulfillment_type: 'FULFILLMENT_BY_SELLER',
  }
}

/** Makes a return of a whole order. */
function returnOf(orderId: string, n: number, second: number, filling: SampleFilling) {
  const { payment } = orderOf(n, filling) as { payment: { currency: string; total_amount: string } } // as made above
  return {
    id: returnIdOf(filling.seed, n),
    create_time: second - 3_600,
    update_time: second,
    status: returnWords.complete,
    rest: {
      order_id: orderId,
      return_type: 'RETURN_AND_REFUND',
      return_reason_text: 'Does not fit',
      refund_amount: { currency: payment.currency, refund_total: payment.total_amount },
    },
  }
}

function productOf(at: number, { seed, now, currency = 'USD' }: SampleFilling) {
  const second = Math.floor(now / 1000) - (catalogue.length - at) * 86_400
  const product = catalogue[at]
  const price = { currency, sale_price: String(majorUnits(currency, priceIn(currency, product?.cents ?? 0))) }
  const skus = [
    { id: `${productIdOf(seed, at)}-1`, seller_sku: product?.sku, price, inventory: [{ quantity: (at * 37) % 120 }] },
  ]
  return {
    id: productIdOf(seed, at),
    create_time: second,
    update_time: second,
    status: 'ACTIVATE',
    rest: { title: product?.name, skus },
  }
}
