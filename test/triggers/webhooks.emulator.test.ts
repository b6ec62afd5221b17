import { setTimeout as sleep } from 'node:timers/promises'

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { feedOf, webhookRef } from '../../functions/src/cache/paths.ts'
import { logLines, startServer } from '../harness/server.ts'
import { NotifiedShop, nothing } from '../harness/notifiedShop.ts'

/* Notifications over HTTP, as the vendor sends them. */

let shop: NotifiedShop
beforeAll(async () => {
  shop = await NotifiedShop.open()
})
afterAll(() => shop.stop())
beforeEach(() => shop.begin())

describe('a notification that the vendor signed', () => {
  it('reports its order, and asks for a run', async () => {
    const answer = await shop.send(shop.bodyOf())
    expect(answer).toMatchObject({ status: 200, body: { received: true } })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await shop.reported()).toEqual(['576653688135258178'])
    const report = await feedOf(shop.seller.db, shop.pipeline).doc('576653688135258178').get()
    // No version: nothing is believed of the order, and it is looked up.
    expect(report.get('written')).toBe(Number.MAX_SAFE_INTEGER)
    expect(JSON.stringify(report.data())).not.toContain('UNPAID')
    // The report, and the note that it was dealt with.
    expect(shop.spent).toEqual({ reads: 0, writes: 2, tasks: 1 })
  })

  it('is remembered for longer than the vendor sends it again, and without what was in it', async () => {
    const body = shop.bodyOf({ tts_notification_id: 'remembered' })
    await shop.send(body)
    const note = await webhookRef(shop.seller.db, 'tiktokShop', 'remembered').get()
    expect(Object.keys(note.data() ?? {}).toSorted()).toEqual(['account', 'expireAt', 'kind', 'source'])
    const expiresMs = (note.get('expireAt') as { toMillis(): number }).toMillis() // Written so.
    expect(expiresMs - Date.now()).toBeGreaterThan(2 * 86_400_000)
  })

  it('that comes again costs a failed write, and asks for no run', async () => {
    const body = shop.bodyOf()
    await shop.send(body)
    await sleep(20)
    shop.begin()
    const reports = await feedOf(shop.seller.db, shop.pipeline).doc('576653688135258178').get()
    for (let replay = 0; replay < 10; replay++) expect((await shop.send(body)).status).toBe(200)
    expect(shop.spent).toEqual(nothing)
    const again = await feedOf(shop.seller.db, shop.pipeline).doc('576653688135258178').get()
    expect(again.get('events')).toBe(reports.get('events'))
  })

  it('finds its way by Hosting’s address, too', async () => {
    expect((await shop.send(shop.bodyOf(), { path: 'api/webhooks/tiktokShop' })).status).toBe(200)
    expect(shop.spent).toMatchObject({ writes: 2 })
  })

  it('five hundred at once ask for one run or two', async () => {
    const bodies = Array.from({ length: 500 }, (_, i) => shop.bodyOf({ data: { order_id: String(10_000 + i) } }))
    const slowest: number[] = []
    const startedMs = performance.now()
    for (let start = 0; start < bodies.length; start += 100) {
      const answers = await Promise.all(
        bodies.slice(start, start + 100).map(async (body) => {
          const sentMs = performance.now()
          const { status } = await shop.send(body)
          slowest.push(performance.now() - sentMs)
          return status
        }),
      )
      expect(new Set(answers)).toEqual(new Set([200]))
    }
    const seconds = (performance.now() - startedMs) / 1000
    const { reads, writes, tasks } = shop.spent
    expect({ reads, writes }).toEqual({ reads: 0, writes: 1_000 })
    // One more for each cadence of fifteen seconds that it took.
    expect(tasks).toBeLessThanOrEqual(2 + Math.floor(seconds / 15))
    expect((await shop.reported()).length).toBeGreaterThanOrEqual(500)
    process.stdout.write(
      `500 notifications, 100 at a time: ${seconds.toFixed(1)} s, ${tasks} runs asked for, the slowest ${Math.max(...slowest).toFixed(0)} ms\n`,
    )
  })
})

