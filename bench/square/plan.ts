import type { LabPlan } from '../lab/lab.ts'

/** The size of a Square merchant's measurement. */
export interface SquarePlan extends LabPlan {
  /** Sales; the orders that refunds make come on top. */
  readonly orders: number
  readonly lineItems: number
  /** Counts of goods in stock, one a variation and location. */
  readonly availabilities: number
  /** The time that each of the vendor's answers takes, in milliseconds. */
  readonly latencyMs: number
  /** The changes that are made before an incremental run. */
  readonly changes: SquareChanges
}

/** Things that people at a merchant do between two runs, by how often. */
export interface SquareChanges {
  readonly orders: number
  readonly prices: number
  readonly counts: number
  readonly refunds: number
}

/** The merchant whose numbers are measured. */
const named = { orders: 30_390, lineItems: 159_131, availabilities: 7_801 } as const
const quickOrders = 1_000
/** Documents an order on the emulator: the order, its payment, and what is computed from its lines. */
const documentsAnOrder = 8

/** Returns the plan for a merchant of `orders` orders; null: as many as the mode has. */
export function squarePlanOf({ isQuick, orders }: { isQuick: boolean; orders: number | null }): SquarePlan {
  const count = orders ?? (isQuick ? quickOrders : named.orders)
  const share = count / named.orders
  return {
    mode: isQuick ? 'quick' : 'full',
    most: count * documentsAnOrder,
    orders: count,
    lineItems: Math.round(named.lineItems * share),
    availabilities: Math.round(named.availabilities * share),
    latencyMs: 100,
    changes: { orders: 40, prices: 25, counts: 25, refunds: 10 },
  }
}

/** The number of changes of all kinds. */
export function changeCount({ orders, prices, counts, refunds }: SquareChanges): number {
  return orders + prices + counts + refunds
}
