import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { PipelineCache } from '../../functions/src/cache/pipelineCache.ts'
import { documentRef, headRef } from '../../functions/src/cache/paths.ts'
import { readState } from '../../functions/src/cache/state.ts'
import { NotFoundError } from '../../functions/src/lib/errors.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { pipelineOf } from '../../functions/src/model/pipeline.ts'
import { defineStream } from '../../functions/src/model/stream.ts'
import { getRecord } from '../../functions/src/query/records/getRecord.ts'
import { listRecords } from '../../functions/src/engine/records/listRecords.ts'
import { CacheReader } from '../../functions/src/query/store/reader.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { requestFullRun, type FullRunWishes } from '../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { syncPipeline } from '../../functions/src/sync/syncPipeline.ts'
import { dyingAt } from '../harness/crashes.ts'
import type { Faults } from '../harness/firestore.ts'
import { eager } from '../harness/reader.ts'
import { Shop } from '../harness/shop.ts'

/* The parts of records are a stream of their own: whatever becomes of a record becomes of its parts in the same commit. */

const itemSchema = z.object({ id: z.string(), at: z.int(), sku: z.string(), quantity: z.int() })
const basketSchema = z.object({ id: z.string(), at: z.int(), items: z.array(itemSchema) })
type Item = z.infer<typeof itemSchema>
type Basket = z.infer<typeof basketSchema>

const items = defineStream<Item>({
  name: 'basket_items',
  schema: itemSchema,
  keyTime: ({ at }) => at,
  columns: [
    { name: 'sku', kind: 'category', label: 'SKU', facet: true, of: ({ sku }) => sku },
    { name: 'quantity', kind: 'integer', label: 'Quantity', range: true, sort: true, of: ({ quantity }) => quantity },
  ],
})
const baskets = defineStream<Basket>({
  name: 'baskets',
  schema: basketSchema,
  keyTime: ({ at }) => at,
  columns: [{ name: 'count', kind: 'integer', label: 'Items', of: ({ items: own }) => own.length }],
  children: [{ stream: items, of: (basket) => basket.items }],
})
const pipeline = 'square.baskets'
const begin = Date.UTC(2026, 0, 1)

class Baskets {
  readonly shop = new Shop({ settings: { pageSize: 4, fullRunEveryMs: 168 * 3_600_000 } })
  readonly source: MemorySource<Basket>
  readonly baskets = new Map<string, Basket>()

  constructor() {
    this.shop.stopClock()
    this.source = new MemorySource<Basket>({
      name: 'square',
      now: () => instantFromMs(this.shop.now().toMillis()),
      parse: ({ raw }) => ({ ok: true, record: basketSchema.parse(raw), payload: {} }),
    })
  }

  put(sourceId: string, quantities: Readonly<Record<string, number>>): void {
    const id = `square:${sourceId}`
    const own = Object.entries(quantities).map(([sku, quantity]) => ({ id: `${id}#${sku}`, at: begin, sku, quantity }))
    this.baskets.set(sourceId, { id, at: begin, items: own })
    this.source.put(sourceId, { id, at: begin, items: own })
  }

  remove(sourceId: string): void {
    this.baskets.delete(sourceId)
    this.source.remove(sourceId)
  }

  context(faults?: Faults): SyncContext {
    return { ...this.shop.worker(faults).context, ...pipelineOf(this.source, baskets) }
  }

  async sync(faults?: Faults): Promise<void> {
    await syncPipeline(this.context(faults))
    await this.drain(faults)
  }

  async fullRun(wishes: FullRunWishes = {}, faults?: Faults): Promise<void> {
    await requestFullRun(this.context(), wishes)
    await this.drain(faults)
  }

  async drain(faults?: Faults): Promise<void> {
    for (; this.shop.tasks > 0; this.shop.tasks -= 1) await runFullTask(this.context(faults))
  }

  reader(): CacheReader {
    const { clock } = this.context()
    const [children] = baskets.children ?? []
    const parents = { stream: baskets, of: (record: unknown) => children?.of(record as Basket) ?? [] }
    return new CacheReader(this.shop.db, items, ['square.basket_items'], eager, clock, undefined, parents)
  }

