import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { SyncOrdersResponse, SyncStatusResponse } from '../../functions/src/contract/sync.ts'
import { orderSchema, type Order, type SourceName } from '../../functions/src/contract/order.ts'
import { SourceError } from '../../functions/src/lib/errors.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { pipelineOf, type Pipeline } from '../../functions/src/model/pipeline.ts'
import type { ChangeWindow, SourcePage } from '../../functions/src/model/source.ts'
import { defineStream } from '../../functions/src/model/stream.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { order } from '../cache/order.ts'
import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { ids, Shop } from '../harness/shop.ts'

/* What one pipeline does is no other's business: the healthy one answers as if it were alone. */

function memory(name: SourceName, Source = MemorySource<Order>): MemorySource<Order> {
  return new Source({
    name,
    now: () => instantFromMs(Date.now()),
    parse: ({ raw }) => ({ ok: true, record: orderSchema.parse(raw), payload: {} }),
  })
}

/** A vendor that is down. */
class Failing extends MemorySource<Order> {
  override async *changes(_window: ChangeWindow, _pageSize: number): AsyncGenerator<SourcePage> {
    yield* []
    throw new SourceError('The vendor answers with 503.', { retryable: false })
  }
  override enumerate(): never {
    throw new SourceError('The vendor answers with 503.', { retryable: false })
  }
}

const huge = 8_000
const returns = defineStream<Order>({ ...orderStream, name: 'returns' })
const shop = new Shop()
const source = memory('square')
let others: readonly Pipeline[]
let alone: TestServer
let among: AdminServer

beforeAll(async () => {
  for (let i = 0; i < huge; i++) {
    const sourceId = `h${String(i).padStart(6, '0')}`
    source.put(sourceId, { ...order, id: `square:${sourceId}`, source: 'square', sourceId })
  }
  others = [
    // Of the same stream, so that each list asks its head, too.
    pipelineOf(memory('tiktokShop', Failing), orderStream),
    pipelineOf(memory('tiktokShop'), defineStream<Order>({ ...orderStream, name: 'wishes' })),
    pipelineOf(source, returns),
  ]
  await shop.putMany(ids(60), (_id, i) => ({ status: i % 2 === 0 ? 'SHIPPED' : 'PENDING', totalAmount: i }))
  among = await startAdminServer({ db: shop.db, more: others })
  alone = await startServer({ db: shop.db })
})
afterAll(async () => {
  await alone.stop()
  await among.stop()
})

async function sync(): Promise<SyncOrdersResponse> {
  const { body } = await among.fetch('syncOrders', { method: 'POST' })
  return body as SyncOrdersResponse // What it answers.
}

/** What the functions answer about the orders, but for how long that took and what it cost. */
async function answers(server: TestServer): Promise<unknown> {
  const asked = [
    ['listOrders', { facets: true, limit: 20 }],
    ['listOrders', { filter: { status: ['shipped'], search: 'o0000' }, sort: { field: 'total', direction: 'asc' } }],
    ['orderStats', { by: 'status' }],
    ['getOrder', { id: 'firestore:o000003' }],
    ['listRecords', { stream: 'orders', filter: { total: { min: 500 } } }],
  ] as const
  return Promise.all(
    asked.map(async ([name, data]) => {
      const { status, body } = await server.call(name, data, among.token)
      const { result } = body as { result: Record<string, unknown> } // The callable protocol's envelope.
      const { meta: _cost, lagSeconds: _age, ...answer } = result
      return { status, answer }
    }),
  )
}

describe('beside a pipeline that fails and so never ran, one that is empty and one that is huge', () => {
  it('runs come and report as ever, side by side, and the failure is told as that pipeline’s', async () => {
    // The first call starts every full run.
    expect((await sync()).runs.map(({ pipeline, status }) => [pipeline, status])).toEqual([
      ['firestore.orders', 'running'],
      ['tiktokShop.orders', 'running'],
      ['tiktokShop.wishes', 'running'],
      ['square.returns', 'running'],
    ])
    await among.drain()
    await shop.put('o000001', { status: 'SHIPPED' })
    const { runs, success, totalOrders } = await sync()
    expect(success).toBe(false)
    expect(totalOrders).toBe(60)
    const own = runs.filter(({ pipeline }) => pipeline === 'firestore.orders')
    expect(own).toMatchObject([{ mode: 'incremental', status: 'succeeded', updated: 1 }])
    const failed = runs.find(({ pipeline, status }) => pipeline === 'tiktokShop.orders' && status === 'failed')
    expect(failed?.error).toContain('503')
    expect(runs.some(({ pipeline, status }) => pipeline === 'square.returns' && status === 'succeeded')).toBe(true)
  }, 200_000)

  it('every answer of the healthy one is as it is alone, its age included', async () => {
    expect(await answers(among)).toEqual(await answers(alone))
    const [list] = (await answers(among)) as { answer: { asOf: string | null; total: number } }[]
    expect(list?.answer).toMatchObject({ total: 60, asOf: expect.stringMatching(/^\d{4}-/) as string })
  })

  it('each has its own health', async () => {
    const { body } = await among.fetch('syncStatus')
    const { pipelines } = body as SyncStatusResponse // What it answers.
    expect(pipelines.map(({ pipeline, health, count }) => [pipeline, health, count])).toEqual([
      ['firestore.orders', 'ok', 60],
      ['tiktokShop.orders', 'failing', 0],
      ['tiktokShop.wishes', 'ok', 0],
      ['square.returns', 'ok', huge],
    ])
  })
})
