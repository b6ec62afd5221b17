import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createReportFeed } from '../../functions/src/cache/feed.ts'
import { collections, feedOf, webhookRef } from '../../functions/src/cache/paths.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { pipelineOf } from '../../functions/src/model/pipeline.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import { createTikTokShopWebhook } from '../../functions/src/sources/tiktokShop/webhook.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { Seller } from '../connections/seller.ts'
import { FakeTokenServer } from '../fakes/tiktokTokens.ts'
import { processOn } from '../harness/firestore.ts'
import { logLines, startServer, type Answer, type TestServer } from '../harness/server.ts'

/* Notifications over HTTP, from the vendor and from whoever else finds the address. */

const vendor = new FakeTokenServer()
const seller = new Seller(vendor)
const { db, counts } = processOn(seller.db)
const shop = vendor.shops[0]?.id ?? ''
const pipeline = `tiktokShop.${shop}.orders`
const { appKey, appSecret } = vendor.app
let server: TestServer
let authorization: string
let ids = 7_000_000

beforeAll(async () => {
  await vendor.start()
  authorization = await seller.connect()
  const source = new MemorySource({
    name: 'tiktokShop',
    now: () => instantFromMs(Date.now()),
    parse: () => ({ ok: false, reason: 'none is read here' }),
  })
  const fed = Object.assign(Object.create(source) as typeof source, {
    feed: createReportFeed(db, pipeline, source.identity),
  })
  server = await startServer({
    db,
    webhookHandlers: [createTikTokShopWebhook({ appKey, appSecret })],
    more: [pipelineOf(fed, orderStream, shop)],
  })
})
afterAll(async () => {
  await Promise.all([server.stop(), vendor.stop()])
})

/** A notification's body: of an order's status, unless it is changed. */
function bodyOf(changed: Record<string, unknown> = {}): string {
  const whole = { type: 1, tts_notification_id: String(ids++), shop_id: shop, timestamp: Math.floor(Date.now() / 1000) }
  return JSON.stringify({ ...whole, data: { order_id: '576653688135258178', order_status: 'UNPAID' }, ...changed })
}

function signatureOf(body: string): string {
  return createHmac('sha256', appSecret)
    .update(appKey + body)
    .digest('hex')
}

const flipped = (text: string): string => `${text.startsWith('0') ? '1' : '0'}${text.slice(1)}`

function send(
  body: string,
  { signature = signatureOf(body), path = 'tiktokShop', type = 'application/json' } = {},
): Promise<Answer> {
  return server.fetch(
    'webhooks',
    { method: 'POST', headers: { 'Content-Type': type, Authorization: signature }, body },
    path,
  )
}

let before = { reads: 0, writes: 0, tasks: 0 }
const spent = () => ({
  reads: counts.reads - before.reads,
  writes: counts.writes - before.writes,
  tasks: server.runTasks.size - before.tasks,
})
const nothing = { reads: 0, writes: 0, tasks: 0 }
beforeEach(() => {
  before = { reads: counts.reads, writes: counts.writes, tasks: server.runTasks.size }
})

async function reported(): Promise<string[]> {
  return (await feedOf(seller.db, pipeline).get()).docs.map(({ id }) => id)
}

describe('a notification that the vendor signed', () => {
  it('reports its order, asks for a run, and is answered within a second', async () => {
    const startedMs = performance.now()
    const answer = await send(bodyOf())
    expect(performance.now() - startedMs).toBeLessThan(1_000)
    expect(answer).toMatchObject({ status: 200, body: { received: true } })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await reported()).toEqual(['576653688135258178'])
    const report = await feedOf(seller.db, pipeline).doc('576653688135258178').get()
    // No version: nothing is believed of the order, and it is looked up.
    expect(report.get('written')).toBe(Number.MAX_SAFE_INTEGER)
    expect(JSON.stringify(report.data())).not.toContain('UNPAID')
    // The report, and the note that it was dealt with.
    expect(spent()).toEqual({ reads: 0, writes: 2, tasks: 1 })
  })

  it('is remembered for longer than the vendor sends it again, and without what was in it', async () => {
    const body = bodyOf({ tts_notification_id: 'remembered' })
    await send(body)
    const note = await webhookRef(seller.db, 'tiktokShop', 'remembered').get()
    expect(Object.keys(note.data() ?? {}).toSorted()).toEqual(['account', 'expireAt', 'kind', 'source'])
    const expiresMs = (note.get('expireAt') as { toMillis(): number }).toMillis() // Written so.
    expect(expiresMs - Date.now()).toBeGreaterThan(2 * 86_400_000)
  })

  it('that comes again costs a failed write, and asks for no run', async () => {
    const body = bodyOf()
    await send(body)
    await sleep(20)
    before = { reads: counts.reads, writes: counts.writes, tasks: server.runTasks.size }
    const reports = await feedOf(seller.db, pipeline).doc('576653688135258178').get()
    for (let replay = 0; replay < 10; replay++) expect((await send(body)).status).toBe(200)
    expect(spent()).toEqual(nothing)
    const again = await feedOf(seller.db, pipeline).doc('576653688135258178').get()
    expect(again.get('events')).toBe(reports.get('events'))
  })

  it('finds its way by Hosting’s address, too', async () => {
    expect((await send(bodyOf(), { path: 'api/webhooks/tiktokShop' })).status).toBe(200)
    expect(spent()).toMatchObject({ writes: 2 })
  })

  it('five hundred at once ask for one run or two', async () => {
    const bodies = Array.from({ length: 500 }, (_, i) => bodyOf({ data: { order_id: String(10_000 + i) } }))
    const slowest: number[] = []
    const startedMs = performance.now()
    for (let start = 0; start < bodies.length; start += 100) {
      const answers = await Promise.all(
        bodies.slice(start, start + 100).map(async (body) => {
          const sentMs = performance.now()
          const { status } = await send(body)
          slowest.push(performance.now() - sentMs)
          return status
        }),
      )
      expect(new Set(answers)).toEqual(new Set([200]))
    }
    const seconds = (performance.now() - startedMs) / 1000
    const { reads, writes, tasks } = spent()
    expect({ reads, writes }).toEqual({ reads: 0, writes: 1_000 })
    // One more for each cadence of fifteen seconds that it took.
    expect(tasks).toBeLessThanOrEqual(2 + Math.floor(seconds / 15))
    expect((await reported()).length).toBeGreaterThanOrEqual(500)
    process.stdout.write(
      `500 notifications, 100 at a time: ${seconds.toFixed(1)} s, ${tasks} runs asked for, the slowest ${Math.max(...slowest).toFixed(0)} ms\n`,
    )
  })
})

