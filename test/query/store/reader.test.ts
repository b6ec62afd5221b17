import { describe, expect, it } from 'vitest'

import type { Filter, ListOrdersRequest, ListOrdersResponse, Sort } from '../../../functions/src/contract/api.ts'
import { listOrders } from '../../../functions/src/engine/orders/listOrders.ts'
import { compileOrderFilter } from '../../../functions/src/engine/orders/orderQuery.ts'
import { findPage } from '../../../functions/src/engine/plan/find.ts'
import { newestFirst } from '../../../functions/src/engine/plan/sort.ts'
import { ResourceExhaustedError } from '../../../functions/src/lib/errors.ts'
import type { CacheReader } from '../../../functions/src/query/store/reader.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { MemoryStore, storeOf } from '../memoryReader.ts'
import { blockOf, idsOf, type OrderRow as Row, row } from '../rows.ts'

const begin = Date.UTC(2026, 0, 1)
const day = 86_400_000
const iso = (ms: number): string => new Date(ms).toISOString()

/** One order a day; totals and change times rise with them, and the status changes from one to the next. */
function rowsOf(count: number, fields: (i: number) => Partial<Row> = () => ({})): Row[] {
  return Array.from({ length: count }, (_, i) =>
    row({
      id: `firestore:${String(i).padStart(6, '0')}`,
      createdAt: begin + i * day,
      updatedAt: begin + i * day + 1_000,
      total: i,
      status: i % 3 === 0 ? 'pending' : 'completed',
      ...fields(i),
    }),
  )
}

const ask = (store: MemoryStore, reader: CacheReader, request: ListOrdersRequest = {}): Promise<ListOrdersResponse> =>
  listOrders(reader, request, store.clock)

/** A filter that only the rows themselves of days `from` to `to` (exclusive) can answer. */
const within = (from: number, to: number): Filter => ({
  search: 'firestore',
  createdFrom: iso(begin + from * day),
  createdTo: iso(begin + to * day),
})
const everything: ListOrdersRequest = { filter: { search: 'firestore' } }

describe('a head', () => {
  it('is asked for again only when its time to live is over', async () => {
    const store = storeOf(rowsOf(20), 5)
    const reader = store.reader({ headTtlMs: 5_000 })
    expect((await ask(store, reader)).total).toBe(20)
    store.write(rowsOf(21).slice(20))
    store.publish()
    store.clock.nowMs = 4_999
    expect(await ask(store, reader, { limit: 1 })).toMatchObject({ total: 20, meta: { firestoreReads: 0 } })
    store.clock.nowMs = 5_000
    expect(await ask(store, reader, { limit: 1 })).toMatchObject({ total: 21, meta: { firestoreReads: 1 } })
    store.clock.nowMs = 9_999
    expect(await ask(store, reader, { limit: 1 })).toMatchObject({ total: 21, meta: { firestoreReads: 0 } })
  })

  it('that has not changed is not decoded again', async () => {
    const store = storeOf([...rowsOf(4), row({ id: 'square:1', source: 'square' })])
    const reader = store.reader()
    const first = await reader.view()
    const second = await reader.view()
    expect(second.firestoreReads).toBe(2)
    expect(second.versions).toEqual(first.versions)
    expect(second.versions.map((version, i) => version === first.versions[i])).toEqual([true, true])
    store.write([row({ id: 'square:2', source: 'square' })])
    store.publish()
    const third = await reader.view()
    expect(third.versions.map((version, i) => version === first.versions[i])).toEqual([true, false])
  })

  it('that has not changed for hours has its segments read at the moment at which it was last asked for', async () => {
    const store = storeOf(rowsOf(20), 5)
    const reader = store.reader()
    await reader.view()
    store.database.pass(7_200_000)
    expect((await ask(store, reader, everything)).meta).toMatchObject({ firestoreReads: 5, segmentsRead: 4 })
  })

  it('that does not exist is an empty one', async () => {
    const store = new MemoryStore(['firestore', 'square'])
    expect(await ask(store, store.reader(), { facets: true })).toMatchObject({ orders: [], total: 0, nextCursor: null })
    store.write([row({ id: 'square:1', source: 'square' })])
    store.publish()
    expect(await ask(store, store.reader(), { facets: true })).toMatchObject({ orders: [{ id: 'square:1' }], total: 1 })
  })

  it('that could not be read fails the requests that waited for it, and no later one', async () => {
    const store = storeOf(rowsOf(3))
    const reader = store.reader()
    store.database.before = () => Promise.reject(new Error('unavailable'))
    const answers = await Promise.allSettled([ask(store, reader), ask(store, reader)])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    store.database.before = () => {}
    expect((await ask(store, reader)).total).toBe(3)
  })
})

describe('requests that come at once', () => {
  it('share one read of the head and one load of each segment, and count them once', async () => {
    const store = storeOf(rowsOf(100), 7)
    const reader = store.reader()
    const requests = [
      everything,
      { filter: within(10, 90) },
      { sort: { field: 'customer', direction: 'asc' } as const },
    ]
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => ask(store, reader, requests[i % 3])))
    const { read } = store.database
    expect(new Set(read).size).toBe(read.length)
    expect(read.length).toBeGreaterThan(12)
    expect(answers.reduce((sum, { meta }) => sum + meta.firestoreReads, 0)).toBe(read.length)
    expect(answers.reduce((sum, { meta }) => sum + meta.segmentsRead, 0)).toBe(read.length - 1)
    expect(answers.map(({ total }) => total)).toEqual(Array.from({ length: 30 }, (_, i) => (i % 3 === 1 ? 80 : 100)))
  })

  it('get each the version of its own head, though segments are rewritten while they wait', async () => {
    const store = storeOf(
      rowsOf(30, () => ({ customerName: 'old' })),
      5,
    )
    const reader = store.reader()
    const gate = gateSegments(store)
    const old = ask(store, reader, { filter: { search: 'old' } })
    await gate.reached
    store.write(rowsOf(29, () => ({ customerName: 'new', total: 7 })))
    store.fold(3)
    store.publish()
    gate.open()
    expect((await ask(store, reader, { filter: { search: 'new' } })).total).toBe(29)
    gate.letThrough()
    expect((await old).total).toBe(30)
    expect((await ask(store, reader, { filter: { search: 'old' } })).total).toBe(1)
  })
})

