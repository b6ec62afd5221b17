import fc from 'fast-check'
import { expect, it } from 'vitest'

import { cacheOf } from '../../../functions/src/cache/paths.ts'
import type { Access, AccountAccess } from '../../../functions/src/model/connection.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import type { Pipeline } from '../../../functions/src/model/pipeline.ts'
import type { ShopAccess, ShopAuthorization } from '../../../functions/src/sources/tiktokShop/authorization.ts'
import { tiktokShopPipelines } from '../../../functions/src/sources/tiktokShop/pipelines.ts'
import type { SyncContext } from '../../../functions/src/sync/context.ts'
import { requestFullRun } from '../../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../../functions/src/sync/full/runFull.ts'
import { linksOf } from '../../../functions/src/sync/links.ts'
import { syncAll } from '../../../functions/src/sync/syncAll.ts'
import { syncPipeline } from '../../../functions/src/sync/syncPipeline.ts'
import { FakeTikTokShop } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { Fault } from '../../../tools/fakes/tiktokShop/faults.ts'
import type { FakeShop } from '../../../tools/fakes/tiktokShop/shop.ts'
import { Crash, dyingAt } from '../../harness/crashes.ts'
import type { Faults } from '../../harness/firestore.ts'
import { playHistories } from '../../harness/histories.ts'
import { Shop } from '../../harness/shop.ts'
import { stampedBy } from '../../harness/reportTimes.ts'
import { app, authorizationOf } from './connected.ts'

/*
 * A vendor whose lists lag, whose tokens count rows, and whose orders are edited without a new time, through faults that last and crashes. A
 * sync alone brings all that moved its time; reading recent orders again brings the edits.
 */

const statuses = ['UNPAID', 'AWAITING_SHIPMENT', 'IN_TRANSIT', 'COMPLETED', 'CANCELLED', 'NEVER_HEARD_OF'] as const
const canonical = ['pending', 'processing', 'shipped', 'completed', 'cancelled', 'processing'] as const

const ofAccount = ({ accessToken, shopCipher: cipher }: ShopAccess): Access => ({ accessToken, cipher })

/** A shop's authorization as a connection gives it. */
function accessOf(authorization: ShopAuthorization): AccountAccess {
  return {
    current: async () => ofAccount(await authorization.current()),
    renewed: async (expired) => ofAccount(await authorization.renewed(expired)),
  }
}

class Vendor {
  readonly shop: Shop
  readonly fake: FakeTikTokShop
  readonly there: FakeShop
  readonly pipelines: readonly Pipeline[]
  readonly fullRuns = new Set<string>()
  readonly authorization
  /** Orders that were edited in a way that does not move their update time. */
  readonly edited = new Set<string>()

  private constructor(shop: Shop, fake: FakeTikTokShop) {
    this.shop = shop
    this.fake = fake
    this.there = fake.addShop({ id: '74951' })
    this.authorization = authorizationOf(fake, this.there)
    const { clock } = shop.worker().context
    this.pipelines = tiktokShopPipelines(
      {
        appKey: app.appKey,
        shops: [this.there.id],
        authUrl: fake.url,
        apiUrl: fake.url,
        callsAtOnce: 5,
        statusMap: {},
        webhooks: false,
        performanceSince: null,
      },
      {
        fetch,
        clock: { ...clock, serverNow: () => instantFromMs((shop.pass(1), this.nowMs)) },
        secretOf: () => app.appSecret,
        accessOf: () => accessOf(this.authorization),
        feedOf: () => {
          throw new Error('Nothing is reported.')
        },
      },
    ).filter(({ stream }) => stream.name === 'orders' || stream.name === 'returns')
  }

  /** Plays something against a vendor of its own, whose clock is the test's. */
  static async with(play: (vendor: Vendor) => Promise<void>): Promise<void> {
    const shop = new Shop({ settings: { pageSize: 4, fullPageSize: 5, fullRunEveryMs: 168 * 3_600_000 } })
    shop.stopClock()
    const fake = await FakeTikTokShop.start({ app, now: () => shop.now().toMillis(), tokens: 'offsets' })
    try {
      await play(new Vendor(shop, fake))
    } finally {
      await fake.stop()
    }
  }

