import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { rowOf } from '../../../functions/src/model/row.ts'
import { noInputs, type ParsedRecord, type Source, type SourcePage } from '../../../functions/src/model/source.ts'
import { createProductSource } from '../../../functions/src/sources/tiktokShop/products.ts'
import type { Product } from '../../../functions/src/streams/products/schema.ts'
import { productStream } from '../../../functions/src/streams/products/stream.ts'
import type { FakeTikTokShop } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import { TestClock } from '../vendor/testClock.ts'
import { connect, startFake, type Connected } from './connected.ts'

const clock = new TestClock()
let fake: FakeTikTokShop
let connected: Connected
let source: Source<Product>
beforeAll(async () => {
  // Its tokens count products.
  fake = await startFake(clock, { tokens: 'offsets' })
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.beforeAnswer = () => {}
  connected = connect(fake, clock)
  source = createProductSource(connected.options)
})

const complete = {
  id: '1729',
  title: 'Anchor mug',
  status: 'ACTIVATE',
  create_time: 1_718_305_585,
  update_time: 1_718_309_999,
  skus: [
    {
      id: '42',
      seller_sku: 'MUG-1',
      price: { currency: 'VND', sale_price: '168000', tax_exclusive_price: '150000' },
      inventory: [{ quantity: 3 }, { quantity: 4 }],
    },
    { id: '43', price: { currency: 'VND', tax_exclusive_price: '99000' } },
    { id: '44', price: { currency: 'USD', sale_price: '7.00' }, inventory: [] },
  ],
}

function read(raw: object): ParsedRecord<Product> {
  const readTime = instantFromMs(0)
  return source.parse({ sourceId: '1729', changedAt: null, version: '1', readTime, raw }, noInputs)
}

function put(n: number, updated = n): void {
  const times = { create_time: 1_780_000_000 + n, update_time: 1_780_000_000 + updated }
  connected.shop.products.put({
    id: `p${String(n).padStart(5, '0')}`,
    ...times,
    status: 'ACTIVATE',
    rest: { skus: [] },
  })
}

async function idsOf(pages: AsyncIterable<SourcePage>): Promise<string[]> {
  const ids: string[] = []
  for await (const { records } of pages) ids.push(...records.map(({ sourceId }) => sourceId))
  return ids
}

const until = instantFromMs(1_790_000_000_000)
const changes = (from: number, pageSize = 480): AsyncIterable<SourcePage> =>
  source.changes({ from: { kind: 'at', at: instantFromMs((1_780_000_000 + from) * 1000) }, until }, pageSize)

describe('a product', () => {
  it('becomes a record, with prices of one currency and what is in stock', () => {
    const parsed = read(complete)
    if (!parsed.ok) throw new Error(parsed.reason)
    expect(parsed.record).toMatchObject({
      id: 'tiktokShop:1729',
      name: 'Anchor mug',
      status: 'ACTIVATE',
      currency: 'VND',
      variants: [
        { id: '42', sku: 'MUG-1', price: 168_000, inStock: 7 },
        { id: '43', price: 99_000, inStock: null },
        { id: '44', price: null, inStock: null },
      ],
    })
    expect(productStream.schema.parse(parsed.record)).toEqual(parsed.record)
    expect(rowOf(productStream, parsed.record, '1', '1')).toMatchObject({
      priceFrom: 99_000,
      priceTo: 168_000,
      variantCount: 3,
      inStock: 7,
      skus: 'MUG-1',
    })
  })

  it('may lack all but a status and a creation time', () => {
    const { status, create_time } = complete
    const parsed = read({ status, create_time })
    expect(parsed).toMatchObject({ ok: true, record: { name: '', variants: [], currency: null } })
    if (!parsed.ok) throw new Error(parsed.reason)
    expect(rowOf(productStream, parsed.record, '1', '1')).toMatchObject({ priceFrom: null, inStock: null })
    expect(read({ status })).toEqual({ ok: false, reason: 'create_time: is missing, or no time in seconds' })
    expect(read({ create_time })).toEqual({ ok: false, reason: 'status: is missing' })
  })
})

describe('the list of products, which comes in no order', () => {
  it('is read in pieces where it is long', async () => {
    for (let n = 0; n < 2_600; n++) put(n)
    const { names } = await source.parts()
    expect(names.length).toBeGreaterThan(2)
    const ids: string[] = []
    for (const name of names) ids.push(...(await idsOf(source.enumerate(name, null, 1_250, noInputs))))
    expect(ids).toHaveLength(2_600)
    expect(new Set(ids).size).toBe(2_600)
    expect(new Set(await idsOf(changes(0))).size).toBe(2_600)
  })

  it('is asked for with the end of its window included, and without an order', async () => {
    put(1)
    await idsOf(changes(0))
    const [call] = fake.calls.filter(({ query }) => query.shop_cipher === connected.shop.cipher)
    expect(call?.query).not.toHaveProperty('sort_field')
    expect(JSON.parse(call?.body ?? '')).toEqual({
      status: 'ALL',
      update_time_ge: 1_780_000_000,
      update_time_le: 1_790_000_000,
    })
  })

  it('is read again where products leave it while it is read, and loses none', async () => {
    for (let n = 0; n < 350; n++) put(n)
    let asked = 0
    fake.beforeAnswer = () => {
      // Three leave the window between the first two of its pages: as many would be skipped.
      if ((asked += 1) === 3) for (let n = 340; n < 343; n++) put(n, 20_000_000)
    }
    const ids = await idsOf(changes(0))
    expect(new Set(ids).size).toBe(347)
    expect(ids).toHaveLength(347)
  })

  it('that never stays the same is given up', async () => {
    for (let n = 0; n < 350; n++) put(n)
    let n = 0
    fake.beforeAnswer = () => put((n += 1), 20_000_000)
    await expect(idsOf(changes(0))).rejects.toMatchObject({ retryable: true, wasRetried: true })
  })

  it('that ends before its own count is given up: nobody knows what is missing', async () => {
    for (let n = 0; n < 350; n++) put(n)
    fake.faults.next({ kind: 'endlessToken' }, { times: 100 })
    const { names } = await source.parts()
    await expect(idsOf(source.enumerate(names[0] ?? '', null, 100, noInputs))).rejects.toMatchObject({
      retryable: true,
    })
    fake.faults.clear()
  })
})

describe('a look-up of products', () => {
  it('finds what changed lately at once, and looks through all for the others', async () => {
    const now = Math.floor(clock.ms / 1000) - 1_780_000_000
    for (let n = 0; n < 300; n++) put(n, n === 7 ? now - 60 : n)
    const before = fake.calls.length
    const recent = await source.lookup(['p00007'], noInputs)
    expect(recent.found).toHaveLength(1)
    expect(recent.absent).toEqual([])
    expect(fake.calls.length - before).toBe(2)
    const { found, absent, readTime } = await source.lookup(['p00007', 'p00200', 'nowhere'], noInputs)
    expect(found.map(({ sourceId }) => sourceId).toSorted()).toEqual(['p00007', 'p00200'])
    expect(absent).toHaveLength(1)
    expect((absent[0]?.readTime ?? '') > readTime).toBe(true)
  })
})
