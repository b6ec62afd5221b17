import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Filter, OrderRow, OrderStatsBucket, StatsDimension } from '../../functions/src/contract/api.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { processOn } from '../harness/firestore.ts'
import { ids, Shop } from '../harness/shop.ts'

const shop = new Shop()
const { db, counts } = processOn(shop.db)
const words = ['PENDING', 'SHIPPED', 'CANCELLED', 'REFUNDED'] as const
const currencies = ['USD', 'EUR', 'JPY'] as const
let server: AdminServer
let rows: readonly OrderRow[]

beforeAll(async () => {
  server = await startAdminServer({ db })
  // Around a New Year, nine hours apart.
  const first = Date.parse('2025-12-20T00:00:00.000Z') / 1000
  await shop.putMany(ids(150), (_, i) => ({
    status: words[i % words.length] ?? '',
    currency: currencies[i % currencies.length],
    totalAmount: i - 20,
    timestamp: new Timestamp(first + i * 9 * 3_600, 0),
    customerName: i % 2 === 0 ? 'Ana López' : 'Bo',
  }))
  await server.fetch('resyncOrders', { method: 'POST' })
  await server.drain()
  rows = (await server.ask('listOrders', { limit: 200 })).orders
  expect(rows).toHaveLength(150)
})
afterAll(() => server.stop())

const week = (day: string): string => {
  const date = new Date(day)
  while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}

const bucketOf = {
  day: (row: OrderRow) => row.createdAt.slice(0, 10),
  week: (row: OrderRow) => week(row.createdAt.slice(0, 10)),
  month: (row: OrderRow) => row.createdAt.slice(0, 7),
  status: (row: OrderRow) => row.status,
  source: (row: OrderRow) => row.source,
} satisfies Record<StatsDimension, (row: OrderRow) => string>

/** The contract a second time, over the rows that a list shows. */
function naive(among: readonly OrderRow[], by: StatsDimension, includesLost = false): OrderStatsBucket[] {
  const keys = [...new Set(among.map((row) => `${bucketOf[by](row)}|${row.currency}`))].sort()
  return keys.map((key) => {
    const [bucket = '', currency = ''] = key.split('|')
    const those = among.filter((row) => bucketOf[by](row) === bucket && row.currency === currency)
    const known = those.filter(({ statusUnknown }) => statusUnknown !== true)
    const summed = known.filter(({ status }) => includesLost || (status !== 'cancelled' && status !== 'refunded'))
    return {
      bucket,
      currency,
      count: those.length,
      unmapped: those.length - known.length,
      leftOut: known.length - summed.length,
      revenue: summed.reduce((sum, { total }) => sum + total, 0),
    }
  })
}

const filters: readonly (readonly [Filter, (row: OrderRow) => boolean])[] = [
  [{}, () => true],
  [{ status: ['pending', 'shipped'] }, ({ status }) => status === 'pending' || status === 'shipped'],
  [{ currency: ['EUR'], search: 'lopez' }, ({ currency, customer }) => currency === 'EUR' && customer.name !== 'Bo'],
  [{ createdFrom: '2026-01-01T00:00:00Z' }, ({ createdAt }) => createdAt >= '2026'],
  [{ status: ['cancelled'] }, ({ status }) => status === 'cancelled'],
  [{ source: ['square'] }, () => false],
]

describe.each(Object.keys(bucketOf) as StatsDimension[])('by %s', (by) => {
  it.each(filters)('%j', async (filter, matches) => {
    const answer = await server.ask('orderStats', { by, filter })
    expect(answer.by).toBe(by)
    expect(answer.buckets).toEqual(naive(rows.filter(matches), by))
    const all = await server.ask('orderStats', { by, filter, includeCancelled: true })
    expect(all.buckets).toEqual(naive(rows.filter(matches), by, true))
  })
})

it('counts the days of the zone that is asked for, and says which', async () => {
  const timeZone = 'Pacific/Auckland'
  const answer = await server.ask('orderStats', { by: 'day', timeZone, includeCancelled: true })
  expect(answer.timeZone).toBe(timeZone)
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const dates = Map.groupBy(rows, ({ createdAt, currency }) => `${format.format(new Date(createdAt))} ${currency}`)
  expect(answer.buckets.map(({ bucket, currency, count }) => [`${bucket} ${currency}`, count])).toEqual(
    [...dates].map(([name, those]) => [name, those.length]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  )
  expect(answer.buckets).not.toEqual((await server.ask('orderStats', { by: 'day', includeCancelled: true })).buckets)
})

it('says how fresh it is, and what it read', async () => {
  const before = counts.reads
  const answer = await server.ask('orderStats', { by: 'month' })
  expect(counts.reads - before).toBe(answer.meta.firestoreReads)
  const { asOf } = await server.ask('listOrders', { limit: 1 })
  expect(answer).toEqual({
    by: 'month',
    timeZone: 'UTC',
    buckets: expect.any(Array) as unknown,
    asOf,
    liveAsOf: null,
    lagSeconds: expect.any(Number) as unknown,
    meta: {
      firestoreReads: expect.any(Number) as unknown,
      segmentsRead: expect.any(Number) as unknown,
      ms: expect.any(Number) as unknown,
    },
  })
})
