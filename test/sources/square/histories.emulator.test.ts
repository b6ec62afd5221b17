import fc from 'fast-check'
import { expect } from 'vitest'

import { createReportFeed } from '../../../functions/src/cache/feed.ts'
import { cacheOf } from '../../../functions/src/cache/paths.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import type { Pipeline } from '../../../functions/src/model/pipeline.ts'
import { sourceIdOf } from '../../../functions/src/model/stream.ts'
import { squarePipelines } from '../../../functions/src/sources/square/pipelines.ts'
import type { SyncContext } from '../../../functions/src/sync/context.ts'
import { requestFullRun } from '../../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../../functions/src/sync/full/runFull.ts'
import { linksOf } from '../../../functions/src/sync/links.ts'
import { syncAll } from '../../../functions/src/sync/syncAll.ts'
import { FakeSquare } from '../../../tools/fakes/square/fakeSquare.ts'
import type { Fault } from '../../../tools/fakes/square/faults.ts'
import type { FakeMerchant } from '../../../tools/fakes/square/merchant.ts'
import { refundPayment, settleRefund } from '../../../tools/fakes/square/trade/refunding.ts'
import { changeOrder, placeOrder } from '../../../tools/fakes/square/trade/trade.ts'
import { dyingAt } from '../../harness/crashes.ts'
import type { Faults } from '../../harness/firestore.ts'
import { playHistories } from '../../harness/histories.ts'
import { stampedBy } from '../../harness/reportTimes.ts'
import { Shop } from '../../harness/shop.ts'
import { app } from './connected.ts'

/* A merchant whose orders, refunds and catalog change while they are read, through all that can go wrong. */

const faults: readonly Fault[] = [
  { kind: 'throttle', retryAfter: 1 },
  { kind: 'html', status: 502 },
  { kind: 'reset' },
  { kind: 'truncate' },
  { kind: 'error', status: 500 },
  { kind: 'error', status: 200, code: 'TEMPORARY_ERROR' },
  { kind: 'deadCursor' },
  { kind: 'lostCursor' },
  { kind: 'repeatedRow' },
  { kind: 'ignoredSort' },
]
const locations = ['L0', 'L1', 'L2'] as const
const copied: readonly string[] = ['orders', 'refunds', 'catalogVariations']

/** A merchant, and the pipelines that copy it. */
class Vendor {
  readonly shop: Shop
  readonly fake: FakeSquare
  readonly merchant: FakeMerchant
  readonly fullRuns = new Set<string>()
  readonly payments: string[] = []
  readonly pending: string[] = []
  readonly #token: string

  private constructor(fake: FakeSquare, shop: Shop) {
    this.shop = shop
    this.fake = fake
    this.merchant = fake.addMerchant({ id: 'ML1' })
    for (const id of locations) this.merchant.putLocation(id)
    this.#token = fake.authorizations.grant(this.merchant.id).accessToken
  }

