import { describe, expect, it } from 'vitest'

import type { Filter, ListOrdersRequest } from '../../../functions/src/contract/api.ts'
import { compileOrderFilter } from '../../../functions/src/engine/orders/orderQuery.ts'
import { findPage } from '../../../functions/src/engine/plan/find.ts'
import { newestFirst } from '../../../functions/src/engine/plan/sort.ts'
import { ResourceExhaustedError } from '../../../functions/src/lib/errors.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { MemoryStore, storeOf } from '../memoryReader.ts'
import { idsOf, type OrderRow as Row, row } from '../rows.ts'
import { ask, begin, day, everything, iso, rowsOf, within } from './dailyOrders.ts'

describe('a request for more rows than the limit', () => {
  const store = storeOf(rowsOf(100), 10)
  const reader = store.reader({ rowLimit: 50 })

  it.each<ListOrdersRequest>([
    everything,
    { sort: { field: 'customer', direction: 'asc' } },
    { filter: { currency: ['USD'], status: ['pending'] }, facets: true, sort: { field: 'total', direction: 'asc' } },
    { limit: 200, sort: { field: 'updatedAt', direction: 'asc' } },
  ])('is refused with advice: %j', async (request) => {
    const refusal = ask(store, reader, request)
    await expect(refusal).rejects.toThrow(ResourceExhaustedError)
    await expect(refusal).rejects.toThrow(/\d+ orders.*limit is 50.*READ_ROW_LIMIT.*createdFrom/)
  })

  it('is answered when its dates are bounded, or when it needs no more', async () => {
    expect(await ask(store, reader, { filter: within(50, 100), facets: true })).toMatchObject({ total: 50 })
    const sort = { field: 'customer', direction: 'desc' } as const
    expect(await ask(store, reader, { filter: within(0, 30), sort })).toMatchObject({ total: 30 })
    expect((await ask(store, reader, { limit: 20 })).orders).toHaveLength(20)
    expect((await ask(store, reader, { limit: 20, sort: { field: 'total', direction: 'asc' } })).total).toBe(100)
  })
})

