import { expect } from 'vitest'

import { cacheOf } from '../../../functions/src/cache/paths.ts'
import type { Access, AccountAccess } from '../../../functions/src/model/connection.ts'
import type { Pipeline } from '../../../functions/src/model/pipeline.ts'
import type { ShopAccess, ShopAuthorization } from '../../../functions/src/sources/tiktokShop/authorization.ts'
import { tiktokShopPipelines } from '../../../functions/src/sources/tiktokShop/pipelines.ts'
import { requestFullRun } from '../../../functions/src/sync/full/requestFullRun.ts'
import { syncPipeline } from '../../../functions/src/sync/syncPipeline.ts'
import { FakeTikTokShop } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { FakeShop } from '../../../tools/fakes/tiktokShop/shop.ts'
import { stoppedShop, TiedPipelines, type SyncProcess } from '../../harness/pipelines.ts'
import type { Shop } from '../../harness/shop.ts'
import { app, authorizationOf } from './connected.ts'

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

/**
 * A shop of a vendor whose lists lag, whose tokens count rows, and whose orders are edited without a new time. One process
 * copies it: its pipelines stay the same ones from run to run.
 */
export class LaggingShop extends TiedPipelines {
  readonly fake: FakeTikTokShop
  readonly there: FakeShop
  readonly authorization
  /** Orders that were edited in a way that does not move their update time. */
  readonly edited = new Set<string>()
  protected override readonly pauseMs = 1_000
  #pipelines: readonly Pipeline[] | null = null

  private constructor(shop: Shop, fake: FakeTikTokShop) {
    super(shop)
    this.fake = fake
    this.there = fake.addShop({ id: '74951' })
    this.authorization = authorizationOf(fake, this.there)
  }

  /** Runs `play` with a new shop, whose clock is the test's. */
  static async with(play: (vendor: LaggingShop) => Promise<void>): Promise<void> {
    const shop = stoppedShop({ pageSize: 4, fullPageSize: 5 })
    const fake = await FakeTikTokShop.start({ app, now: () => shop.now().toMillis(), tokens: 'offsets' })
    try {
      await play(new LaggingShop(shop, fake))
    } finally {
      await fake.stop()
    }
  }

  protected override pipelinesIn({ clock }: SyncProcess): readonly Pipeline[] {
    this.#pipelines ??= tiktokShopPipelines(
      {
        appKey: app.appKey,
        shops: [this.there.id],
        authUrl: this.fake.url,
        apiUrl: this.fake.url,
        callsAtOnce: 5,
        statusMap: {},
        webhooks: false,
        performanceSince: null,
      },
      {
        fetch,
        clock: { ...clock, serverNow: () => (this.shop.pass(1), this.now()) },
        secretOf: () => app.appSecret,
        accessOf: () => accessOf(this.authorization),
        feedOf: () => {
          throw new Error('Nothing is reported.')
        },
      },
    ).filter(({ stream }) => stream.name === 'orders' || stream.name === 'returns')
    return this.#pipelines
  }

  get second(): number {
    return Math.floor(this.shop.now().toMillis() / 1000)
  }

  put(n: number, status: number, isIndexed: boolean): void {
    const id = `o${n}`
    const rest = {
      payment: { currency: 'VND', total_amount: '100000' },
      seller_note: `${status} at ${this.shop.now().toMillis()}`,
    }
    const create_time = this.there.orders.get(id)?.create_time ?? this.second
    const word = statuses[status % statuses.length] ?? 'UNPAID'
    this.there.orders.put({ id, create_time, update_time: this.second, status: word, rest }, { isIndexed })
    this.edited.delete(id)
  }

  /** A note that somebody writes. */
  edit(n: number): void {
    const order = this.there.orders.get(`o${n}`)
    if (order === undefined) return
    const rest = {
      payment: { currency: 'VND', total_amount: '100000' },
      seller_note: `edited at ${this.shop.now().toMillis()}`,
    }
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

  async fullRunOfAll(): Promise<void> {
    for (const context of this.contexts()) await requestFullRun(context, { maxDeletes: 100 })
    await this.drain()
    this.edited.clear()
  }

  /** Reads recent orders again, as the task does that is asked for once a day. */
  async reread(): Promise<void> {
    await syncPipeline(this.context(`tiktokShop.${this.there.id}.orders`), 'recent')
    this.edited.clear()
  }

  /** Compares the cache with the vendor; the orders in `but` are left out. */
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
