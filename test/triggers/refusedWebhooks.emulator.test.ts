import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { logLines, startServer } from '../harness/server.ts'
import { NotifiedShop, nothing } from '../harness/notifiedShop.ts'

/* Notifications over HTTP, as anybody else sends them who has found the address. */

let shop: NotifiedShop
beforeAll(async () => {
  shop = await NotifiedShop.open()
})
afterAll(() => shop.stop())
beforeEach(() => shop.begin())

const flipped = (text: string): string => `${text.startsWith('0') ? '1' : '0'}${text.slice(1)}`

describe('whoever cannot sign is refused, and nothing is read or written', () => {
  it.each<[string, (body: string) => string]>([
    ['another signature', (body) => flipped(shop.signatureOf(body))],
    ['a signature of other bytes', (body) => shop.signatureOf(`${body} `)],
    ['one in capitals', (body) => shop.signatureOf(body).toUpperCase()],
    ['a part of one', (body) => shop.signatureOf(body).slice(0, 63)],
    ['a bearer token', (body) => `Bearer ${shop.signatureOf(body)}`],
    [
      'one by another secret',
      (body) =>
        createHmac('sha256', 'guess')
          .update(shop.vendor.app.appKey + body)
          .digest('hex'),
    ],
    ['an empty one', () => ''],
  ])('%s', async (_name, sign) => {
    const body = shop.bodyOf()
    const answer = await shop.send(body, { signature: sign(body) })
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } })
    expect(shop.spent).toEqual(nothing)
  })

  it('none at all', async () => {
    const headers = { 'Content-Type': 'application/json' }
    const answer = await shop.server.fetch('webhooks', { method: 'POST', headers, body: shop.bodyOf() }, 'tiktokShop')
    expect(answer.status).toBe(401)
    expect(shop.spent).toEqual(nothing)
  })

  it('a good signature on a changed body', async () => {
    const body = shop.bodyOf()
    expect((await shop.send(body.replace('UNPAID', 'COMPLETED'), { signature: shop.signatureOf(body) })).status).toBe(
      401,
    )
    expect(shop.spent).toEqual(nothing)
  })

  it('a flood of them is no flood of lines in the log', async () => {
    const logged = logLines.length
    const body = shop.bodyOf()
    await Promise.all(Array.from({ length: 200 }, () => shop.send(body, { signature: 'f'.repeat(64) })))
    expect(logLines.slice(logged).filter((line) => line.includes('[WEBHOOKS]')).length).toBeLessThan(10)
    expect(shop.spent).toEqual(nothing)
  })
})

describe('what is no notification is refused, and nothing is read or written', () => {
  it('a body above 64 KB, though it is signed', async () => {
    const body = shop.bodyOf({ data: { order_id: '1', padding: 'x'.repeat(64 * 1024) } })
    expect(await shop.send(body)).toMatchObject({ status: 400, body: { error: { code: 'invalid-argument' } } })
    expect(shop.spent).toEqual(nothing)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream'])(
    'of type %s',
    async (type) => {
      expect((await shop.send(shop.bodyOf(), { type })).status).toBe(400)
      expect(shop.spent).toEqual(nothing)
    },
  )

  it('JSON that is cut short', async () => {
    // Of nobody: the framework, which parses before anybody of ours is asked, logs what it cannot parse.
    const answer = await shop.send(shop.bodyOf({ shop_id: '98', data: {} }).slice(0, -1))
    expect(answer.status).toBe(400)
    expect(shop.spent).toEqual(nothing)
  })

  it.each(['GET', 'PUT', 'DELETE'])('%s', async (method) => {
    const answer = await shop.server.fetch('webhooks', { method }, 'tiktokShop')
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST')
    expect(shop.spent).toEqual(nothing)
  })

  it.each(['', 'square', 'firestore', 'tiktokShop/more', '__proto__', 'api/webhooks', '%2ftiktokShop'])(
    'at the address %j',
    async (path) => {
      expect((await shop.send(shop.bodyOf(), { path })).status).toBe(404)
      expect(shop.spent).toEqual(nothing)
    },
  )

  it('a body that comes slowly keeps nobody busy, and is forgotten with its connection', async () => {
    const body = shop.bodyOf()
    const slow = await opened()
    slow.write(
      `POST /tiktokShop HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: ${shop.signatureOf(body)}\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 50)}`,
    )
    await sleep(200)
    // Others are served meanwhile.
    expect((await shop.send(shop.bodyOf())).status).toBe(200)
    shop.begin()
    slow.destroy()
    await sleep(100)
    expect(shop.spent).toEqual(nothing)
  })
})

async function opened(): Promise<Socket> {
  const { hostname, port } = new URL(shop.server.addressOf('webhooks'))
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  return socket
}

it('a source that is off has no address, whatever is signed', async () => {
  const off = await startServer({ db: shop.instance.db })
  try {
    const body = shop.bodyOf()
    const headers = { 'Content-Type': 'application/json', Authorization: shop.signatureOf(body) }
    expect((await off.fetch('webhooks', { method: 'POST', headers, body }, 'tiktokShop')).status).toBe(404)
    expect(shop.spent).toEqual(nothing)
  } finally {
    await off.stop()
  }
})

it('nothing that came is in a log, and no secret is stored', () => shop.expectDiscreet())