describe('what an answer loads', () => {
  const many = rowsOf(1_500, (i) => ({
    ...(i % 2 === 1 && { id: `square:${String(i).padStart(6, '0')}`, source: 'square' as const }),
    currency: i % 5 === 0 ? 'EUR' : 'USD',
  }))
  const large = new MemoryStore(['firestore', 'square', 'tiktokShop'])
  large.write(many)
  large.fold(100)
  large.write([row({ id: 'tiktokShop:1', source: 'tiktokShop', status: 'shipped', createdAt: begin + 5_000 * day })])
  large.publish()

  it.each<ListOrdersRequest>([
    {},
    { limit: 200, facets: true },
    { filter: { status: ['pending'] } },
    { filter: { status: ['pending', 'refunded'] }, limit: 20 },
    { filter: { source: ['square', 'tiktokShop'] }, limit: 100 },
    { filter: { currency: ['USD', 'JPY'] }, limit: 150 },
    { filter: { totalMin: 0 }, facets: true },
    { filter: { createdFrom: iso(begin), createdTo: iso(begin + 9_000 * day) }, facets: true },
  ])('cold is one document a pipeline for a first page of %j', async (request) => {
    const { limit = 50 } = request
    const answer = await ask(large, large.reader(), request)
    expect(answer.meta).toMatchObject({ firestoreReads: 3, segmentsRead: 0 })
    expect(answer.orders).toHaveLength(limit)
    const { status, source, currency } = request.filter ?? {}
    const passing = (large.rows() as Row[]).filter((given) => {
      const byFacets = [
        status?.includes(given.status),
        source?.includes(given.source),
        currency?.includes(given.currency),
      ]
      return byFacets.every((passes) => passes !== false)
    })
    expect(answer.total).toBe(passing.length)
  })

  it('in the default order is the newest segment, then older ones, and no more than about fill the page', async () => {
    const store = storeOf(rowsOf(160), 10)
    const loadedBy = async (limit: number): Promise<number[]> => {
      const before = store.database.read.length
      await ask(store, store.reader(), { limit })
      const numbers = store.database.read.slice(before + 1).map((path) => Number(path.split(':')[1]))
      const { segments = [] } = store.caches[0]?.head ?? {}
      return numbers.map((n) => segments.findIndex((segment) => segment.n === n)).toSorted((a, b) => a - b)
    }
    expect(await loadedBy(5)).toEqual([15])
    expect(await loadedBy(9)).toEqual([15])
    for (const [limit, needed] of [
      [25, 3],
      [61, 7],
    ] as const) {
      const loaded = await loadedBy(limit)
      expect(loaded.length).toBeGreaterThanOrEqual(needed)
      expect(loaded.length).toBeLessThan(2 * needed + 1)
      expect(loaded, 'the newest ones').toEqual(loaded.map((_, i) => 16 - loaded.length + i))
    }
  })

  it.each(['total', 'updatedAt', 'createdAt'] as const)('by %s is what zone maps cannot exclude', async (field) => {
    // One segment of all may hold the first rows of either end; another holds a few of each.
    const store = storeOf(
      rowsOf(200, (i) => (i === 55 ? { total: 1_000, updatedAt: begin + 1_000 * day } : {})),
      10,
    )
    const desc = await ask(store, store.reader(), { sort: { field, direction: 'desc' }, limit: 3 })
    const asc = await ask(store, store.reader(), { sort: { field, direction: 'asc' }, limit: 3 })
    const last = field === 'createdAt' ? ['000199', '000198', '000197'] : ['000055', '000199', '000198']
    expect(idsOf(desc.orders)).toEqual(last.map((id) => `firestore:${id}`))
    expect(idsOf(asc.orders)).toEqual(['000000', '000001', '000002'].map((id) => `firestore:${id}`))
    expect(asc.meta.segmentsRead).toBe(1)
    expect(desc.meta.segmentsRead).toBeLessThanOrEqual(field === 'createdAt' ? 1 : 3)
    const cursor = asc.nextCursor ?? ''
    const next = await ask(store, store.reader(), { sort: { field, direction: 'asc' }, limit: 3, cursor })
    expect(next.meta.segmentsRead).toBe(1)
  })

  it('for a total is nothing where the zone maps count it', async () => {
    const store = storeOf(rowsOf(100), 10)
    const totalOf = async (filter: Filter): Promise<{ total: number; segmentsRead: number }> => {
      const view = await store.reader().view()
      const wanted = { sort: newestFirst, count: 0, after: null }
      const { total } = await findPage(view, compileOrderFilter(orderStream, filter), wanted, false)
      return { total, segmentsRead: view.segmentsRead }
    }
    expect(await totalOf({ status: ['pending'] })).toEqual({ total: 34, segmentsRead: 0 })
    expect(await totalOf({ status: ['refunded'] })).toEqual({ total: 0, segmentsRead: 0 })
    const [createdFrom, createdTo] = [iso(begin + 20 * day), iso(begin + 60 * day)]
    expect(await totalOf({ createdFrom, createdTo })).toEqual({ total: 40, segmentsRead: 0 })
    expect(await totalOf({ createdFrom, createdTo, status: ['completed'] })).toEqual({ total: 27, segmentsRead: 0 })
    expect(await totalOf({ totalMin: 20, totalMax: 59 })).toEqual({ total: 40, segmentsRead: 0 })
    // A bound in the midst of a segment needs that one.
    expect(await totalOf({ createdFrom, createdTo: iso(begin + 55 * day) })).toEqual({ total: 35, segmentsRead: 1 })
    expect(await totalOf({ status: ['pending'], currency: ['USD'] })).toEqual({ total: 34, segmentsRead: 0 })
  })

  it('for facets is nothing without a filter, and no segment that a facet rules out as a whole', async () => {
    // Two segments of finished orders, one of those that are in work.
    const store = storeOf(
      rowsOf(30, (i) => ({ status: i < 20 ? 'completed' : i % 2 ? 'pending' : 'shipped' })),
      10,
    )
    store.keepNewest(0)
    const facets = async (filter: Filter): Promise<unknown> => {
      const view = await store.reader().view()
      const wanted = { sort: newestFirst, count: 0, after: null }
      const found = await findPage(view, compileOrderFilter(orderStream, filter), wanted, true)
      return { ...found.facets, segmentsRead: view.segmentsRead }
    }
    const all = { completed: 20, pending: 5, shipped: 5 }
    expect(await facets({})).toEqual({ status: all, source: { firestore: 30 }, currency: { USD: 30 }, segmentsRead: 0 })
    expect(await facets({ status: ['pending'] })).toEqual({
      status: all,
      source: { firestore: 5 },
      currency: { USD: 5 },
      segmentsRead: 1,
    })
  })
})
