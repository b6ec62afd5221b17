import type { FakeMerchant } from '../merchant.ts'
import { factsOf, iso, sentOf, type Facts, type Money, type Sent } from './facts.ts'
import { refundedOf } from './trade.ts'

/** An order as the fake sends it. */
export interface SentOrder extends Sent {
  readonly location_id: string
  readonly state: string
  readonly reference_id?: string
  readonly customer_id?: string
  /** Absent from a return. */
  readonly total_money?: Money
  readonly net_amounts: { readonly total_money: Money }
  readonly net_amount_due_money?: Money
  readonly line_items?: readonly SentLine[]
  readonly fulfillments?: readonly { readonly uid: string; readonly type: string; readonly state: string }[]
  readonly returns?: readonly SentReturn[]
  readonly refunds?: readonly { readonly id: string; readonly status: string; readonly amount_money: Money }[]
  readonly tenders?: readonly SentTender[]
}

interface SentLine {
  readonly uid: string
  readonly name: string
  readonly quantity: string
  readonly catalog_object_id?: string
  readonly base_price_money: Money
  readonly total_money: Money
}

interface SentReturn {
  readonly source_order_id?: string
  readonly return_line_items?: readonly {
    readonly uid: string
    readonly quantity: string
    readonly catalog_object_id?: string
    readonly total_money: Money
  }[]
}

interface SentTender {
  readonly id: string
  readonly payment_id: string
  readonly type: string
  readonly amount_money: Money
  readonly tip_money?: Money
}

export const ordersOf = ({ orders }: FakeMerchant): SentOrder[] => sentOf(orders, 'state')

/** The status that an order has to have: it waits for its payment, or is worked on, or done, or lost. */
export function statusOf(order: SentOrder, refunded: number): string {
  if (order.total_money === undefined) return 'refunded'
  if (order.state === 'CANCELED') return 'cancelled'
  if (refunded > 0 && refunded >= order.total_money.amount) return 'refunded'
  if (order.state === 'COMPLETED') return 'completed'
  return (order.net_amount_due_money?.amount ?? 0) > 0 ? 'pending' : 'processing'
}

export function orderFacts(merchant: FakeMerchant): Facts {
  const refunded = refundedOf(merchant)
  return factsOf(ordersOf(merchant), (order) => {
    const back = refunded.get(order.id) ?? 0
    const total = order.total_money ?? order.net_amounts.total_money
    return {
      orderNumber: order.reference_id ?? order.id,
      kind: order.total_money === undefined ? 'return' : undefined,
      status: statusOf(order, back),
      sourceStatus: order.state,
      currency: total.currency,
      total: total.amount,
      refunded: back === 0 ? undefined : back,
      createdAt: iso(order.created_at),
      updatedAt: iso(order.updated_at),
      payload: order,
    }
  })
}

/** The rows of an order's parts, by the streams that list them. */
export function partFacts(merchant: FakeMerchant): Readonly<Record<string, Facts>> {
  const orders = ordersOf(merchant)
  const refunded = refundedOf(merchant)
  return {
    orderLineItems: rowsOf(orders, ({ line_items = [], ...order }) =>
      line_items.map((line) => ({
        key: line.uid,
        status: statusOf(order, refunded.get(order.id) ?? 0),
        variationId: line.catalog_object_id ?? null,
        name: line.name,
        quantity: Number(line.quantity),
        unitPrice: line.base_price_money.amount,
        total: line.total_money.amount,
      })),
    ),
    orderFulfillments: rowsOf(orders, ({ fulfillments = [] }) =>
      fulfillments.map(({ uid, type, state }) => ({ key: uid, type, state })),
    ),
    orderReturns: rowsOf(orders, ({ returns = [] }) =>
      returns.flatMap(({ source_order_id: sourceOrderId, return_line_items: lines = [] }) =>
        lines.map((line) => ({
          key: line.uid,
          sourceOrderId,
          variationId: line.catalog_object_id ?? null,
          quantity: Number(line.quantity),
          total: line.total_money.amount,
        })),
      ),
    ),
    orderRefunds: rowsOf(orders, ({ refunds = [] }) =>
      refunds.map(({ id, status, amount_money }) => ({ key: id, status, amount: amount_money.amount })),
    ),
    tenders: rowsOf(orders, ({ tenders = [] }) =>
      tenders.map(({ id, payment_id, type, amount_money, tip_money }) => ({
        key: id,
        paymentId: payment_id,
        type,
        amount: amount_money.amount,
        tip: tip_money?.amount ?? 0,
      })),
    ),
  }
}

function rowsOf(
  orders: readonly SentOrder[],
  of: (order: SentOrder) => readonly ({ readonly key: string } & Readonly<Record<string, unknown>>)[],
): Facts {
  return new Map(
    orders.flatMap((order) =>
      of(order).map(({ key, ...cells }) => [
        `${order.id}#${key}`,
        { orderId: order.id, locationId: order.location_id, ...cells },
      ]),
    ),
  )
}