  /** Holds the list of parts, its counts and each part's own answer against the source. */
  async expectSame(): Promise<void> {
    const expected = [...this.baskets.values()].flatMap((basket) => basket.items)
    const { clock } = this.context()
    const { records, total, facets, asOf } = await listRecords(this.reader(), { limit: 200, facets: true }, clock)
    const listed = new Map(records.map(({ id, sku, quantity }) => [id, `${String(sku)} ${String(quantity)}`]))
    expect(listed).toEqual(new Map(expected.map(({ id, sku, quantity }) => [id, `${sku} ${quantity}`])))
    expect(total).toBe(expected.length)
    const bySku = Map.groupBy(expected, ({ sku }) => sku)
    expect(new Map(Object.entries(facets?.sku ?? {}))).toEqual(
      new Map([...bySku].map(([sku, all]) => [sku, all.length])),
    )
    const { state } = await readState(this.shop.db, pipeline, new Meter())
    expect(asOf).not.toBeNull()
    expect(asOf?.slice(0, 19)).toBe(state?.bound?.slice(0, 19))
  }
}

async function filled(): Promise<Baskets> {
  const shop = new Baskets()
  for (let n = 0; n < 10; n++) shop.put(`b${n}`, { apple: n + 1, pear: 1 })
  await shop.sync()
  await shop.expectSame()
  shop.shop.pass(900_000)
  return shop
}

