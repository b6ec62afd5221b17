import type { FakeEvent } from '../../fakes/square/events.ts'
import type { FakeSquare } from '../../fakes/square/fakeSquare.ts'
import type { FakeMerchant } from '../../fakes/square/merchant.ts'
import { restOf } from '../../fakes/square/records.ts'
import type { MerchantFilling } from '../../fakes/square/sample/filling.ts'
import { advanceSampleOrder, placeSampleOrder } from '../../fakes/square/sample/sampleMerchant.ts'
import { refundPayment, settleRefund } from '../../fakes/square/trade/refunding.ts'
import { randomFrom, type Random } from '../../samples/random.ts'
import type { Trades } from '../trade.ts'
import { goOnTrading, pickNewest, type Trade } from '../vendorTrade.ts'
import { changePrice, changeStock } from './goods.ts'

/** A merchant at the local stand-in for Square, and what it was filled with. */
export interface VendorMerchant {
  readonly merchant: FakeMerchant
  readonly filling: MerchantFilling
}

/** The kinds of trade, each as often as it is to come: new orders, orders that move on, refunds, stock and prices. */
const tradeKinds = [
  { name: 'new', weight: 40 },
  { name: 'moved', weight: 30 },
  { name: 'refund', weight: 12 },
  { name: 'stock', weight: 15 },
  { name: 'price', weight: 3 },
] as const

/** Lets the merchant trade, and the vendor send webhooks of each trade, until aborted; then throws the abort's reason. */
export function tradeAtMerchant(
  fake: FakeSquare,
  { merchant, filling }: VendorMerchant,
  trades: Trades,
  aborted: AbortSignal,
): Promise<never> {
  const random = randomFrom(filling.seed)
  const trader = new Trader({ merchant, filling }, random)
  const tell = async ({ events }: MerchantTrade): Promise<readonly (number | null)[]> => {
    const statuses: (number | null)[] = []
    for (const event of events) statuses.push(await fake.sendWebhook(merchant, event))
    return statuses
  }
  return goOnTrading({ trade: () => trader.trade(), tell }, random, trades, aborted)
}

/** A trade of the merchant, and the events by which the vendor tells it. */
interface MerchantTrade extends Trade {
  readonly events: readonly FakeEvent[]
}

/** The merchant's trading: sales, orders that move on, and now and then a refund, a count of goods or a new price. */
export class Trader {
  readonly #merchant: FakeMerchant
  readonly #filling: MerchantFilling
  readonly #random: Random
  /** Refunds that are pending, by their ids, with the orders that they made. */
  readonly #pending = new Map<string, string>()

  constructor({ merchant, filling }: VendorMerchant, random: Random) {
    this.#merchant = merchant
    this.#filling = filling
    this.#random = random
  }

  trade(): MerchantTrade {
    const { all } = this.#merchant.events
    const before = all.length
    const done = this.#done()
    return { ...done, events: all.slice(before) }
  }

  #done(): Trade {
    switch (this.#random.weighted(tradeKinds).name) {
      case 'new':
        return this.#place()
      case 'moved':
        return this.#advance() ?? this.#place()
      case 'refund':
        return this.#settle() ?? this.#refund() ?? this.#place()
      case 'stock':
        changeStock(this.#merchant, this.#random)
        return { orderId: null, isNew: false }
      case 'price':
        changePrice(this.#merchant, this.#random)
        return { orderId: null, isNew: false }
    }
  }

  #place(): Trade {
    return { orderId: placeSampleOrder(this.#merchant, this.#filling).orderId, isNew: true }
  }

  /** Moves an order on that is to be fulfilled; null where there is none. */
  #advance(): Trade | null {
    const { orders } = this.#merchant
    const open = [...orders.ids()].filter((id) => {
      const order = orders.get(id)
      return order?.state === 'OPEN' && restOf(order).fulfillments !== undefined
    })
    const orderId = pickNewest(this.#random, open)
    if (orderId === null) return null
    advanceSampleOrder(this.#merchant, orderId, this.#random)
    return { orderId, isNew: false }
  }

  /** Completes the refund that is pending, or now and then rejects it; null where there is none. */
  #settle(): Trade | null {
    const [pending] = this.#pending
    if (pending === undefined) return null
    const [refundId, orderId] = pending
    this.#pending.delete(refundId)
    settleRefund(this.#merchant, refundId, this.#random.chance(0.9) ? 'COMPLETED' : 'REJECTED')
    return { orderId, isNew: false }
  }

  /** Asks for one of the newest payments to be refunded, which makes an order; null where there is none. */
  #refund(): Trade | null {
    const { payments } = this.#merchant
    const paid = [...payments.ids()].filter((id) => {
      const payment = payments.get(id)
      return payment?.state === 'COMPLETED' && restOf(payment).refund_ids === undefined
    })
    const paymentId = pickNewest(this.#random, paid)
    if (paymentId === null) return null
    const { refundId, orderId } = refundPayment(this.#merchant, paymentId)
    this.#pending.set(refundId, orderId)
    return { orderId, isNew: true }
  }
}