  get nowMs(): number {
    return this.shop.now().toMillis()
  }

  get second(): number {
    return Math.floor(this.nowMs / 1000)
  }

  put(n: number, status: number, isIndexed: boolean): void {
    const id = `o${n}`
    const rest = { payment: { currency: 'VND', total_amount: '100000' }, seller_note: `${status} at ${this.nowMs}` }
    const create_time = this.there.orders.get(id)?.create_time ?? this.second
    const word = statuses[status % statuses.length] ?? 'UNPAID'
    this.there.orders.put({ id, create_time, update_time: this.second, status: word, rest }, { isIndexed })
    this.edited.delete(id)
  }

  /** A note that somebody writes. */
  edit(n: number): void {
    const order = this.there.orders.get(`o${n}`)
    if (order === undefined) return
    const rest = { payment: { currency: 'VND', total_amount: '100000' }, seller_note: `edited at ${this.nowMs}` }
    this.there.orders.put({ ...order, rest })
    this.edited.add(order.id)
  }

  putReturn(n: number, isDone: boolean): void {
    const id = `r${n}`
    const create_time = this.there.returns.get(id)?.create_time ?? this.second
    const status = isDone ? 'RETURN_OR_REFUND_REQUEST_COMPLETE' : 'AWAITING_BUYER_SHIP'
    const rest = {
      order_id: `o${n % 7}`,
      refund_amount: { currency: 'VND', refund_total: n % 2 === 0 ? '100000' : '40000' },
    }
    this.there.returns.put({ id, create_time, update_time: this.second, status, rest })
  }

  indexAll(): void {
    this.there.orders.indexAll()
  }

  contexts(faults: Faults = {}): SyncContext[] {
    const { context } = this.shop.worker(stampedBy(this.shop, faults))
    return this.pipelines.map((pipeline) => ({
      ...context,
      ...pipeline,
      ...linksOf(context.db, pipeline, this.pipelines),
      enqueueFullRun: async (id) => void this.fullRuns.add(id),
    }))
  }

  async sync(faults?: Faults): Promise<void> {
    this.shop.pass(1_000)
    await syncAll(this.contexts(faults))
    await this.drain(faults)
  }

  async fullRun(): Promise<void> {
    for (const context of this.contexts()) await requestFullRun(context, { maxDeletes: 100 })
    await this.drain()
    this.edited.clear()
  }

  /** Reads recent orders again, as the task does that is asked for once a day. */
  async reread(): Promise<void> {
    const orders = this.contexts().filter(({ source }) => source.recent !== null)
    for (const context of orders) await syncPipeline(context, 'recent')
    this.edited.clear()
  }

  async drain(faults?: Faults): Promise<void> {
    for (const id of this.fullRuns) {
      this.fullRuns.delete(id)
      const context = this.contexts(faults).find((one) => one.id === id)
      if (context !== undefined) await runFullTask(context)
    }
  }

