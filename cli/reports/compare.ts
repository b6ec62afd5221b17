import { lostStatuses } from '../../functions/src/contract/order.ts'
import type { CachedFigures, OrderFigures, PaymentFigures } from './figures.ts'

/** Payments of one day, location, status and currency, as both sides count them. */
export interface Line {
  readonly day: string
  readonly locationId: string
  readonly status: string
  readonly currency: string
  readonly vendor: Sum
  readonly cache: Sum
}

export interface Sum {
  readonly count: number
  readonly total: number
}

/** A record in which the sides differ, and why; an `explanation` of null: nobody knows, and somebody has to look. */
export interface Difference {
  readonly kind: 'payment' | 'order'
  readonly id: string
  readonly what: string
  readonly explanation: string | null
}

export interface Comparison {
  readonly lines: readonly Line[]
  readonly differences: readonly Difference[]
}

/** Compares the vendor's payments with the cache's, and with the totals of the orders that they paid for. */
export function compare(vendor: readonly PaymentFigures[], cache: CachedFigures): Comparison {
  return {
    lines: linesOf(vendor, cache),
    differences: [...paymentDifferences(vendor, cache), ...orderDifferences(vendor, cache)],
  }
}

function linesOf(vendor: readonly PaymentFigures[], { payments, dayAt }: CachedFigures): Line[] {
  const keyOf = ({ locationId, status, currency, createdAt }: PaymentFigures): string =>
    [dayAt(locationId, createdAt), locationId, status, currency].join('\t')
  const [theirs, ours] = [Map.groupBy(vendor, keyOf), Map.groupBy(payments, keyOf)]
  const keys = [...new Set([...theirs.keys(), ...ours.keys()])].toSorted()
  return keys.map((key) => {
    const [day = '', locationId = '', status = '', currency = ''] = key.split('\t')
    return { day, locationId, status, currency, vendor: sumOf(theirs.get(key)), cache: sumOf(ours.get(key)) }
  })
}

function sumOf(payments: readonly PaymentFigures[] = []): Sum {
  return { count: payments.length, total: payments.reduce((sum, { total }) => sum + total, 0) }
}

function paymentDifferences(vendor: readonly PaymentFigures[], cache: CachedFigures): Difference[] {
  const ours = new Map(cache.payments.map((one) => [one.id, one]))
  const theirs = new Set(vendor.map(({ id }) => id))
  const { paymentsThrough, quarantined } = cache
  const differing = vendor.flatMap((one): Difference[] => {
    const cached = ours.get(one.id)
    const what = cached === undefined ? 'is not in the cache' : differenceIn(one, cached)
    if (what === null) return []
    const explanation =
      one.updatedAt > paymentsThrough
        ? 'it changed after the last run'
        : quarantined.has(one.id)
          ? 'it is in quarantine, which says why'
          : null
    return [{ kind: 'payment', id: one.id, what, explanation }]
  })
  const gone = cache.payments.filter(({ id }) => !theirs.has(id))
  return [
    ...differing,
    ...gone.map(({ id }): Difference => ({ kind: 'payment', id, what: 'is in the cache alone', explanation: null })),
  ]
}

function differenceIn(vendor: PaymentFigures, cached: PaymentFigures): string | null {
  const names = ['status', 'total', 'currency', 'locationId', 'orderId'] as const
  const differing = names.filter((name) => vendor[name] !== cached[name])
  if (differing.length === 0) return null
  return differing
    .map((name) => `${name}: ${vendor[name] ?? 'none'} at the vendor, ${cached[name] ?? 'none'} cached`)
    .join('; ')
}

/** The statuses with which an order waits for nothing more to be paid. */
const paidStatuses: ReadonlySet<string> = new Set(['completed', 'delivered', 'shipped'])
const lost: ReadonlySet<string> = new Set(lostStatuses)

/** Orders whose completed payments do not add up to their total, and payments whose order is not there. */
function orderDifferences(vendor: readonly PaymentFigures[], cache: CachedFigures): Difference[] {
  const orders = new Map(cache.orders.map((one) => [one.id, one]))
  const completed = vendor.filter(({ status, orderId }) => status === 'COMPLETED' && orderId !== null)
  const byOrder = Map.groupBy(completed, ({ orderId }) => orderId ?? '')
  const missing = [...byOrder].flatMap(([id, paid]): Difference[] => {
    if (orders.has(id)) return []
    const isLate = paid.some(({ updatedAt }) => updatedAt > cache.ordersThrough)
    const explanation = isLate
      ? 'its payment came after the last run'
      : cache.quarantined.has(id)
        ? 'it is in quarantine, which says why'
        : null
    return [{ kind: 'order', id, what: 'was paid, and is not in the cache', explanation }]
  })
  const unequal = cache.orders.flatMap((order) => paidDifference(order, byOrder.get(order.id) ?? [], cache))
  return [...missing, ...unequal]
}

function paidDifference(order: OrderFigures, paid: readonly PaymentFigures[], cache: CachedFigures): Difference[] {
  const { id, status, total } = order
  const sum = sumOf(paid).total
  if (lost.has(status) || sum === total) return []
  const what = `has a total of ${total}, and payments of ${sum}`
  const isLate = paid.some(({ updatedAt }) => updatedAt > cache.ordersThrough)
  const explanation = isLate
    ? 'a payment came after the last run'
    : !paidStatuses.has(status) && sum < total
      ? `it is ${status}, and not yet paid`
      : null
  return [{ kind: 'order', id, what, explanation }]
}
