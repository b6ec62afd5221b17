import { expect } from 'vitest'

import { createReportFeed } from '../../../functions/src/cache/feed.ts'
import { cacheOf } from '../../../functions/src/cache/paths.ts'
import type { Pipeline } from '../../../functions/src/model/pipeline.ts'
import { sourceIdOf } from '../../../functions/src/model/stream.ts'
import { squarePipelines } from '../../../functions/src/sources/square/pipelines.ts'
import { FakeSquare } from '../../../tools/fakes/square/fakeSquare.ts'
import type { FakeMerchant } from '../../../tools/fakes/square/merchant.ts'
import { refundPayment, settleRefund } from '../../../tools/fakes/square/trade/refunding.ts'
import { changeOrder, placeOrder } from '../../../tools/fakes/square/trade/trade.ts'
import { stoppedShop, type SyncProcess } from '../../harness/pipelines.ts'
import type { Shop } from '../../harness/shop.ts'
import { RetriedPipelines } from '../vendor/retriedPipelines.ts'
import { app } from './connected.ts'

const locations = ['L0', 'L1', 'L2'] as const
export const copied = ['square.ML1.orders', 'square.ML1.refunds', 'square.ML1.catalogVariations'] as const
type Name = (typeof copied)[number]

/** A merchant whose orders, refunds and catalog change, and the pipelines that copy them. */
export class ChangingMerchant extends RetriedPipelines<Name> {
  readonly fake: FakeSquare
  readonly merchant: FakeMerchant
  readonly payments: string[] = []
  readonly pending: string[] = []
  readonly #token: string

  private constructor(fake: FakeSquare, shop: Shop) {
    super(shop)
    this.fake = fake
    this.merchant = fake.addMerchant({ id: 'ML1' })
    this.merchant.lagMs = 4_000
    for (const id of locations) this.merchant.putLocation(id)
    this.#token = fake.authorizations.grant(this.merchant.id).accessToken
  }

  /** Starts the vendor, which shows what happens four seconds late. */
  static async start(): Promise<ChangingMerchant> {
    const shop = stoppedShop({ pageSize: 20, fullPageSize: 40 })
    return new ChangingMerchant(await FakeSquare.start({ app, now: () => shop.now().toMillis() }), shop)
  }

  sell(n: number): void {
    const locationId = locations[n % locations.length] ?? ''
    const lines = [{ name: 'Tea', quantity: '1', price: 2_000 }]
    const { paymentId } = placeOrder(this.merchant, { locationId, lines, isPointOfSale: n % 2 === 0 })
    if (paymentId !== null) this.payments.push(paymentId)
  }

  /** Refunds the whole of a payment, once. */
  refund(n: number): void {
    const [paymentId] = this.payments.splice(n % this.payments.length, 1)
    if (paymentId !== undefined) this.pending.push(refundPayment(this.merchant, paymentId).refundId)
  }

  settle(n: number): void {
    const refundId = this.pending.shift()
    if (refundId !== undefined) settleRefund(this.merchant, refundId, n % 3 === 0 ? 'REJECTED' : 'COMPLETED')
  }

  /** Changes an order of those that were sold: those of refunds belong to the vendor. */
  note(n: number): void {
    const sold = [...this.merchant.orders.ids()].filter((id) => this.#isSale(id))
    const id = sold[n % sold.length]
    if (id !== undefined) changeOrder(this.merchant, id, { ticket_name: `Table ${n}` })
  }

  putVariation(n: number): void {
    this.merchant.catalog.put('ITEM_VARIATION', `V${n}`, {
      item_id: 'none',
      name: `Variation ${this.shop.now().toMillis()}`,
    })
  }

  protected override pipelinesIn({ db, clock }: SyncProcess): readonly Pipeline[] {
    return squarePipelines(
      {
        merchants: [this.merchant.id],
        appId: null,
        apiUrl: this.fake.url,
        callsAtOnce: 3,
        statusMap: {},
        webhookUrl: 'https://tea.example/webhooks/square',
      },
      {
        fetch,
        clock,
        secretOf: () => this.#token,
        accessOf: () => {
          throw new Error('A token of its own needs no connection.')
        },
        feedOf: (pipeline, identity) => createReportFeed(db, pipeline, identity),
      },
    ).filter(({ id }) => copied.some((name) => name === id))
  }

  /** Holds the cache against what the merchant has. */
  async expectSame(): Promise<void> {
    const refunds = [...this.merchant.refunds.ids()].flatMap((id) => this.merchant.refunds.get(id) ?? [])
    const paidBack = new Set(refunds.flatMap(({ state, rest }) => (state === 'COMPLETED' ? this.#soldBy(rest) : [])))
    const expected = [...this.merchant.orders.ids()].map((id) => {
      const isKept = this.#isSale(id) && !paidBack.has(id)
      return [id, isKept ? 'completed' : 'refunded']
    })
    expect(await this.#cached('orders', 'status')).toEqual(Object.fromEntries(expected))
    expect(await this.#cached('refunds', 'status')).toEqual(
      Object.fromEntries(refunds.map(({ id, state }) => [id, state])),
    )
    const variations = [...this.merchant.catalog.objects.values()].filter(({ isDeleted }) => !isDeleted)
    const names = variations.map(({ id, data }) => [id, data.name])
    expect(await this.#cached('catalogVariations', 'name')).toEqual(Object.fromEntries(names))
  }

  #membersOf(rest: object | (() => object)): Readonly<Record<string, unknown>> {
    return { ...(typeof rest === 'function' ? rest() : rest) }
  }

  #soldBy(rest: object | (() => object)): string[] {
    const payment = this.merchant.payments.get(String(this.#membersOf(rest).payment_id))
    return payment === undefined ? [] : [String(this.#membersOf(payment.rest).order_id)]
  }

  #isSale(id: string): boolean {
    const order = this.merchant.orders.get(id)
    return order !== undefined && this.#membersOf(order.rest).total_money !== undefined
  }

  async #cached(stream: string, field: string): Promise<Record<string, unknown>> {
    const { docs } = await this.shop.db.collection(cacheOf(`square.${stream}`).documents).get()
    return Object.fromEntries(docs.map((document) => [sourceIdOf(document.id), document.get(field) as unknown]))
  }
}
