import { randomFrom, type Random } from '../../../samples/random.ts'
import { orderTimes } from '../../../samples/times.ts'
import type { FakeMerchant } from '../merchant.ts'
import { restOf, type FakeRecord, type Members } from '../records.ts'
import { idOf } from '../ids.ts'
import { money } from '../trade/money.ts'
import { amountsOf, orderMembers, type OrderContent } from '../trade/order.ts'
import { paymentMembers, tenderMembers, type PaymentContent } from '../trade/payment.ts'
import type { RefundContent, RefundStatus } from '../trade/refund.ts'
import { refundPayment, refundRecords, settleRefund } from '../trade/refunding.ts'
import { changeOrder, fulfilOrder, placeOrder, type Placed } from '../trade/trade.ts'
import { putCatalog } from './catalog.ts'
import type { MerchantFilling } from './filling.ts'
import { locationIdAt, putLocations } from './locations.ts'
import { putPeople, sellerAt } from './people.ts'
import { contentOf, saleAt, type Sale } from './sale.ts'

/**
 * Fills a merchant with locations, a catalog, people, and the sales of two years with their payments and refunds. What an order or a
 * payment says is made when it is asked for, so that a merchant of hundreds of thousands takes little room.
 */
export function fillMerchant(merchant: FakeMerchant, filling: MerchantFilling): void {
  putLocations(merchant, filling)
  putPeople(merchant, filling)
  putCatalog(merchant, filling)
  const [orders, payments, refunds]: [FakeRecord[], FakeRecord[], FakeRecord[]] = [[], [], []]
  orderTimes(randomFrom(filling.seed), filling.count, filling.now).forEach((time, n) => {
    const sale = saleAt(n, time, filling)
    orders.push(orderOf(sale, filling))
    if (isPaid(sale)) payments.push(paymentOf(sale, filling))
    if (sale.status !== 'REFUNDED') return
    const { refund, order } = refundRecords(refundOf(sale, filling), refundStatusOf(sale), sale.sinceMs)
    refunds.push(refund)
    orders.push(order)
  })
  merchant.orders.putAll(orders)
  merchant.payments.putAll(payments)
  merchant.refunds.putAll(refunds)
}

/** Another sale is made now, at the counter or online. */
export function placeSampleOrder(merchant: FakeMerchant, filling: MerchantFilling): Placed {
  const n = merchant.orders.size
  const sale = saleAt(n, merchant.now(), { ...filling, now: merchant.now() })
  const content = contentOf({ ...sale, status: 'PENDING' }, filling)
  const { locationId, payment } = { locationId: locationIdAt(sale.location), payment: sale.source }
  return placeOrder(merchant, { ...content, locationId, payment, teamMemberId: sellerAt(sale.location, n) })
}

/** An order moves on in its life, now: it is fulfilled or cancelled, and one that is completed is refunded or only touched. */
export function advanceSampleOrder(merchant: FakeMerchant, orderId: string, random: Random): void {
  const order = merchant.orders.get(orderId)
  if (order === undefined) return
  const { tenders = [], fulfillments = [] } = restOf(order) as Readonly<Record<string, readonly Members[] | undefined>>
  if (order.state === 'OPEN' && fulfillments.length > 0) {
    const isPrepared = fulfillments[0]?.state === 'PREPARED'
    return fulfilOrder(merchant, orderId, random.chance(0.05) ? 'CANCELED' : isPrepared ? 'COMPLETED' : 'PREPARED')
  }
  const paymentId = tenders[0]?.payment_id
  const payment = typeof paymentId === 'string' ? merchant.payments.get(paymentId) : undefined
  if (payment === undefined || restOf(payment).refund_ids !== undefined || random.chance(0.5)) {
    return changeOrder(merchant, orderId, {})
  }
  const { refundId } = refundPayment(merchant, payment.id)
  settleRefund(merchant, refundId, random.chance(0.9) ? 'COMPLETED' : 'REJECTED')
}

const isPaid = ({ status }: Sale): boolean => status !== 'PENDING' && status !== 'ON_HOLD'

/** Most refunds succeed; some fail. */
function refundStatusOf({ n }: Sale): RefundStatus {
  if (n % 25 === 0) return 'FAILED'
  if (n % 25 === 1) return 'REJECTED'
  return n % 25 === 2 ? 'PENDING' : 'COMPLETED'
}

function orderOf(sale: Sale, filling: MerchantFilling): FakeRecord {
  const { orderId, location, placedMs, sinceMs, status } = sale
  const isClosed = ['DELIVERED', 'COMPLETED', 'CANCELLED', 'REFUNDED'].includes(status)
  const state = status === 'CANCELLED' ? 'CANCELED' : isClosed ? 'COMPLETED' : 'OPEN'
  // A refund leaves the order as it was.
  const updatedMs = status === 'REFUNDED' ? placedMs : sinceMs
  return {
    id: orderId,
    locationId: locationIdAt(location),
    state,
    createdMs: placedMs,
    updatedMs,
    ...(isClosed && { closedMs: updatedMs }),
    rest: () => {
      const content = contentOf(sale, filling)
      if (!isPaid(sale)) return orderMembers(content, { due: amountsOf(content).total, tenders: [] })
      return orderMembers(content, { due: 0, tenders: [tenderMembers(payingFor(sale, content))] })
    },
  }
}

function paymentOf(sale: Sale, filling: MerchantFilling): FakeRecord {
  const { paymentId, location, placedMs, sinceMs, status } = sale
  return {
    id: paymentId,
    locationId: locationIdAt(location),
    state: status === 'CANCELLED' ? 'CANCELED' : 'COMPLETED',
    createdMs: placedMs,
    updatedMs: status === 'CANCELLED' || status === 'REFUNDED' ? sinceMs : placedMs,
    rest: () => {
      const members = paymentMembers(payingFor(sale, contentOf(sale, filling)))
      if (status !== 'REFUNDED') return members
      const { id, amount, currency } = refundOf(sale, filling)
      const isRefunded = refundStatusOf(sale) === 'COMPLETED'
      return { ...members, refund_ids: [id], ...(isRefunded && { refunded_money: money(amount, currency) }) }
    },
  }
}

function payingFor(sale: Sale, content: OrderContent): PaymentContent {
  const { n, orderId, paymentId, location, placedMs, source, isPointOfSale } = sale
  const { total, tip } = amountsOf(content)
  return {
    id: paymentId,
    orderId,
    locationId: locationIdAt(location),
    currency: content.currency,
    source,
    amount: total - tip,
    tip,
    createdMs: placedMs,
    ...(content.customerId !== undefined && { customerId: content.customerId }),
    ...(isPointOfSale && { teamMemberId: sellerAt(location, n) }),
  }
}

/** The refund of a sale: of all of it, or of every fourth one of a half. */
function refundOf(sale: Sale, filling: MerchantFilling): RefundContent {
  const { n, orderId, paymentId, location, sinceMs, source } = sale
  const content = contentOf(sale, filling)
  const { total } = amountsOf(content)
  const id = `${paymentId}_${idOf(`${paymentId} refund`)}`
  return {
    id,
    orderId: idOf(`${id} order`),
    sourceOrderId: orderId,
    paymentId,
    locationId: locationIdAt(location),
    currency: content.currency,
    source,
    amount: n % 4 === 0 ? Math.floor(total / 2) : total,
    reason: 'Does not fit',
    createdMs: sinceMs,
  }
}