describe('the parts of records', () => {
  it('come, change and go with them, in their commits', async () => {
    const shop = await filled()
    shop.put('b1', { apple: 7, plum: 2 })
    shop.put('b2', {})
    shop.put('new', { plum: 1 })
    const commits: string[][] = []
    await shop.sync({
      before: (method, request) => {
        if (method !== 'commit') return
        const { writes } = request as { writes: { update?: { name: string }; delete?: string }[] }
        commits.push(writes.map((write) => (write.update?.name ?? write.delete ?? '').split('/documents/')[1] ?? ''))
      },
    })
    await shop.expectSame()
    expect(commits).toHaveLength(1)
    expect(commits[0]).toEqual(
      expect.arrayContaining(['baskets_cache/square:b1', 'basket_items_cache_head/square.basket_items']),
    )
    shop.remove('b3')
    await shop.fullRun({ maxDeletes: 1 })
    await shop.expectSame()
  })

  it('are told one by one from the document of their record, which names those that it has', async () => {
    const shop = await filled()
    const { db } = shop.shop
    expect(await getRecord(db, shop.reader(), 'square:b4#apple')).toEqual({
      record: { id: 'square:b4#apple', at: begin, sku: 'apple', quantity: 5 },
    })
    for (const id of ['square:b4#plum', 'square:nobody#apple', 'square:b4']) {
      await expect(getRecord(db, shop.reader(), id)).rejects.toThrow(NotFoundError)
    }
  })

  it.each([
    ['has another record’s id', ['square:b6#x']],
    ['has the id of a part of it', ['square:b5#x#y']],
    ['has the id of another one', ['square:b5#x', 'square:b5#x']],
  ])('go with a record of which one %s: it is quarantined as a whole', async (_, partIds) => {
    const shop = await filled()
    const own = partIds.map((id) => ({ id, at: begin, sku: 'x', quantity: 1 }))
    shop.source.put('b5', { id: 'square:b5', at: begin, items: own })
    await shop.sync()
    await shop.expectSame()
    const { state } = await readState(shop.shop.db, pipeline, new Meter())
    expect(state?.quarantined.map(({ id }) => id)).toEqual(['b5'])
  })

  it('are what they were although somebody changed the document that they are told by', async () => {
    const shop = await filled()
    await documentRef(shop.shop.db, pipeline, 'square:b1').update({ items: [] })
    shop.put('b1', { apple: 9 })
    await shop.sync()
    await shop.expectSame()
    await documentRef(shop.shop.db, pipeline, 'square:b2').delete()
    shop.put('b2', { pear: 3 })
    shop.shop.pass(900_000)
    await shop.sync()
    await shop.expectSame()
  })

  it('stay apart from those of a record whose id begins with this one’s', async () => {
    const shop = await filled()
    shop.put('b1#more', { plum: 2 })
    await shop.sync()
    await documentRef(shop.shop.db, pipeline, 'square:b1').update({ items: [] })
    shop.put('b1', { apple: 9 })
    shop.shop.pass(900_000)
    await shop.sync()
    await shop.expectSame()
  })

  it('of which there are none yet, for there are no records, are told to be complete', async () => {
    const shop = new Baskets()
    await shop.sync()
    await shop.sync()
    const head = headRef(shop.shop.db, 'square.basket_items')
    const parent = headRef(shop.shop.db, pipeline)
    expect((await head.get()).get('bound')).toBe((await parent.get()).get('bound'))
    await shop.expectSame()
    shop.shop.pass(900_000)
    shop.put('b1', { apple: 1 })
    await shop.sync()
    await shop.expectSame()
    expect((await head.get()).get('bound')).toBe((await parent.get()).get('bound'))
  })

  it('are in no list while their head is lost: it is said instead', async () => {
    const shop = await filled()
    await shop.shop.db.doc('basket_items_cache_head/square.basket_items').delete()
    await expect(shop.reader().view()).rejects.toThrow('The head of square.basket_items')
  })

  it('are written anew with their records', async () => {
    const shop = await filled()
    await documentRef(shop.shop.db, pipeline, 'square:b1').update({ items: [] })
    await shop.fullRun({ verify: true })
    await shop.expectSame()
    await shop.shop.db.doc('basket_items_cache_head/square.basket_items').delete()
    shop.put('b7', { plum: 1 })
    await shop.sync()
    await shop.sync()
    await shop.expectSame()
  })

  it('are declared with their records’ stream: a change starts a full run, once', async () => {
    const shop = await filled()
    const column = { name: 'twice', kind: 'integer', label: 'Twice', of: ({ quantity }: Item) => 2 * quantity } as const
    const declared = defineStream<Item>({ ...items, columns: [...items.columns, column] })
    const stream = defineStream<Basket>({ ...baskets, children: [{ stream: declared, of: (basket) => basket.items }] })
    const context = { ...shop.context(), ...pipelineOf(shop.source, stream) }
    expect((await syncPipeline(context)).runs.map(({ mode }) => mode)).toEqual(['incremental', 'full'])
    for (; shop.shop.tasks > 0; shop.shop.tasks -= 1) await runFullTask(context)
    shop.shop.pass(900_000)
    expect((await syncPipeline(context)).runs.map(({ mode }) => mode)).toEqual(['incremental'])
    const access = { db: shop.shop.db, meter: new Meter(), clock: context.clock }
    const { state } = await readState(shop.shop.db, pipeline, new Meter())
    const version = (): number => state?.children['square.basket_items']?.cacheVersion ?? 0
    const rows = await new PipelineCache('square.basket_items', declared, { ...access, version }).allRows()
    expect(rows.get('square:b4#apple')).toMatchObject({ quantity: 5, twice: 10 })
  })

  it.each(['before', 'after'] as const)(
    'lose and double nothing in a process that dies %s any of its commits',
    async (when) => {
      for (let at = 1; ; at++) {
        const shop = await filled()
        for (let n = 0; n < 10; n += 2) shop.put(`b${n}`, { apple: 50 + n, plum: n })
        shop.remove('b1')
        const faults = dyingAt(at, when)
        const failed = await shop.fullRun({ maxDeletes: 1 }, faults).then(
          () => false,
          () => true,
        )
        shop.shop.tasks = 0
        shop.shop.pass(3_600_000)
        await shop.fullRun({ maxDeletes: 1 })
        shop.shop.pass(900_000)
        await shop.sync()
        await shop.expectSame()
        if (!failed) break
      }
    },
    120_000,
  )
})
