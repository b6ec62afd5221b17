import fc from 'fast-check'
import { expect } from 'vitest'

import { reportWrite } from '../../../functions/src/cache/feed.ts'
import { cacheOf, reportRef } from '../../../functions/src/cache/paths.ts'
import { createReportFeed } from '../../../functions/src/cache/feed.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import type { Pipeline } from '../../../functions/src/model/pipeline.ts'
import { sourceIdOf } from '../../../functions/src/model/stream.ts'
import { tiktokShopPipelines } from '../../../functions/src/sources/tiktokShop/pipelines.ts'
import type { SyncContext } from '../../../functions/src/sync/context.ts'
import { requestFullRun } from '../../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../../functions/src/sync/full/runFull.ts'
import { linksOf } from '../../../functions/src/sync/links.ts'
import { syncAll } from '../../../functions/src/sync/syncAll.ts'
import { syncPipeline } from '../../../functions/src/sync/syncPipeline.ts'
import type { Grant } from '../../../tools/fakes/tiktokShop/authorizations.ts'
import { FakeTikTokShop } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { Fault } from '../../../tools/fakes/tiktokShop/faults.ts'
import type { FakeShop } from '../../../tools/fakes/tiktokShop/shop.ts'
import { dyingAt } from '../../harness/crashes.ts'
import type { Faults } from '../../harness/firestore.ts'
import { playHistories } from '../../harness/histories.ts'
import { stampedBy } from '../../harness/reportTimes.ts'
import { Shop } from '../../harness/shop.ts'
import { app } from './connected.ts'

/* A vendor's shop whose orders and returns come, change and move while they are read, through all that can go wrong. */

const statuses = ['UNPAID', 'AWAITING_SHIPMENT', 'IN_TRANSIT', 'DELIVERED', 'COMPLETED', 'CANCELLED'] as const
const faults: readonly Fault[] = [
  { kind: 'throttle', retryAfter: 1 },
  { kind: 'throttle' },
  { kind: 'html', status: 502 },
  { kind: 'reset' },
  { kind: 'truncate' },
  { kind: 'code', code: 36009003 },
  { kind: 'code', code: 36009007, status: 200 },
  { kind: 'deadToken' },
  { kind: 'endlessToken' },
]

const payment = { currency: 'USD', total_amount: '20.00' }
const idOf = (n: number): string => `o${String(n).padStart(3, '0')}`

/** A vendor's shop, and the pipelines that copy it. */
class Vendor {
  readonly shop: Shop
  readonly fake: FakeTikTokShop
  readonly sold: FakeShop
  grant: Grant
  readonly fullRuns = new Set<string>()

  private constructor(fake: FakeTikTokShop, shop: Shop) {
    this.shop = shop
    this.fake = fake
    this.sold = fake.addShop({ id: '7495000001' })
    this.grant = fake.authorizations.grant([this.sold.id])
  }

  /** Starts the vendor, which goes by the clock of the shop's database. */
  static async start(): Promise<Vendor> {
    const shop = new Shop({ settings: { pageSize: 20, fullPageSize: 40, fullRunEveryMs: 168 * 3_600_000 } })
    shop.stopClock()
    return new Vendor(await FakeTikTokShop.start({ app, now: () => shop.now().toMillis() }), shop)
  }

  get seconds(): number {
    return Math.floor(this.shop.now().toMillis() / 1000)
  }

  putOrder(n: number, status: string, isSeen = true): void {
    const id = idOf(n)
    const created = this.sold.orders.get(id)?.create_time ?? this.seconds - 1_000 - n
    const rest = this.sold.orders.get(id)?.rest ?? { payment, seller_note: '' }
    this.sold.orders.put({ id, create_time: created, update_time: this.seconds, status, rest })
    if (!isSeen) this.shop.pass(1_000)
  }

  /** Edits an order in a way that its time of update does not tell. */
  editOrder(n: number, buyer: string): void {
    const order = this.sold.orders.get(idOf(n))
    if (order !== undefined) this.sold.orders.put({ ...order, rest: { payment, buyer_email: buyer } })
  }

  putReturn(n: number, order: number, isDone: boolean): void {
    const id = `r${n}`
    const status = isDone ? 'RETURN_OR_REFUND_REQUEST_COMPLETE' : 'RETURN_OR_REFUND_REQUEST_PENDING'
    const created = this.sold.returns.get(id)?.create_time ?? this.seconds
    const rest = {
      order_id: idOf(order),
      return_status: status,
      refund_amount: { currency: 'USD', refund_total: '20.00' },
    }
    this.sold.returns.put({ id, create_time: created, update_time: this.seconds, status, rest })
  }

