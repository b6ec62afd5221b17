import { describe, expect, it } from 'vitest'

import { orderStats } from '../../../functions/src/engine/orders/orderStats.ts'
import { exportOrders } from '../../../functions/src/query/orders/exportOrders.ts'
import { storeOf } from '../memoryReader.ts'
import { row } from '../rows.ts'

/* Figures and files of a shop that has set its zone, asked for without one and with another. */

const shopZone = 'Pacific/Auckland'
const early = row({ id: 'firestore:a', createdAt: Date.parse('2026-11-19T18:00:00.000Z') })
const store = storeOf([early])

describe('statistics', () => {
  it('are of the shop’s days, and say so', async () => {
    const answer = await orderStats(store.reader(), { by: 'day' }, shopZone, store.clock)
    expect(answer).toMatchObject({ timeZone: shopZone, buckets: [{ bucket: '2026-11-20', count: 1 }] })
  })

  it('are of the days of another zone where a request names one', async () => {
    const answer = await orderStats(store.reader(), { by: 'day', timeZone: 'UTC' }, shopZone, store.clock)
    expect(answer).toMatchObject({ timeZone: 'UTC', buckets: [{ bucket: '2026-11-19', count: 1 }] })
  })
})

async function fileOf(timeZone?: string): Promise<string> {
  const pieces: string[] = []
  const request = { format: 'csv', ...(timeZone !== undefined && { timeZone }) } as const
  for await (const piece of exportOrders(store.database.client, store.reader(), request, shopZone)) pieces.push(piece)
  return pieces.join('')
}

describe('a file', () => {
  it('has the shop’s times', async () => {
    expect(await fileOf()).toContain(',2026-11-20T07:00:00.000+13:00,')
  })

  it('has the times of another zone where a request names one', async () => {
    expect(await fileOf('UTC')).toContain(',2026-11-19 18:00:00,')
  })
})