describe('segments', () => {
  it('are read again only where they have changed', async () => {
    const store = storeOf(rowsOf(50), 5)
    const reader = store.reader()
    expect((await ask(store, reader, everything)).meta).toMatchObject({ segmentsRead: 10 })
    expect((await ask(store, reader, everything)).meta).toMatchObject({ firestoreReads: 1, segmentsRead: 0 })
    store.write(
      rowsOf(13)
        .slice(12)
        .map((given) => ({ ...given, customerName: 'changed' })),
    )
    store.publish()
    expect((await ask(store, reader, everything)).meta).toMatchObject({ firestoreReads: 1, segmentsRead: 0 })
    store.fold(5)
    store.publish()
    const before = store.database.read.length
    expect((await ask(store, reader, everything)).meta).toMatchObject({ segmentsRead: 1 })
    expect(store.database.read.slice(before)).toEqual(['orders_cache_head/firestore.orders', pathOf(store, 2)])
  })

  it('that were used longest ago go when memory is short, and come back right', async () => {
    const rows = rowsOf(30)
    const store = storeOf(rows, 10)
    const [a, b, c] = [within(0, 10), within(10, 20), within(20, 30)].map((filter) => ({ filter }))
    const bytes = Math.max(...[0, 10, 20].map((from) => blockOf(rows.slice(from, from + 10)).bytes))
    const reader = store.reader({ memoryBytes: 2.5 * bytes })
    const readsOf = async (request?: ListOrdersRequest): Promise<number> => {
      const { total, meta } = await ask(store, reader, request)
      expect(total).toBe(10)
      return meta.segmentsRead
    }
    expect([await readsOf(a), await readsOf(b), await readsOf(a), await readsOf(c)]).toEqual([1, 1, 0, 1])
    expect([await readsOf(a), await readsOf(c)], 'the last two that were used').toEqual([0, 0])
    expect([await readsOf(b), await readsOf(a)], 'and then they').toEqual([1, 1])
  })

  it.each([0, 1, 20_000])('are all found in %i bytes of memory, however many ask', async (memoryBytes) => {
    const store = storeOf(rowsOf(60), 4)
    const reader = store.reader({ memoryBytes })
    const sort: Sort = { field: 'orderNumber', direction: 'asc' }
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => ask(store, reader, i % 2 ? everything : { ...everything, sort, limit: 60 })),
    )
    expect(answers.map(({ total }) => total)).toEqual(answers.map(() => 60))
    expect(idsOf(answers[0]?.orders ?? [])).toEqual(idsOf(rowsOf(60)))
    expect(answers.reduce((sum, { meta }) => sum + meta.firestoreReads, 0)).toBe(store.database.read.length)
  })

  it('of versions that are gone take no room from those of the present one', async () => {
    const store = storeOf(rowsOf(40), 10)
    const bytes = rowsOf(40).reduce((sum, given) => sum + blockOf([given]).bytes, 0)
    const reader = store.reader({ memoryBytes: bytes })
    const rewrite = (discount: number): void => {
      store.write(rowsOf(40, () => ({ discount })))
      store.fold(10)
      store.publish()
    }
    for (let i = 0; i < 30; i++) {
      rewrite(2 * i)
      const gate = gateSegments(store)
      const old = ask(store, reader, everything)
      await gate.reached
      rewrite(2 * i + 1)
      gate.open()
      // The old version's segments come when the new version's have been asked for.
      const present = ask(store, reader, everything)
      gate.letThrough()
      expect([(await old).total, (await present).total]).toEqual([40, 40])
    }
    await ask(store, reader, everything)
    expect((await ask(store, reader, everything)).meta.segmentsRead).toBe(0)
  })

  it('that could not be read fail the requests that waited for them, and no later one', async () => {
    const store = storeOf(rowsOf(200), 2)
    const reader = store.reader()
    let failures = 3
    store.database.before = (paths) => {
      if (failures > 0 && paths.some((path) => path.includes('segments'))) {
        failures -= 1
        throw new Error('unavailable')
      }
    }
    const answers = await Promise.allSettled([ask(store, reader, everything), ask(store, reader, everything)])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(failures).toBe(0)
    expect((await ask(store, reader, everything)).total).toBe(200)
    expect((await ask(store, reader, everything)).meta).toMatchObject({ firestoreReads: 1, segmentsRead: 0 })
  })
})

/** Holds up those who ask for segments, until `open` for later ones and until `letThrough` for those who wait. */
function gateSegments({ database }: MemoryStore): { reached: Promise<void>; open(): void; letThrough(): void } {
  const reached = Promise.withResolvers<void>()
  const waiting = Promise.withResolvers<void>()
  database.before = (paths) => {
    if (paths.every((path) => !path.includes('segments'))) return undefined
    reached.resolve()
    return waiting.promise
  }
  return {
    reached: reached.promise,
    open: () => {
      database.before = () => {}
    },
    letThrough: () => waiting.resolve(),
  }
}

function pathOf(store: MemoryStore, segment: number): string {
  const [cache] = store.caches
  return `orders_cache_segments/${cache?.pipeline}:${cache?.head.segments[segment]?.n}`
}

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
