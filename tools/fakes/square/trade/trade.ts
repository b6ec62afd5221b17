import type { FakeMerchant } from '../merchant.ts'
import { restOf, shown, type FakeRecord, type Members } from '../records.ts'
import { timeText } from '../times.ts'
import { money, type Money } from './money.ts'
import { amountsOf, orderMembers, type OrderContent } from './order.ts'
import { paymentMembers, tenderMembers, type PaymentSource } from './payment.ts'

/** An order to be placed now. */
export interface NewOrder extends Omit<OrderContent, 'currency' | 'isPointOfSale'> {
  /** A new one by default. */
  readonly id?: string
  readonly locationId: string
  readonly isPointOfSale?: boolean
  /** The way in which it is paid; null where it is not paid yet. By card by default. */
  readonly payment?: PaymentSource | null
  readonly teamMemberId?: string
  /** The moment of the sale where it was taken without a network: its order is that old, its payment is new. */
  readonly soldMs?: number
}

export interface Placed {
  readonly orderId: string
  readonly paymentId: string | null
}

/** Places an order now, and pays it. Only what no point of sale took is reported as an order. */
export function placeOrder(merchant: FakeMerchant, order: NewOrder): Placed {
  const { locationId, isPointOfSale = false, soldMs, payment = 'CARD' } = order
  const content: OrderContent = { ...order, isPointOfSale, currency: currencyAt(merchant, locationId) }
  const now = merchant.now()
  const id = order.id ?? merchant.newId()
  merchant.orders.put({
    id,
    locationId,
    state: 'OPEN',
    createdMs: soldMs ?? now,
    updatedMs: now,
    rest: orderMembers(content, { due: amountsOf(content).total, tenders: [] }),
  })
  if (!isPointOfSale) report(merchant, id, 'order.created')
  return { orderId: id, paymentId: payment === null ? null : payOrder(merchant, id, payment, order) }
}

/**
 * Pays what is due of an order, or an amount of it (in the smallest unit). Returns the payment's id. What is paid wholly is
 * completed, but for a fulfillment that is under way.
 */
export function payOrder(
  merchant: FakeMerchant,
  orderId: string,
  source: PaymentSource = 'CARD',
  { amount, teamMemberId, soldMs }: Pick<NewOrder, 'teamMemberId' | 'soldMs'> & { readonly amount?: number } = {},
): string {
  const order = orderOf(merchant, orderId)
  const rest = restOf(order) as OrderRest
  const { tenders = [], net_amount_due_money: due } = rest
  const content = {
    id: merchant.newId(),
    orderId,
    locationId: order.locationId ?? '',
    currency: due.currency,
    source,
    ...sharesOf(rest, amount ?? due.amount),
    createdMs: merchant.now(),
    ...(typeof rest.customer_id === 'string' && { customerId: rest.customer_id }),
    ...(teamMemberId !== undefined && { teamMemberId }),
    ...(soldMs !== undefined && { offlineMs: soldMs }),
  }
  const { id, locationId, createdMs } = content
  const times = { createdMs, updatedMs: createdMs }
  merchant.payments.put({ id, locationId, state: 'COMPLETED', ...times, rest: paymentMembers(content) })
  reportPayment(merchant, id, 'payment.created')
  const left = due.amount - content.amount - content.tip
  changeOrder(merchant, orderId, {
    ...(left === 0 && rest.fulfillments === undefined && { state: 'COMPLETED' }),
    tenders: [...tenders, tenderMembers(content)],
    net_amount_due_money: money(left, due.currency),
  })
  return id
}

interface OrderRest extends Members {
  readonly net_amount_due_money: Money
  readonly total_tip_money: Money
  readonly tenders?: readonly Members[]
}

/** Divides a payment: the first one of an order holds the tip. */
function sharesOf({ total_tip_money, tenders = [] }: OrderRest, paid: number): { amount: number; tip: number } {
  const tip = tenders.length === 0 ? Math.min(total_tip_money.amount, paid) : 0
  return { amount: paid - tip, tip }
}