describe('what nobody here needs is answered 200, and costs nothing', () => {
  it.each<[string, () => string]>([
    ['a shop that is not copied', () => shop.bodyOf({ shop_id: '99' })],
    ['a stream that is not copied', () => shop.bodyOf({ type: 12, data: { return_id: '4' } })],
    ['a type that is none of ours', () => shop.bodyOf({ type: 14 })],
    ['a type without a shop', () => shop.bodyOf({ type: 58, shop_id: undefined })],
    ['a kind without type and id', () => JSON.stringify({ event: 'INVENTORY_CHANGED', data: {} })],
    ['no id', () => shop.bodyOf({ tts_notification_id: undefined })],
    ['no order', () => shop.bodyOf({ data: {} })],
    ['an order that is none', () => shop.bodyOf({ data: { order_id: '../../sync_state/x' } })],
    ['a list', () => '[]'],
    ['an empty object', () => '{}'],
  ])('%s', async (_name, of) => {
    const logged = logLines.length
    expect((await shop.send(of())).status).toBe(200)
    expect(shop.spent).toEqual(nothing)
    const line = logLines
      .slice(logged)
      .find(
        (text) => text.includes('[WEBHOOKS] tiktokShop: unknown') || text.includes('[WEBHOOKS] tiktokShop: unreadable'),
      )
    expect(line).toMatch(/"count":\d+/)
    // Neither the shop nor anything else that came.
    expect(line).not.toContain('99')
  })

  it('also a deauthorization of a shop that is not connected', async () => {
    expect((await shop.send(shop.bodyOf({ type: 6, shop_id: '99', data: {} }))).status).toBe(200)
    expect(shop.spent).toMatchObject({ writes: 0, tasks: 0 })
  })
})

describe('what a vendor tells of an authorization', () => {
  it('that it ends soon: state and alert, and no run', async () => {
    const end = Math.floor(Date.now() / 1000) + 30 * 86_400
    await shop.send(shop.bodyOf({ type: 7, data: { message: 'expires', expiration_time: String(end) } }))
    expect(await shop.seller.stored(shop.authorization)).toMatchObject({ state: 'expiring' })
    expect(Object.keys(await shop.seller.openAlerts())).toEqual([`tiktokShop.${shop.shop}:authorization-expiring`])
    expect(shop.spent).toMatchObject({ tasks: 0 })
  })

  it('that it was taken back: state and alert, and no run', async () => {
    const body = shop.bodyOf({ type: 6, data: {}, timestamp: Math.floor(Date.now() / 1000) + 1 })
    await shop.send(body)
    expect(await shop.seller.stored(shop.authorization)).toMatchObject({ state: 'revoked' })
    expect(Object.keys(await shop.seller.openAlerts())).toEqual([`tiktokShop.${shop.shop}:authorization-expired`])
    // Given anew, the notification that comes again takes nothing back.
    await shop.seller.connect()
    expect((await shop.send(body)).status).toBe(200)
    await shop.send(shop.bodyOf({ type: 6, data: {}, timestamp: Math.floor(Date.now() / 1000) - 12 * 3_600 }))
    expect(await shop.seller.stored(shop.authorization)).toMatchObject({ state: 'ok' })
    expect(await shop.seller.openAlerts()).toEqual({})
    expect(shop.spent).toMatchObject({ tasks: 0 })
  })
})

describe('a notification that cannot be dealt with', () => {
  it('is answered 500 and comes again', async () => {
    const body = shop.bodyOf({ tts_notification_id: 'again' })
    const failing = Object.assign(Object.create(shop.server.deps) as typeof shop.server.deps, {
      requestRun: () => Promise.reject(new Error('The queue is away.')),
    })
    const other = await startServer({
      db: shop.instance.db,
      webhookHandlers: shop.server.deps.webhookHandlers,
      getDeps: () => failing,
    })
    try {
      const headers = { 'Content-Type': 'application/json', Authorization: shop.signatureOf(body) }
      const answer = await other.fetch('webhooks', { method: 'POST', headers, body }, 'tiktokShop')
      expect(answer.status).toBe(500)
      expect(answer.text).not.toContain('queue')
    } finally {
      await other.stop()
    }
    expect((await webhookRef(shop.seller.db, 'tiktokShop', 'again').get()).exists).toBe(false)
    expect((await shop.send(body)).status).toBe(200)
    expect((await webhookRef(shop.seller.db, 'tiktokShop', 'again').get()).exists).toBe(true)
  })
})

it('nothing that came is in a log, and no secret is stored', () => shop.expectDiscreet())
