import { describe, expect, it } from 'vitest'

import { MemoryStore, storeOf } from '../memoryReader.ts'
import { row } from '../rows.ts'
import { ask, everything, rowsOf, within } from './dailyOrders.ts'
import { gateSegments } from './segmentGate.ts'

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
