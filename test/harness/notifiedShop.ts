import { createHmac } from 'node:crypto'

import { expect } from 'vitest'

import { createReportFeed } from '../../functions/src/cache/feed.ts'
import { collections, feedOf } from '../../functions/src/cache/paths.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { pipelineOf } from '../../functions/src/model/pipeline.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import { createTikTokShopWebhook } from '../../functions/src/sources/tiktokShop/webhook.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { Seller } from '../connections/seller.ts'
import { FakeTokenServer } from '../fakes/tiktokTokens.ts'
import { processOn } from './firestore.ts'
import { logLines, startServer, type Answer, type TestServer } from './server.ts'

/** The address of notifications, a seller whose shop is connected, and the vendor's signature. */
export class NotifiedShop {
  readonly vendor = new FakeTokenServer()
  readonly seller = new Seller(this.vendor)
  readonly shop = this.vendor.shops[0]?.id ?? ''
  readonly pipeline = `tiktokShop.${this.shop}.orders`
  readonly instance = processOn(this.seller.db)
  server!: TestServer // `open` sets both before anybody has the shop.
  authorization!: string
  #before = { reads: 0, writes: 0, tasks: 0 }
  #ids = 7_000_000

  static async open(): Promise<NotifiedShop> {
    const opened = new NotifiedShop()
    const { vendor, seller, pipeline } = opened
    const { db } = opened.instance
    await vendor.start()
    opened.authorization = await seller.connect()
    const source = new MemorySource({
      name: 'tiktokShop',
      now: () => instantFromMs(Date.now()),
      parse: () => ({ ok: false, reason: 'none is read here' }),
    })
    const fed = Object.assign(Object.create(source) as typeof source, {
      feed: createReportFeed(db, pipeline, source.identity),
    })
    opened.server = await startServer({
      db,
      webhookHandlers: [createTikTokShopWebhook(vendor.app)],
      more: [pipelineOf(fed, orderStream, opened.shop)],
    })
    return opened
  }

  async stop(): Promise<void> {
    await Promise.all([this.server.stop(), this.vendor.stop()])
  }

  /** A notification's body: of an order's status, unless it is changed. */
  bodyOf(changed: Record<string, unknown> = {}): string {
    const sentAt = Math.floor(Date.now() / 1000)
    const whole = { type: 1, tts_notification_id: String(this.#ids++), shop_id: this.shop, timestamp: sentAt }
    return JSON.stringify({ ...whole, data: { order_id: '576653688135258178', order_status: 'UNPAID' }, ...changed })
  }

  signatureOf(body: string): string {
    const { appKey, appSecret } = this.vendor.app
    return createHmac('sha256', appSecret)
      .update(appKey + body)
      .digest('hex')
  }

  send(
    body: string,
    { signature = this.signatureOf(body), path = 'tiktokShop', type = 'application/json' } = {},
  ): Promise<Answer> {
    const headers = { 'Content-Type': type, Authorization: signature }
    return this.server.fetch('webhooks', { method: 'POST', headers, body }, path)
  }

  /** Counts reads, writes and asked-for runs anew. */
  begin(): void {
    this.#before = this.#counts()
  }

  /** The reads, writes and tasks since `begin`. */
  get spent(): { readonly reads: number; readonly writes: number; readonly tasks: number } {
    const { reads, writes, tasks } = this.#counts()
    return {
      reads: reads - this.#before.reads,
      writes: writes - this.#before.writes,
      tasks: tasks - this.#before.tasks,
    }
  }

  #counts(): { reads: number; writes: number; tasks: number } {
    const { reads, writes } = this.instance.counts
    return { reads, writes, tasks: this.server.runTasks.size }
  }

  /** The ids of the orders that were reported. */
  async reported(): Promise<string[]> {
    return (await feedOf(this.seller.db, this.pipeline).get()).docs.map(({ id }) => id)
  }

  /** Holds that no log names anything that came, and that nothing stored has a secret. */
  async expectDiscreet(): Promise<void> {
    const { seller, vendor, shop } = this
    const stored = await Promise.all(
      Object.values(collections).map(async (name) =>
        JSON.stringify((await seller.db.collection(name).get()).docs.map((one) => one.data())),
      ),
    )
    const logs = logLines.join('\n')
    const secrets = [vendor.app.appSecret, ...vendor.secrets]
    expect(logs).toContain('[WEBHOOKS]')
    for (const secret of [...secrets, '576653688135258178', shop]) expect(logs).not.toContain(secret)
    for (const secret of secrets) expect(stored.join('\n')).not.toContain(secret)
  }
}

/** The cost of a notification that changes nothing. */
export const nothing = { reads: 0, writes: 0, tasks: 0 }