/** Changes an order now, as `UpdateOrder` does: with its version, where it has one. */
export function changeOrder(
  merchant: FakeMerchant,
  orderId: string,
  { state, ...members }: Members & { readonly state?: 'OPEN' | 'COMPLETED' | 'CANCELED' },
): void {
  const order = orderOf(merchant, orderId)
  const before = restOf(order)
  const now = merchant.now()
  const isClosed = state === 'COMPLETED' || state === 'CANCELED'
  merchant.orders.put({
    ...order,
    ...(state !== undefined && { state }),
    ...(isClosed && { closedMs: now }),
    updatedMs: now,
    rest: { ...before, ...members, ...(typeof before.version === 'number' && { version: before.version + 1 }) },
  })
  // Orders of a point of sale are reported by their payments alone.
  if (before.version !== undefined) report(merchant, orderId, 'order.updated')
}

/** Moves an order's fulfillments on; COMPLETED and CANCELED close the order. */
export function fulfilOrder(merchant: FakeMerchant, orderId: string, state: string): void {
  const { fulfillments } = restOf(orderOf(merchant, orderId)) as { fulfillments?: readonly Members[] }
  if (fulfillments === undefined) throw new RangeError(`The order ${orderId} has no fulfillment.`)
  const moved = fulfillments.map((fulfillment) => ({ ...fulfillment, state }))
  const isEnd = state === 'COMPLETED' || state === 'CANCELED'
  changeOrder(merchant, orderId, { fulfillments: moved, ...(isEnd && { state }) })
  const update = fulfillments.map(({ uid, state: old }) => ({ fulfillment_uid: uid, old_state: old, new_state: state }))
  report(merchant, orderId, 'order.fulfillment.updated', { fulfillment_update: update })
}

/** Changes a payment now: its status, or other members. */
export function changePayment(
  merchant: FakeMerchant,
  paymentId: string,
  { status, ...members }: Members & { readonly status?: string },
): void {
  const payment = merchant.payments.get(paymentId)
  if (payment === undefined) throw new RangeError(`There is no payment ${paymentId}.`)
  const state = status ?? payment.state ?? ''
  merchant.payments.put({
    ...payment,
    state,
    updatedMs: merchant.now(),
    rest: { ...restOf(payment), ...members },
  })
  reportPayment(merchant, paymentId, 'payment.updated')
}

function orderOf(merchant: FakeMerchant, orderId: string): FakeRecord {
  const order = merchant.orders.get(orderId)
  if (order === undefined) throw new RangeError(`There is no order ${orderId}.`)
  return order
}

function currencyAt(merchant: FakeMerchant, locationId: string): string {
  const location = merchant.locations.get(locationId)
  if (location === undefined) throw new RangeError(`There is no location ${locationId}.`)
  return String(location.currency)
}

/** Reports an order with hardly more than its id, as the original does. */
function report(merchant: FakeMerchant, orderId: string, type: string, more: Members = {}): void {
  const order = orderOf(merchant, orderId)
  const { locationId, state, createdMs, updatedMs } = order
  const name = type.replaceAll('.', '_')
  const object = {
    order_id: orderId,
    version: restOf(order).version,
    location_id: locationId,
    state,
    created_at: timeText(createdMs),
    ...(type !== 'order.created' && { updated_at: timeText(updatedMs) }),
    ...more,
  }
  merchant.events.add(type, { type: name, id: orderId, object: { [name]: object } }, locationId)
}

function reportPayment(merchant: FakeMerchant, id: string, type: string): void {
  const payment = merchant.payments.get(id)
  if (payment === undefined) return
  const object = { payment: shown(payment, 'status') }
  merchant.events.add(type, { type: 'payment', id, object }, payment.locationId)
}
