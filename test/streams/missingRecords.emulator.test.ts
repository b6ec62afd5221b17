import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { alertRef } from '../../functions/src/cache/paths.ts'
import { pipelineOf, type Pipeline } from '../../functions/src/model/pipeline.ts'
import { defineStream, type CachedRecord, type Stream } from '../../functions/src/model/stream.ts'
import { derivedPipelines } from '../../functions/src/sources/derived/pipelines.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import { dyingAt } from '../harness/crashes.ts'
import { playHistories } from '../harness/histories.ts'
import { TiedPipelines } from '../harness/pipelines.ts'

/*
 * Receipts whose lines name variations, which name items. Whoever is named and is not there is listed and alarmed, whichever came first, and
 * for no longer than that.
 */

const begin = Date.UTC(2026, 0, 1)
const lineSchema = z.object({ id: z.string(), variation: z.string() })
const receiptSchema = z.object({ id: z.string(), lines: z.array(lineSchema) })
const variationSchema = z.object({ id: z.string(), item: z.string().nullable() })
const itemSchema = z.object({ id: z.string() })

const keyTime = (): number => begin
const lines = defineStream<z.infer<typeof lineSchema>>({
  name: 'lines',
  schema: lineSchema,
  keyTime,
  columns: [{ name: 'variation', kind: 'text', label: 'Variation', of: ({ variation }) => variation }],
  references: [{ column: 'variation', to: 'variations' }],
})
const receipts = defineStream<z.infer<typeof receiptSchema>>({
  name: 'receipts',
  schema: receiptSchema,
  keyTime,
  columns: [],
  children: [{ stream: lines, of: (receipt) => receipt.lines }],
})
const variations = defineStream<z.infer<typeof variationSchema>>({
  name: 'variations',
  schema: variationSchema,
  keyTime,
  columns: [{ name: 'item', kind: 'text', label: 'Item', of: ({ item }) => item }],
  references: [
    { column: 'item', to: 'items' },
    { column: 'item', to: 'thisShopHasNone' },
  ],
})
const items = defineStream<z.infer<typeof itemSchema>>({ name: 'items', schema: itemSchema, keyTime, columns: [] })

type Name = 'square.receipts' | 'square.variations' | 'square.items' | 'square.missingRecords'