describe('what nobody here needs is answered 200, and costs nothing', () => {
  it.each<[string, string]>([
    ['a shop that is not copied', bodyOf({ shop_id: '99' })],
    ['a stream that is not copied', bodyOf({ type: 12, data: { return_id: '4' } })],
    ['a type that is none of ours', bodyOf({ type: 14 })],
    ['a type without a shop', bodyOf({ type: 58, shop_id: undefined })],
    ['a kind without type and id', JSON.stringify({ event: 'INVENTORY_CHANGED', data: {} })],
    ['no id', bodyOf({ tts_notification_id: undefined })],
    ['no order', bodyOf({ data: {} })],
    ['an order that is none', bodyOf({ data: { order_id: '../../sync_state/x' } })],
    ['a list', '[]'],
    ['an empty object', '{}'],
  ])('%s', async (_name, body) => {
    const logged = logLines.length
    expect((await send(body)).status).toBe(200)
    expect(spent()).toEqual(nothing)
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
    expect((await send(bodyOf({ type: 6, shop_id: '99', data: {} }))).status).toBe(200)
    expect(spent()).toMatchObject({ writes: 0, tasks: 0 })
  })
})

describe('whoever cannot sign is refused, and nothing is read or written', () => {
  it.each<[string, (body: string) => string]>([
    ['another signature', (body) => flipped(signatureOf(body))],
    ['a signature of other bytes', (body) => signatureOf(`${body} `)],
    ['one in capitals', (body) => signatureOf(body).toUpperCase()],
    ['a part of one', (body) => signatureOf(body).slice(0, 63)],
    ['a bearer token', (body) => `Bearer ${signatureOf(body)}`],
    [
      'one by another secret',
      (body) =>
        createHmac('sha256', 'guess')
          .update(appKey + body)
          .digest('hex'),
    ],
    ['an empty one', () => ''],
  ])('%s', async (_name, sign) => {
    const body = bodyOf()
    const answer = await send(body, { signature: sign(body) })
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } })
    expect(spent()).toEqual(nothing)
  })

  it('none at all', async () => {
    const headers = { 'Content-Type': 'application/json' }
    const answer = await server.fetch('webhooks', { method: 'POST', headers, body: bodyOf() }, 'tiktokShop')
    expect(answer.status).toBe(401)
    expect(spent()).toEqual(nothing)
  })

  it('a good signature on a changed body', async () => {
    const body = bodyOf()
    expect((await send(body.replace('UNPAID', 'COMPLETED'), { signature: signatureOf(body) })).status).toBe(401)
    expect(spent()).toEqual(nothing)
  })

  it('a flood of them is no flood of lines in the log', async () => {
    const logged = logLines.length
    const body = bodyOf()
    await Promise.all(Array.from({ length: 200 }, () => send(body, { signature: 'f'.repeat(64) })))
    expect(logLines.slice(logged).filter((line) => line.includes('[WEBHOOKS]')).length).toBeLessThan(10)
    expect(spent()).toEqual(nothing)
  })
})