  contexts(given: Faults = {}): SyncContext[] {
    const { context } = this.shop.worker(stampedBy(this.shop, given))
    const clock = { ...context.clock, serverNow: () => instantFromMs(this.shop.now().toMillis()) }
    const access = async () => ({ accessToken: this.grant.accessToken, cipher: this.sold.cipher })
    const all: readonly Pipeline[] = tiktokShopPipelines(
      {
        appKey: app.appKey,
        shops: [this.sold.id],
        authUrl: this.fake.url,
        apiUrl: this.fake.url,
        callsAtOnce: 3,
        statusMap: {},
        webhooks: true,
        performanceSince: null,
      },
      {
        fetch,
        clock,
        secretOf: () => app.appSecret,
        accessOf: () => ({
          current: access,
          renewed: async (expired) => {
            if (expired === this.grant.accessToken) {
              this.grant = this.fake.authorizations.refresh(this.grant.refreshToken)
            }
            return access()
          },
        }),
        feedOf: (pipeline, identity) => createReportFeed(context.db, pipeline, identity),
      },
    ).filter(({ stream }) => stream.name !== 'products')
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

  /** Reads recent orders again, as the task does that is asked for once a day. */
  async reread(given?: Faults): Promise<void> {
    this.shop.pass(24 * 3_600_000)
    const context = this.contexts(given).find(({ id }) => id.endsWith('.orders'))
    if (context !== undefined) await syncPipeline(context, 'recent')
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

  /** Reports an order, as the function does that a webhook tells of it. */
  async hear(n: number): Promise<void> {
    const context = this.contexts().find(({ id }) => id.endsWith('.orders'))
    if (context === undefined) throw new Error('There are orders.')
    const sourceId = idOf(n)
    const write = { of: context.source.identity, sourceId, kind: 'updated', version: null } as const
    await reportWrite(this.shop.db, context.id, write, this.shop.now().toMillis())
    await reportRef(this.shop.db, context.id, sourceId).update({ at: this.shop.now() })
  }

  async expectSame(): Promise<void> {
    const refunded = new Set<string>()
    for (const id of this.sold.returns.ids()) {
      const rest = this.sold.returns.get(id)?.rest as { order_id: string; return_status: string } // As `putReturn` has it.
      if (rest.return_status.endsWith('COMPLETE')) refunded.add(rest.order_id)
    }
    const words: Readonly<Record<string, string>> = {
      UNPAID: 'pending',
      AWAITING_SHIPMENT: 'processing',
      IN_TRANSIT: 'shipped',
      DELIVERED: 'delivered',
      COMPLETED: 'completed',
      CANCELLED: 'cancelled',
    }
    const expected = [...this.sold.orders.ids()].map((id) => {
      const status = this.sold.orders.get(id)?.status ?? ''
      const rest = this.sold.orders.get(id)?.rest as { buyer_email?: string } // As `putOrder` and `editOrder` have it.
      const isRefunded = refunded.has(id) && status !== 'CANCELLED'
      return [id, [isRefunded ? 'refunded' : words[status], rest.buyer_email]]
    })
    const { docs } = await this.shop.db.collection(cacheOf('tiktokShop.orders').documents).get()
    const cached = docs.map((document) => [
      sourceIdOf(document.id),
      [document.get('status') as unknown, document.get('customer.email') as unknown],
    ])
    expect(Object.fromEntries(cached)).toEqual(Object.fromEntries(expected))
  }
}

const kinds = [
  'order',
  'return',
  'edit',
  'remove',
  'sync',
  'full',
  'reread',
  'fail',
  'die',
  'expire',
  'hear',
  'move',
] as const

interface Step {
  readonly kind: (typeof kinds)[number]
  readonly n: number
  readonly m: number
}

playHistories<readonly Step[]>(
  {
    kind: 'any history of a vendor’s orders and returns, faults, crashes and notifications ends with what the vendor has',
    all: 320,
    few: 4,
    timeoutMs: 300_000,
    history: fc.array(
      fc.record({
        kind: fc.constantFrom(...kinds, 'order', 'sync'),
        n: fc.nat(60),
        m: fc.nat(11),
      }),
      { minLength: 6, maxLength: 16 },
    ),
  },
  async (steps) => {
    const vendor = await Vendor.start()
    const { fake } = vendor
    for (let n = 0; n < 60; n++) vendor.putOrder(n, 'AWAITING_SHIPMENT')
    for (let n = 0; n < 3; n++) await vendor.sync()
    await vendor.expectSame()
    for (const { kind, n, m } of steps) {
      vendor.shop.pass(m * 60_000)
      if (kind === 'order')
        for (let i = 0; i < 5; i++) vendor.putOrder(n + i, statuses[(m + i) % statuses.length] ?? 'UNPAID')
      else if (kind === 'return') vendor.putReturn(m, n, n % 3 > 0)
      else if (kind === 'edit') vendor.editOrder(n, `buyer${m}@scs.example`)
      else if (kind === 'remove') vendor.sold.orders.remove(idOf(n))
      else if (kind === 'expire') fake.authorizations.expire(vendor.grant.accessToken)
      else if (kind === 'hear') await vendor.hear(n)
      else if (kind === 'sync') await vendor.sync()
      else if (kind === 'reread') await vendor.reread()
      else if (kind === 'full') await vendor.fullRun(m % 2 === 0 ? 'orders' : 'returns')
      else if (kind === 'move') {
        // Rows change while their pages are read.
        let left = 3
        fake.beforeAnswer = ({ path }) => {
          if (left > 0 && path.endsWith('/orders/search')) vendor.putOrder((n + (left -= 1)) % 60, 'DELIVERED', false)
        }
        await (m % 2 === 0 ? vendor.sync() : vendor.fullRun('orders'))
        fake.beforeAnswer = () => {}
      } else if (kind === 'fail') {
        for (let i = 0; i <= m % 4; i++) fake.faults.next(faults[(n + i) % faults.length] ?? { kind: 'reset' })
        await (m < 6 ? vendor.sync() : vendor.fullRun('orders'))
        fake.faults.clear()
      } else {
        const faulty = dyingAt(1 + (n % 8), m % 2 === 0 ? 'before' : 'after')
        const dying = [() => vendor.sync(faulty), () => vendor.reread(faulty), () => vendor.fullRun('orders', faulty)]
        await dying[m % 3]?.().catch(() => undefined)
        vendor.shop.pass(3_600_000)
      }
    }
    vendor.shop.pass(3_600_000)
    await vendor.drain()
    // Nothing but what is gone takes a full run to be seen.
    if (steps.some(({ kind }) => kind === 'remove')) await vendor.fullRun('orders')
    for (let again = 0; again < 2; again++) await vendor.sync()
    await vendor.reread()
    await vendor.sync()
    await vendor.expectSame()
    await fake.stop()
  },
)
