import { isSortField, type Facets, type Filter, type Sort } from '../../functions/src/contract/api.ts'
import { boundOf } from '../../functions/src/engine/plan/filter.ts'
import { majorUnits } from '../../tools/samples/currencies.ts'
import type { SampleOrderData } from '../../tools/samples/orders.ts'

/** An order as the JSON file holds it: the shop's document and its id. */
export type CachedOrder = SampleOrderData & { readonly id: string }

/** Tells whether an order passes the filter; text is found without regard to case, as such caches do. */
export function matches(order: CachedOrder, filter: Filter): boolean {
  const { status, currency, createdFrom, createdTo, totalMin, search } = filter
  return (
    (status === undefined || status.some((one) => one.toUpperCase() === order.status)) &&
    (currency === undefined || currency.includes(order.currency)) &&
    (createdFrom === undefined || order.timestamp >= boundOf(createdFrom)) &&
    (createdTo === undefined || order.timestamp < boundOf(createdTo)) &&
    (totalMin === undefined || order.totalAmount >= majorUnits(order.currency, totalMin)) &&
    (search === undefined || found(order, search.toLowerCase()))
  )
}

function found({ id, orderId, customer, items }: CachedOrder, needle: string): boolean {
  return [id, orderId, customer.name, customer.email, ...items.map(({ sku }) => sku)].some((text) =>
    text.toLowerCase().includes(needle),
  )
}

const values = {
  createdAt: (order: CachedOrder) => order.timestamp,
  updatedAt: (order: CachedOrder) => order.updatedAt,
  total: (order: CachedOrder) => order.totalAmount,
  customer: (order: CachedOrder) => order.customer.name,
  status: (order: CachedOrder) => order.status,
  orderNumber: (order: CachedOrder) => order.orderId,
}

export function compareBy({ field, direction }: Sort): (a: CachedOrder, b: CachedOrder) => number {
  if (!isSortField(field)) throw new Error('The rival has no columns of its own.')
  const valueOf = values[field]
  const sign = direction === 'asc' ? 1 : -1
  return (a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)]
    return left < right ? -sign : left > right ? sign : 0
  }
}

export function countByStatus(orders: readonly CachedOrder[]): Facets['status'] {
  const counts: Facets['status'] = {}
  for (const { status } of orders) {
    const name = status.toLowerCase()
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

/** Revenue in major units by `2026-11-02 USD`. */
export function revenueByDay(orders: readonly CachedOrder[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { timestamp, currency, totalAmount } of orders) {
    const key = `${new Date(timestamp).toISOString().slice(0, 10)} ${currency}`
    sums.set(key, (sums.get(key) ?? 0) + totalAmount)
  }
  return sums
}