  /** Holds the cache against the vendor; `but` is left out. */
  async expectSame(but: ReadonlySet<string> = new Set()): Promise<void> {
    const { docs } = await this.shop.db.collection(cacheOf('tiktokShop.1.orders').documents).get()
    const cached = docs.map((document) => ({
      id: document.get('sourceId') as string,
      status: document.get('status') as string,
      refunded: (document.get('refunded') as number | undefined) ?? 0,
      note: document.get('payload.seller_note') as string,
    }))
    const expected = [...this.there.orders.ids()].map((id) => this.#expected(id))
    const left = <T extends { id: string }>(all: T[]): T[] =>
      all.filter(({ id }) => !but.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(left(cached)).toEqual(left(expected))
  }

  #expected(id: string): { id: string; status: string; refunded: number; note: string } {
    const order = this.there.orders.get(id)
    const rest = order?.rest as { seller_note: string } // as `put` has it
    const refunded = [...this.there.returns.ids()]
      .map((returnId) => this.there.returns.get(returnId))
      .filter((one) => one?.status === 'RETURN_OR_REFUND_REQUEST_COMPLETE')
      .map((one) => one?.rest as { order_id: string; refund_amount: { refund_total: string } }) // as `putReturn` has it
      .filter(({ order_id }) => order_id === id)
      .reduce((sum, { refund_amount }) => sum + Number(refund_amount.refund_total), 0)
    const status = canonical[statuses.findIndex((one) => one === order?.status)] ?? 'processing'
    return {
      id,
      status: status !== 'cancelled' && refunded >= 100_000 ? 'refunded' : status,
      refunded,
      note: rest.seller_note,
    }
  }
}

const faults: readonly Fault[] = [
  { kind: 'throttle' },
  { kind: 'throttle', retryAfter: 2 },
  { kind: 'throttle', retryAfter: 3_600 },
  { kind: 'code', code: 36009003 },
  { kind: 'code', code: 10002014 },
  { kind: 'code', code: 987, status: 200 },
  { kind: 'html', status: 502 },
  { kind: 'reset' },
  { kind: 'truncate' },
  { kind: 'deadToken' },
  { kind: 'endlessToken' },
  { kind: 'endlessToken', isNew: true },
]

const kinds = [
  'put',
  'put',
  'put',
  'lag',
  'edit',
  'return',
  'return',
  'sync',
  'sync',
  'die',
  'fault',
  'expire',
  'pass',
  'full',
] as const
interface Step {
  readonly kind: (typeof kinds)[number]
  readonly n: number
}

playHistories<readonly Step[]>(
  {
    kind: 'any history of lists that lag, edits, returns, faults that last and crashes is copied by a sync, and edits once a day',
    all: 300,
    few: 8,
    timeoutMs: 600_000,
    history: fc.array(fc.record({ kind: fc.constantFrom(...kinds), n: fc.nat(40) }), { minLength: 5, maxLength: 30 }),
  },
  (steps) =>
    Vendor.with(async (vendor) => {
      const { shop, fake } = vendor
      for (const { kind, n } of steps) {
        shop.pass((n % 4) * 400)
        if (kind === 'put') vendor.put(n % 15, n, true)
        else if (kind === 'lag') vendor.put(n % 15, n, false)
        else if (kind === 'edit') vendor.edit(n % 15)
        else if (kind === 'return') vendor.putReturn(n % 9, n % 3 > 0)
        else if (kind === 'expire') fake.authorizations.expire(vendor.authorization.grant.accessToken)
        else if (kind === 'fault') {
          const fault = faults[n % faults.length]
          // Some pass by themselves, and some last for longer than a call tries.
          if (fault !== undefined) fake.faults.next(fault, { times: n % 3 === 0 ? 12 : 1 })
        } else if (kind === 'pass') {
          // Lists lag by less than the lookback.
          vendor.indexAll()
          shop.pass(n * 60_000)
        } else if (kind === 'full') await vendor.fullRun().catch(expectVendorFailure)
        else if (kind === 'sync') await vendor.sync().catch(expectVendorFailure)
        else {
          await vendor.sync(dyingAt(1 + (n % 6), 'after')).catch(expectCrash)
          vendor.indexAll()
          // The lease of who died runs out.
          shop.pass(200_000)
        }
      }
      fake.faults.clear()
      vendor.indexAll()
      vendor.put(14, 1, true)
      for (let n = 0; n < 2; n++) {
        shop.pass(200_000)
        await vendor.sync()
      }
      await vendor.expectSame(vendor.edited)
      shop.pass(86_400_000)
      await vendor.reread()
      await vendor.sync()
      await vendor.expectSame()
    }),
)

function expectVendorFailure(error: unknown): void {
  expect(String(error)).toContain('TikTok Shop')
}

function expectCrash(error: unknown): void {
  if (!(error instanceof Crash)) expectVendorFailure(error)
}

it('a return that was completed before the shop was connected makes its order refunded with the first run', () =>
  Vendor.with(async (vendor) => {
    vendor.put(0, 3, true)
    vendor.putReturn(0, true)
    vendor.shop.pass(30 * 86_400_000)
    vendor.put(1, 3, true)
    await vendor.sync()
    await vendor.expectSame()
    const { docs } = await vendor.shop.db.collection('orders_cache').where('status', '==', 'refunded').get()
    expect(docs.map(({ id }) => id)).toEqual(['tiktokShop:o0'])
  }))
