import type { FakeTikTokShop } from '../../fakes/tiktokShop/fakeTikTokShop.ts'
import {
  advanceOrder,
  askForReturn,
  completeReturn,
  hasReturn,
  placeOrder,
  type SampleFilling,
} from '../../fakes/tiktokShop/sampleShop.ts'
import type { FakeShop } from '../../fakes/tiktokShop/shop.ts'
import { orderStatusData, type Webhook } from '../../fakes/tiktokShop/webhooks.ts'
import { randomFrom, type Random } from '../../samples/random.ts'
import type { Trades } from '../trade.ts'
import { goOnTrading, pickNewest, type Trade } from '../vendorTrade.ts'

/** A shop at the local stand-in for TikTok Shop, and what it was filled with. */
export interface VendorShop {
  readonly shop: FakeShop
  readonly filling: SampleFilling
}

/** The vendor's numbers of what its webhooks tell. */
const webhookTypes = { order: 1, return: 12 } as const

/** The kinds of trade, each as often as it is to come: new orders, orders that move on, returns. */
const tradeKinds = [
  { name: 'new', weight: 40 },
  { name: 'moved', weight: 50 },
  { name: 'return', weight: 10 },
] as const
const underWay = ['UNPAID', 'ON_HOLD', 'AWAITING_SHIPMENT', 'IN_TRANSIT', 'DELIVERED']
const arrived = ['DELIVERED', 'COMPLETED']

/** Lets the shops trade, and the vendor send a webhook for each trade, until aborted; then throws the abort's reason. */
export function tradeAtShops(
  fake: FakeTikTokShop,
  shops: readonly VendorShop[],
  trades: Trades,
  aborted: AbortSignal,
): Promise<never> {
  const random = randomFrom(shops.reduce((sum, { filling }) => sum + filling.seed, 0))
  const traders = shops.map((one) => new Trader(one, random))
  const trade = (nowMs: number): ShopTrade => random.pick(traders).trade(nowMs)
  const tell = async ({ webhook }: ShopTrade): Promise<readonly (number | null)[]> => [await fake.sendWebhook(webhook)]
  return goOnTrading({ trade, tell }, random, trades, aborted)
}

/** A trade of a shop, and the webhook by which the vendor tells it. */
interface ShopTrade extends Trade {
  readonly orderId: string
  readonly webhook: Webhook
}

/** One shop's trading: new orders, orders that move on, and now and then a return. */
export class Trader {
  readonly #shop: VendorShop['shop']
  readonly #filling: VendorShop['filling']
  readonly #random: Random
  /** Returns that were asked for, by their ids, with their orders. */
  readonly #asked = new Map<string, string>()

  constructor({ shop, filling }: VendorShop, random: Random) {
    this.#shop = shop
    this.#filling = filling
    this.#random = random
  }

  trade(nowMs: number): ShopTrade {
    const kind = this.#random.weighted(tradeKinds)
    if (kind.name === 'new') return this.#place(nowMs)
    return (kind.name === 'return' ? this.#moveReturn(nowMs) : null) ?? this.#advance(nowMs)
  }

  #place(nowMs: number): ShopTrade {
    return this.#ofOrder(placeOrder(this.#shop, this.#filling, nowMs), true)
  }

  /** Moves an order on; places one where none is under way. */
  #advance(nowMs: number): ShopTrade {
    const id = this.#newest((_id, status) => underWay.includes(status))
    if (id === null) return this.#place(nowMs)
    advanceOrder(this.#shop, id, this.#random, nowMs)
    return this.#ofOrder(id, false)
  }

  /** Completes the return that was asked for, else asks for one; null where no order can be returned. */
  #moveReturn(nowMs: number): ShopTrade | null {
    const [asked] = this.#asked
    if (asked !== undefined) {
      const [returnId, orderId] = asked
      this.#asked.delete(returnId)
      completeReturn(this.#shop, returnId, nowMs)
      return this.#ofReturn(returnId, orderId)
    }
    const orderId = this.#newest((id, status) => arrived.includes(status) && !hasReturn(this.#shop, id, this.#filling))
    if (orderId === null) return null
    const returnId = askForReturn(this.#shop, orderId, this.#filling, nowMs)
    this.#asked.set(returnId, orderId)
    return this.#ofReturn(returnId, orderId)
  }

  /** One of the newest orders that can be traded; null where there is none. */
  #newest(isTradable: (id: string, status: string) => boolean): string | null {
    const { orders } = this.#shop
    const found = [...orders.ids()].filter((id) => isTradable(id, orders.get(id)?.status ?? ''))
    return pickNewest(this.#random, found)
  }

  #ofOrder(orderId: string, isNew: boolean): ShopTrade {
    const order = this.#shop.orders.get(orderId)
    if (order === undefined) throw new Error('An order that was just written is there.')
    const webhook = { type: webhookTypes.order, shopId: this.#shop.id, data: orderStatusData(order) }
    return { orderId, isNew, webhook }
  }

  #ofReturn(returnId: string, orderId: string): ShopTrade {
    const { status, update_time } = this.#shop.returns.get(returnId) ?? {}
    const data = { order_id: orderId, return_id: returnId, return_status: status, update_time }
    return { orderId, isNew: false, webhook: { type: webhookTypes.return, shopId: this.#shop.id, data } }
  }
}
