import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { rebuild } from '../../functions/src/cache/rebuild.ts'
import { orderSchema, type Order } from '../../functions/src/contract/order.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { systemClock } from '../../functions/src/lib/systemClock.ts'
import { pipelineOf } from '../../functions/src/model/pipeline.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { order } from '../cache/order.ts'
import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { databaseOf } from '../harness/firestore.ts'

/* Two accounts of one vendor: the ids of their records look alike, and each pipeline keeps to its own. */

function account(first: number, count: number): MemorySource<Order> {
  const source = new MemorySource<Order>({
    name: 'square',
    now: () => instantFromMs(Date.now()),
    parse: ({ raw }) => {
      const parsed = orderSchema.safeParse(raw)
      return parsed.success
        ? { ok: true, record: parsed.data, payload: {} }
        : { ok: false, reason: 'total: is missing' }
    },
  })
  for (let n = first; n < first + count; n++) {
    const sourceId = `r${n}`
    source.put(sourceId, { ...order, id: `square:${sourceId}`, source: 'square', sourceId })
  }
  return source
}

const db = databaseOf()
const south = account(100, 7)
let server: AdminServer

beforeAll(async () => {
  south.put('broken', { no: 'order' })
  server = await startAdminServer({
    db,
    more: [pipelineOf(account(0, 5), orderStream, 'north'), pipelineOf(south, orderStream, 'south')],
  })
  await server.fetch('syncOrders', { method: 'POST' })
  await server.drain()
})
afterAll(() => server.stop())

async function idsListed(): Promise<string[]> {
  const { orders } = await server.ask('listOrders', { limit: 100, filter: { source: ['square'] } })
  return orders.map(({ id }) => id).toSorted()
}

describe('two accounts of one vendor', () => {
  const all = ['r0', 'r1', 'r100', 'r101', 'r102', 'r103', 'r104', 'r105', 'r106', 'r2', 'r3', 'r4']

  it('are pipelines of their own, and one list', async () => {
    const { pipelines } = await server.ask('getSyncStatus', null)
    expect(pipelines.map(({ pipeline, count }) => [pipeline, count])).toEqual([
      ['firestore.orders', 0],
      ['square.north.orders', 5],
      ['square.south.orders', 7],
    ])
    expect(await idsListed()).toEqual(all.map((id) => `square:${id}`))
  })

  it('are rebuilt each from its own documents', async () => {
    for (const [pipeline, rows] of [
      ['square.north.orders', 5],
      ['square.south.orders', 7],
    ] as const) {
      const done = await rebuild(db, orderStream, pipeline, systemClock)
      expect(done).toMatchObject({ rows, damaged: { count: 0 } })
    }
    expect(await idsListed()).toEqual(all.map((id) => `square:${id}`))
  })

  it('tell of a record in quarantine, whichever of them it is of', async () => {
    const { status, text } = await server.call('getOrder', { id: 'square:broken' })
    expect(status).toBe(404)
    expect(text).toContain('This order is in quarantine')
  })

  it('are named by letters and digits', () => {
    expect(() => pipelineOf(south, orderStream, 'a.b')).toThrow('An account is named by')
  })
})
