import { expect } from 'vitest'

import { createReportFeed, reportWrite } from '../../../functions/src/cache/feed.ts'
import { cacheOf, reportRef } from '../../../functions/src/cache/paths.ts'
import type { Pipeline } from '../../../functions/src/model/pipeline.ts'
import { sourceIdOf } from '../../../functions/src/model/stream.ts'
import { tiktokShopPipelines } from '../../../functions/src/sources/tiktokShop/pipelines.ts'
import { syncPipeline } from '../../../functions/src/sync/syncPipeline.ts'
import type { Grant } from '../../../tools/fakes/tiktokShop/authorizations.ts'
import { FakeTikTokShop } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { FakeShop } from '../../../tools/fakes/tiktokShop/shop.ts'
import type { Faults } from '../../harness/firestore.ts'
import { stoppedShop, type SyncProcess } from '../../harness/pipelines.ts'
import type { Shop } from '../../harness/shop.ts'
import { RetriedPipelines } from '../vendor/retriedPipelines.ts'
import { app } from './connected.ts'

const shopId = '7495000001'
type Name = `tiktokShop.${typeof shopId}.${'orders' | 'returns'}`
export const orders: Name = `tiktokShop.${shopId}.orders`
export const returns: Name = `tiktokShop.${shopId}.returns`

const payment = { currency: 'USD', total_amount: '20.00' }

/** The orders' statuses of the vendor, and what becomes of them. */
const statusOf: Readonly<Record<string, string>> = {
  UNPAID: 'pending',
  AWAITING_SHIPMENT: 'processing',
  IN_TRANSIT: 'shipped',
  DELIVERED: 'delivered',
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
}
export const statuses = Object.keys(statusOf)

/** The vendor's id of the n-th order. */
export const idOf = (n: number): string => `o${String(n).padStart(3, '0')}`

/** A vendor's shop whose orders and returns come, change and move, and the pipelines that copy it. */
export class ChangingShop extends RetriedPipelines<Name> {
  readonly fake: FakeTikTokShop
  readonly sold: FakeShop
  grant: Grant

  private constructor(fake: FakeTikTokShop, shop: Shop) {
    super(shop)
    this.fake = fake
    this.sold = fake.addShop({ id: shopId })
    this.grant = fake.authorizations.grant([this.sold.id])
  }

  static async start(): Promise<ChangingShop> {
    const shop = stoppedShop({ pageSize: 20, fullPageSize: 40 })
    return new ChangingShop(await FakeTikTokShop.start({ app, now: () => shop.now().toMillis() }), shop)
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

  protected override pipelinesIn({ db, clock }: SyncProcess): readonly Pipeline[] {
    const access = async () => ({ accessToken: this.grant.accessToken, cipher: this.sold.cipher })
    return tiktokShopPipelines(
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
        feedOf: (pipeline, identity) => createReportFeed(db, pipeline, identity),
      },
    ).filter(({ stream }) => stream.name !== 'products')
  }

  /** Reads recent orders again, as the task does that is asked for once a day. */
  async reread(faults?: Faults): Promise<void> {
    this.shop.pass(24 * 3_600_000)
    await syncPipeline(this.context(orders, faults), 'recent')
  }

  /** Reports an order, as the function does that a webhook tells of it. */
  async hear(n: number): Promise<void> {
    const { id, source } = this.context(orders)
    const sourceId = idOf(n)
    const write = { of: source.identity, sourceId, kind: 'updated', version: null } as const
    await reportWrite(this.shop.db, id, write, this.shop.now().toMillis())
    await reportRef(this.shop.db, id, sourceId).update({ at: this.shop.now() })
  }

  /** Holds the cached orders against the vendor's. */
  async expectSame(): Promise<void> {
    const refunded = new Set<string>()
    for (const id of this.sold.returns.ids()) {
      const rest = this.sold.returns.get(id)?.rest as { order_id: string; return_status: string } // As `putReturn` has it.
      if (rest.return_status.endsWith('COMPLETE')) refunded.add(rest.order_id)
    }
    const expected = [...this.sold.orders.ids()].map((id) => {
      const status = this.sold.orders.get(id)?.status ?? ''
      const rest = this.sold.orders.get(id)?.rest as { buyer_email?: string } // As `putOrder` and `editOrder` have it.
      const isRefunded = refunded.has(id) && status !== 'CANCELLED'
      return [id, [isRefunded ? 'refunded' : statusOf[status], rest.buyer_email]]
    })
    const { docs } = await this.shop.db.collection(cacheOf('tiktokShop.orders').documents).get()
    const cached = docs.map((document) => [
      sourceIdOf(document.id),
      [document.get('status') as unknown, document.get('customer.email') as unknown],
    ])
    expect(Object.fromEntries(cached)).toEqual(Object.fromEntries(expected))
  }
}