class Receipts extends TiedPipelines<Name> {
  readonly receipts = new Map<string, readonly string[]>()
  readonly variations = new Map<string, string | null>()
  readonly items = new Set<string>()
  readonly #sources = {
    receipts: this.#memory(receipts),
    variations: this.#memory(variations),
    items: this.#memory(items),
  }
  readonly all: readonly Pipeline[]

  constructor() {
    super()
    const copied = [
      pipelineOf(this.#sources.receipts, receipts),
      pipelineOf(this.#sources.variations, variations),
      pipelineOf(this.#sources.items, items),
    ]
    this.all = [...derivedPipelines(copied, () => this.now()), ...copied]
  }

  #memory<R extends CachedRecord>({ schema }: Stream<R>): MemorySource<R> {
    return new MemorySource<R>({
      name: 'square',
      now: () => this.now(),
      parse: ({ raw }) => ({ ok: true, record: schema.parse(raw), payload: {} }),
    })
  }

  protected override pipelinesIn(): readonly Pipeline[] {
    return this.all
  }

  putReceipt(id: string, named: readonly string[]): void {
    this.receipts.set(id, named)
    const own = named.map((variation, n) => ({ id: `square:${id}#${n}`, variation }))
    this.#sources.receipts.put(id, { id: `square:${id}`, lines: own })
  }

  putVariation(id: string, item: string | null): void {
    this.variations.set(id, item)
    this.#sources.variations.put(id, { id: `square:${id}`, item })
  }

  putItem(id: string): void {
    this.items.add(id)
    this.#sources.items.put(id, { id: `square:${id}` })
  }

  removeReceipt(id: string): void {
    this.receipts.delete(id)
    this.#sources.receipts.remove(id)
  }

  removeVariation(id: string): void {
    this.variations.delete(id)
    this.#sources.variations.remove(id)
  }

  /** The number of references to each missing record, by its stream and id. */
  expected(): Record<string, number> {
    const counts: Record<string, number> = {}
    const count = (stream: string, id: string): void => {
      counts[`${stream} ${id}`] = (counts[`${stream} ${id}`] ?? 0) + 1
    }
    for (const id of [...this.receipts.values()].flat()) if (!this.variations.has(id)) count('variations', id)
    for (const item of this.variations.values()) if (item !== null && !this.items.has(item)) count('items', item)
    return counts
  }

  async expectSame(): Promise<void> {
    const cached = [...(await this.cached('square.missingRecords')).values()]
    const listed = cached.map(({ stream, missingId, references }) => [
      `${String(stream)} ${String(missingId)}`,
      references,
    ])
    expect(Object.fromEntries(listed)).toEqual(this.expected())
  }

  async alert(): Promise<string | null> {
    const alert = await alertRef(this.shop.db, 'square.missingRecords', 'missing-records').get()
    return alert.get('closedAt') === null ? String(alert.get('message')) : null
  }
}

async function filled(): Promise<Receipts> {
  const all = new Receipts()
  all.putItem('i1')
  all.putVariation('v1', 'i1')
  all.putVariation('v2', null)
  all.putReceipt('r1', ['v1', 'v2'])
  // No test removes these: where nothing is left nothing is deleted (invariant 7).
  all.putVariation('kept', null)
  all.putReceipt('kept', ['kept'])
  for (let n = 0; n < 3; n++) await all.sync()
  await all.expectSame()
  return all
}

describe('a record that others name and nobody has', () => {
  it('is listed with who names it, and alarmed, until it comes', async () => {
    const all = await filled()
    expect(await all.alert()).toBeNull()
    all.putReceipt('r2', ['v9', 'v9', 'v1'])
    all.putReceipt('r3', ['v9', 'v8'])
    await all.sync()
    await all.expectSame()
    expect((await all.cached('square.missingRecords')).get('variations:v9')).toMatchObject({
      stream: 'variations',
      missingId: 'v9',
      references: 3,
      from: 'lines',
      example: 'square:r3#0',
    })
    expect(await all.alert()).toMatch(/^2 records that others refer to are not in the cache/)
    all.putVariation('v9', 'i7')
    await all.sync()
    await all.expectSame()
    expect(all.expected()).toEqual({ 'variations v8': 1, 'items i7': 1 })
    all.putItem('i7')
    all.putVariation('v8', null)
    await all.sync()
    await all.expectSame()
    expect(await all.alert()).toBeNull()
  })

  it('is found missing when it is deleted, and by no run that finds nothing new', async () => {
    const all = await filled()
    all.removeVariation('v2')
    await all.fullRun('square.variations')
    await all.sync()
    await all.expectSame()
    expect(all.expected()).toEqual({ 'variations v2': 1 })
    const { runs } = await all.sync()
    expect(runs[0]).toMatchObject({ pipeline: 'square.missingRecords', created: 0, updated: 0, deleted: 0, fetched: 0 })
  })

  it('may have an id that is none of a document, and hundreds may come at once', async () => {
    const all = await filled()
    const odd = ['a/b', '..', 'ü#:', ...Array.from({ length: 60 }, (_, n) => `m${n}`)]
    all.putReceipt('r2', odd)
    await all.sync()
    await all.expectSame()
    for (const id of odd.slice(3)) all.putVariation(id, null)
    await all.sync()
    await all.expectSame()
    expect(Object.keys(all.expected()).toSorted()).toEqual(['variations ..', 'variations a/b', 'variations ü#:'])
  })
})

it('streams that do not name each other have no pipeline for it', () => {
  const source = new MemorySource({
    name: 'square',
    now: () => new Receipts().now(),
    parse: () => ({ ok: false, reason: 'no' }),
  })
  expect(derivedPipelines([pipelineOf(source, items)], () => new Receipts().now())).toEqual([])
})

const kinds = ['receipt', 'variation', 'item', 'noReceipt', 'noVariation', 'sync', 'full', 'die'] as const
interface Step {
  readonly kind: (typeof kinds)[number]
  readonly n: number
}

playHistories<readonly Step[]>(
  {
    kind: 'any history of records that name each other, and of crashes, lists what is named and missing',
    all: 200,
    few: 6,
    timeoutMs: 300_000,
    history: fc.array(fc.record({ kind: fc.constantFrom(...kinds), n: fc.nat(20) }), { minLength: 4, maxLength: 20 }),
  },
  async (steps) => {
    const all = await filled()
    for (const { kind, n } of steps) {
      if (kind === 'receipt') all.putReceipt(`r${n % 5}`, [`v${n % 7}`, `v${(n * 3) % 7}`])
      else if (kind === 'variation') all.putVariation(`v${n % 7}`, n % 3 === 0 ? null : `i${n % 4}`)
      else if (kind === 'item') all.putItem(`i${n % 4}`)
      else if (kind === 'noReceipt') all.removeReceipt(`r${n % 5}`)
      else if (kind === 'noVariation') all.removeVariation(`v${n % 7}`)
      else if (kind === 'sync') await all.sync()
      else if (kind === 'full') await all.fullRun(n % 2 === 0 ? 'square.missingRecords' : 'square.receipts')
      else {
        await all.sync(dyingAt(1 + (n % 8), n % 2 === 0 ? 'before' : 'after')).catch(() => undefined)
        all.shop.pass(200_000)
      }
    }
    all.shop.pass(200_000)
    await all.drain()
    for (const name of ['square.receipts', 'square.variations', 'square.items'] as const) await all.fullRun(name)
    for (let n = 0; n < 2; n++) await all.sync()
    await all.expectSame()
  },
)
