import { describe, expect, it } from 'vitest'

import type { ListOrdersRequest, Sort } from '../../../functions/src/contract/api.ts'
import { type MemoryStore, storeOf } from '../memoryReader.ts'
import { blockOf, idsOf } from '../rows.ts'
import { ask, everything, rowsOf, within } from './dailyOrders.ts'
import { gateSegments } from './segmentGate.ts'

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

function pathOf(store: MemoryStore, segment: number): string {
  const [cache] = store.caches
  return `orders_cache_segments/${cache?.pipeline}:${cache?.head.segments[segment]?.n}`
}
