import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { ListOrdersRequest, ListOrdersResponse } from '../../../functions/src/contract/api.ts'
import { MemoryStore, storeOf } from '../memoryReader.ts'
import { type OrderRow as Row, tombstone } from '../rows.ts'
import { ask, begin, everything, rowsOf, within } from './dailyOrders.ts'

/** Orders with numbers, phone numbers and addresses as shops have them. */
const shop = (count: number, from = 0): Row[] =>
  rowsOf(count, (i) => ({
    orderNumber: `#${10_000 + from + i}`,
    customerEmail: `customer.${String(7 * (from + i))}@example.test`,
    customerPhone: `+1 202 55${String(10_000 + 3 * (from + i))}`,
  }))

const documentsOf = (store: MemoryStore): string[] =>
  store.caches.flatMap(({ pipeline, head }) =>
    [...new Set(head.segments.flatMap(({ needles }) => needles?.n ?? []))].map(
      (n) => `orders_cache_segments/${pipeline}:${n}`,
    ),
  )

const answerOf = ({ meta: _meta, ...answer }: ListOrdersResponse): unknown => answer

const searchOf = (search: string) => ({ filter: { search }, facets: true })

describe('a search of one order', () => {
  const store = storeOf(shop(1_000), 10)

  it.each(['#10123', '+1 (202) 5510369', '20255-10369', 'customer.861@example.test', 'R.861@EXAMPLE'])(
    'reads head, needles, the last segment and that of the order: %s',
    async (search) => {
      const cold = await ask(store, store.reader(), searchOf(search))
      expect(cold.orders.map(({ orderNumber }) => orderNumber)).toEqual(['#10123'])
      expect(cold).toMatchObject({ total: 1, facets: { status: { pending: 1 } } })
      expect(cold.meta.firestoreReads).toBeLessThanOrEqual(4)
      expect(cold.meta.segmentsRead).toBeLessThanOrEqual(2)
    },
  )

  it('reads next to nothing where there is no such order, and nothing the second time', async () => {
    const reader = store.reader()
    const first = await ask(store, reader, searchOf('#99999'))
    expect(first).toMatchObject({ total: 0, meta: { firestoreReads: 3, segmentsRead: 1 } })
    const second = await ask(store, reader, searchOf('#88888'))
    expect(second).toMatchObject({ total: 0, meta: { firestoreReads: 1, segmentsRead: 0 } })
  })

  it('reads no needles where they could spare it no more than one segment, or nothing at all', async () => {
    const reader = store.reader()
    const filter = { ...within(100, 110), search: '#99999' }
    expect((await ask(store, reader, { filter })).meta).toMatchObject({ firestoreReads: 2, segmentsRead: 1 })
    await ask(store, reader, everything)
    expect((await ask(store, reader, searchOf('#99998'))).meta).toMatchObject({ firestoreReads: 1, segmentsRead: 0 })
  })

  it('is answered in a cache of more rows than an instance may hold', async () => {
    const reader = store.reader({ rowLimit: 50 })
    expect(await ask(store, reader, searchOf('#10500'))).toMatchObject({ total: 1 })
    await expect(ask(store, reader, searchOf('customer'))).rejects.toThrow(/READ_ROW_LIMIT/)
  })

  it('finds what has changed, reading the needles of changed segments', async () => {
    const changing = storeOf(shop(200), 10)
    const reader = changing.reader()
    expect(await ask(changing, reader, searchOf('#10042'))).toMatchObject({ total: 1 })
    const renamed = shop(200)
      .slice(42, 43)
      .map((given) => ({ ...given, orderNumber: '#77777', version: '2' }))
    changing.write([
      ...renamed,
      ...shop(200)
        .slice(61, 62)
        .map((given) => tombstone(given, '2', begin)),
    ])
    changing.publish()
    expect(await ask(changing, reader, searchOf('#77777'))).toMatchObject({ total: 1 })
    changing.fold(10)
    changing.publish()
    for (const [search, total] of [
      ['#77777', 1],
      ['#10042', 0],
      ['#10061', 0],
      ['#10062', 1],
    ] as const) {
      for (const some of [reader, changing.reader()]) {
        expect({ search, total: (await ask(changing, some, searchOf(search))).total }).toEqual({ search, total })
      }
    }
  })

  it('is answered without needles that are damaged or gone, at the price of the segments', async () => {
    const damaged = storeOf(shop(100), 10)
    const [path = ''] = documentsOf(damaged)
    const numbers = Array.from({ length: 9 }, (_, i) => [`s${i}`, { version: 1, data: Uint8Array.of(1, 2, 3) }])
    for (const fields of [
      { pipeline: 'firestore.orders', encoding: 5, needles: Object.fromEntries(numbers) },
      { needles: 'none' },
      undefined,
    ]) {
      damaged.database.commit([[path, fields]])
      // So that it is not read as it was when the head was written.
      damaged.database.pass(3_600_000)
      const reader = damaged.reader()
      expect(await ask(damaged, reader, searchOf('#10042'))).toMatchObject({ total: 1, meta: { segmentsRead: 10 } })
      expect((await ask(damaged, reader, searchOf('#10043'))).meta.firestoreReads, 'and not read again').toBe(1)
    }
  })
})