describe('what is no notification is refused, and nothing is read or written', () => {
  it('a body above 64 KB, though it is signed', async () => {
    const body = bodyOf({ data: { order_id: '1', padding: 'x'.repeat(64 * 1024) } })
    expect(await send(body)).toMatchObject({ status: 400, body: { error: { code: 'invalid-argument' } } })
    expect(spent()).toEqual(nothing)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream'])(
    'of type %s',
    async (type) => {
      expect((await send(bodyOf(), { type })).status).toBe(400)
      expect(spent()).toEqual(nothing)
    },
  )

  it('JSON that is cut short', async () => {
    // Of nobody: the framework, which parses before anybody of ours is asked, logs what it cannot parse.
    const answer = await send(bodyOf({ shop_id: '98', data: {} }).slice(0, -1))
    expect(answer.status).toBe(400)
    expect(spent()).toEqual(nothing)
  })

  it.each(['GET', 'PUT', 'DELETE'])('%s', async (method) => {
    const answer = await server.fetch('webhooks', { method }, 'tiktokShop')
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST')
    expect(spent()).toEqual(nothing)
  })

  it.each(['', 'square', 'firestore', 'tiktokShop/more', '__proto__', 'api/webhooks', '%2ftiktokShop'])(
    'at the address %j',
    async (path) => {
      expect((await send(bodyOf(), { path })).status).toBe(404)
      expect(spent()).toEqual(nothing)
    },
  )

  it('a body that comes slowly keeps nobody busy, and is forgotten with its connection', async () => {
    const body = bodyOf()
    const slow = await opened()
    slow.write(
      `POST /tiktokShop HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: ${signatureOf(body)}\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 50)}`,
    )
    await sleep(200)
    // Others are served meanwhile.
    expect((await send(bodyOf())).status).toBe(200)
    before = { reads: counts.reads, writes: counts.writes, tasks: server.runTasks.size }
    slow.destroy()
    await sleep(100)
    expect(spent()).toEqual(nothing)
  })
})

async function opened(): Promise<Socket> {
  const { hostname, port } = new URL(server.addressOf('webhooks'))
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  return socket
}

describe('what a vendor tells of an authorization', () => {
  it('that it ends soon: state and alert, and no run', async () => {
    const end = Math.floor(Date.now() / 1000) + 30 * 86_400
    await send(bodyOf({ type: 7, data: { message: 'expires', expiration_time: String(end) } }))
    expect(await seller.stored(authorization)).toMatchObject({ state: 'expiring' })
    expect(Object.keys(await seller.openAlerts())).toEqual([`tiktokShop.${shop}:authorization-expiring`])
    expect(spent()).toMatchObject({ tasks: 0 })
  })

  it('that it was taken back: state and alert, and no run', async () => {
    const body = bodyOf({ type: 6, data: {}, timestamp: Math.floor(Date.now() / 1000) + 1 })
    await send(body)
    expect(await seller.stored(authorization)).toMatchObject({ state: 'revoked' })
    expect(Object.keys(await seller.openAlerts())).toEqual([`tiktokShop.${shop}:authorization-expired`])
    // Given anew, the notification that comes again takes nothing back.
    await seller.connect()
    expect((await send(body)).status).toBe(200)
    await send(bodyOf({ type: 6, data: {}, timestamp: Math.floor(Date.now() / 1000) - 12 * 3_600 }))
    expect(await seller.stored(authorization)).toMatchObject({ state: 'ok' })
    expect(await seller.openAlerts()).toEqual({})
    expect(spent()).toMatchObject({ tasks: 0 })
  })
})

describe('a notification that cannot be dealt with', () => {
  it('is answered 500 and comes again', async () => {
    const body = bodyOf({ tts_notification_id: 'again' })
    const failing = Object.assign(Object.create(server.deps) as typeof server.deps, {
      requestRun: () => Promise.reject(new Error('The queue is away.')),
    })
    const other = await startServer({
      db,
      webhookHandlers: server.deps.webhookHandlers,
      getDeps: () => failing,
    })
    try {
      const headers = { 'Content-Type': 'application/json', Authorization: signatureOf(body) }
      const answer = await other.fetch('webhooks', { method: 'POST', headers, body }, 'tiktokShop')
      expect(answer.status).toBe(500)
      expect(answer.text).not.toContain('queue')
    } finally {
      await other.stop()
    }
    expect((await webhookRef(seller.db, 'tiktokShop', 'again').get()).exists).toBe(false)
    expect((await send(body)).status).toBe(200)
    expect((await webhookRef(seller.db, 'tiktokShop', 'again').get()).exists).toBe(true)
  })
})

it('a source that is off has no address, whatever is signed', async () => {
  const off = await startServer({ db })
  try {
    const body = bodyOf()
    const headers = { 'Content-Type': 'application/json', Authorization: signatureOf(body) }
    expect((await off.fetch('webhooks', { method: 'POST', headers, body }, 'tiktokShop')).status).toBe(404)
    expect(spent()).toEqual(nothing)
  } finally {
    await off.stop()
  }
})

it('nothing of a notification is in a log, nor the app’s secret', async () => {
  const stored = await Promise.all(
    Object.values(collections).map(async (name) =>
      JSON.stringify((await seller.db.collection(name).get()).docs.map((one) => one.data())),
    ),
  )
  const logs = logLines.join('\n')
  expect(logs).toContain('[WEBHOOKS]')
  for (const secret of [appSecret, ...vendor.secrets, '576653688135258178', shop]) expect(logs).not.toContain(secret)
  for (const secret of [appSecret, ...vendor.secrets]) expect(stored.join('\n')).not.toContain(secret)
})