  /** Starts the vendor, which goes by the clock of the shop's database and shows what happens four seconds late. */
  static async start(): Promise<Vendor> {
    const shop = new Shop({ settings: { pageSize: 20, fullPageSize: 40, fullRunEveryMs: 168 * 3_600_000 } })
    shop.stopClock()
    const vendor = new Vendor(await FakeSquare.start({ app, now: () => shop.now().toMillis() }), shop)
    vendor.merchant.lagMs = 4_000
    return vendor
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

  contexts(given: Faults = {}): SyncContext[] {
    const { context } = this.shop.worker(stampedBy(this.shop, given))
    const clock = { ...context.clock, serverNow: () => instantFromMs(this.shop.now().toMillis()) }
    const config = {
      merchants: [this.merchant.id],
      appId: null,
      apiUrl: this.fake.url,
      callsAtOnce: 3,
      statusMap: {},
      webhookUrl: 'https://tea.example/webhooks/square',
    }
    const all: readonly Pipeline[] = squarePipelines(config, {
      fetch,
      clock,
      secretOf: () => this.#token,
      accessOf: () => {
        throw new Error('A token of its own needs no connection.')
      },
      feedOf: (pipeline, identity) => createReportFeed(context.db, pipeline, identity),
    }).filter(({ stream }) => copied.includes(stream.name))
    return all.map((pipeline) => ({
      ...context,
      ...pipeline,
      ...linksOf(context.db, pipeline, all),
      enqueueFullRun: async (id) => {
        this.fullRuns.add(id)
      },
    }))
  }

  async sync(given?: Faults): Promise<void> {
    this.shop.pass(10_000)
    await syncAll(this.contexts(given))
    await this.drain(given)
  }

  async fullRun(stream: string, given?: Faults): Promise<void> {
    this.shop.pass(10_000)
    const context = this.contexts(given).find(({ id }) => id.endsWith(`.${stream}`))
    if (context === undefined) throw new Error(`There is no ${stream}.`)
    await requestFullRun(context, { maxDeletes: 100 })
    await this.drain(given)
  }

  async drain(given?: Faults): Promise<void> {
    for (const id of this.fullRuns) {
      this.fullRuns.delete(id)
      const context = this.contexts(given).find((one) => one.id === id)
      // A task that fails in a passing way is tried again by its queue.
      if (context !== undefined) await runFullTask(context).catch(() => this.fullRuns.add(id))
      if (given !== undefined) return
    }
  }

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

const kinds = ['sell', 'refund', 'settle', 'note', 'put', 'remove', 'sync', 'full', 'fail', 'die', 'move'] as const

playHistories<readonly { readonly kind: (typeof kinds)[number]; readonly n: number; readonly m: number }[]>(
  {
    kind: 'any history of a merchant’s orders, refunds and catalog, faults and crashes is copied by a sync',
    all: 80,
    few: 4,
    timeoutMs: 600_000,
    history: fc.array(fc.record({ kind: fc.constantFrom(...kinds), n: fc.nat(60), m: fc.nat(11) }), {
      minLength: 6,
      maxLength: 16,
    }),
  },
  async (steps) => {
    const vendor = await Vendor.start()
    const { fake, shop } = vendor
    for (let n = 0; n < 40; n++) vendor.sell(n)
    for (let n = 0; n < 12; n++) vendor.putVariation(n)
    shop.pass(5_000)
    for (let n = 0; n < 3; n++) await vendor.sync()
    await vendor.expectSame()
    for (const { kind, n, m } of steps) {
      shop.pass(m * 60_000)
      if (kind === 'sell') for (let i = 0; i < 5; i++) vendor.sell(n + i)
      else if (kind === 'refund') vendor.refund(n)
      else if (kind === 'settle') vendor.settle(n)
      else if (kind === 'note') for (let i = 0; i < 5; i++) vendor.note(n + i)
      else if (kind === 'put') vendor.putVariation(n % 15)
      else if (kind === 'remove') vendor.merchant.catalog.remove(`V${n % 12}`)
      else if (kind === 'sync') await vendor.sync()
      else if (kind === 'full') await vendor.fullRun(copied[m % copied.length] ?? 'orders')
      else if (kind === 'move') {
        // Orders change while their pages are read.
        let left = 3
        fake.beforeAnswer = ({ path }) => {
          if (left <= 0 || !path.endsWith('/orders/search')) return
          left -= 1
          shop.pass(1_000)
          vendor.note(n + left)
        }
        await (m % 2 === 0 ? vendor.sync() : vendor.fullRun('orders'))
        fake.beforeAnswer = () => {}
      } else if (kind === 'fail') {
        for (let i = 0; i <= m % 4; i++) fake.faults.next(faults[(n + i) % faults.length] ?? { kind: 'reset' })
        await (m < 6 ? vendor.sync() : vendor.fullRun(copied[n % copied.length] ?? 'orders'))
        fake.faults.clear()
      } else {
        const faulty = dyingAt(1 + (n % 8), m % 2 === 0 ? 'before' : 'after')
        await (m < 6 ? vendor.sync(faulty) : vendor.fullRun('orders', faulty)).catch(() => undefined)
        shop.pass(3_600_000)
      }
    }
    shop.pass(3_600_000)
    await vendor.drain()
    for (let again = 0; again < 3; again++) await vendor.sync()
    await vendor.expectSame()
    await fake.stop()
  },
)