it('answers are the same with needles and without, through any history', async () => {
  const seen = { spared: 0, found: 0 }
  const sort = { field: 'total', direction: 'desc' } as const
  const some = fc.array(fc.nat(70), { maxLength: 12 })
  const parts = [
    '#100',
    '1002',
    '10021',
    '0021',
    '.14',
    '@example',
    'r.147@',
    '+1 202 55',
    '5510063',
    '2-55',
    'pending',
  ]
  const search = fc.oneof(
    fc.constantFrom(...parts),
    fc.nat(70).map((i) => `#${10_000 + i}`),
    fc.nat(70).map((i) => `customer.${String(7 * i)}@`),
    fc.nat(70).map((i) => `(202) 55-${String(10_000 + 3 * i)}`),
  )
  const property = fc.asyncProperty(
    fc.array(fc.record({ changed: some, renumbered: some, gone: some, folded: fc.nat(2) }), { maxLength: 4 }),
    fc.integer({ min: 2, max: 9 }),
    fc.array(search, { minLength: 1, maxLength: 4 }),
    async (history, segmentRows, searches) => {
      const store = storeOf(shop(60), segmentRows)
      const reader = store.reader()
      const compare = async (): Promise<void> => {
        // Its rows are all pending: nothing but the rows themselves is looked at.
        const bare = new MemoryStore()
        bare.write(store.rows())
        bare.publish()
        expect(bare.caches[0]?.head.segments).toEqual([])
        for (const sought of searches) {
          const request: ListOrdersRequest = { filter: { search: sought }, facets: true, limit: 5, sort }
          const [warm, cold] = [await ask(store, reader, request), await ask(store, store.reader(), request)]
          const plain = await ask(bare, bare.reader(), request)
          for (const answer of [warm, cold]) expect(answerOf(answer)).toEqual(answerOf(plain))
          seen.found += plain.total
          seen.spared += Number(cold.meta.segmentsRead < (store.caches[0]?.head.segments.length ?? 0) / 2)
        }
      }
      await compare()
      let version = 1
      for (const { changed, renumbered, gone, folded } of history) {
        version += 1
        const [now, others] = [shop(70), shop(70, 400)]
        const rows = [
          ...changed.flatMap((i) => now.slice(i, i + 1)),
          ...renumbered.flatMap((i) => others.slice(i, i + 1)),
          ...gone.flatMap((i) => now.slice(i, i + 1).map((given) => tombstone(given, `${version}`, begin))),
        ].map((given) => ({ ...given, version: `${version}` }))
        store.write([...new Map(rows.map((given) => [given.id, given])).values()])
        if (folded > 0) store.fold(segmentRows, (id) => folded === 2 || id.endsWith('1'))
        store.publish()
        await compare()
      }
    },
  )
  await fc.assert(property, { numRuns: 25 })
  expect(seen.found).toBeGreaterThan(20)
  expect(seen.spared).toBeGreaterThan(5)
})
