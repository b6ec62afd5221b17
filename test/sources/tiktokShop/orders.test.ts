import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { instantFromMs, instantFromParts, shift, type Instant } from '../../../functions/src/lib/instant.ts'
import { noInputs, type ChangeWindow, type Source, type SourcePage } from '../../../functions/src/model/source.ts'
import { createOrderSource } from '../../../functions/src/sources/tiktokShop/orders.ts'
import type { FakeTikTokShop, SeenCall } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import { TestClock } from '../vendor/testClock.ts'
import { connect, startFake, type Connected } from './connected.ts'

const clock = new TestClock()
let fake: FakeTikTokShop
let connected: Connected
let source: Source
beforeAll(async () => {
  fake = await startFake(clock)
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.faults.clear()
  fake.beforeAnswer = () => {}
  connected = connect(fake, clock)
  source = createOrderSource({ ...connected.options, statusMap: {}, returns: 'tiktokShop.1.returns' })
})

const begin = 1_780_000_000
const at = (seconds: number, nanoseconds = 0): Instant => instantFromParts(begin + seconds, nanoseconds)

function put(id: string, updated: number, more: { created?: number; isIndexed?: boolean; rest?: object } = {}): void {
  const { created = updated, isIndexed = true, rest = {} } = more
  const times = { create_time: begin + created, update_time: begin + updated }
  connected.shop.orders.put({ id, ...times, status: 'COMPLETED', rest }, { isIndexed })
}

async function pagesOf<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const read: Page[] = []
  for await (const page of pages) read.push(page)
  return read
}

const idsOf = (pages: readonly SourcePage[]): string[] =>
  pages.flatMap(({ records }) => records.map(({ sourceId }) => sourceId))

async function changed(from: ChangeWindow['from'], until: Instant, pageSize = 480): Promise<SourcePage[]> {
  return pagesOf(source.changes({ from, until }, pageSize))
}

function calls(): SeenCall[] {
  return fake.calls.filter(({ query }) => query.shop_cipher === connected.shop.cipher)
}

describe('recent orders', () => {
  it('are those that were created since a moment, whenever they changed, in parts that hold no others', async () => {
    for (let n = 0; n < 9; n++) put(`o${n}`, 1_000 - n, { created: n * 100 })
    const { names } = (await source.recent?.parts(at(450))) ?? { names: [] }
    const pages = await Promise.all(names.map((part) => pagesOf(source.enumerate(part, null, 100, noInputs))))
    expect(idsOf(pages.flat()).toSorted()).toEqual(['o5', 'o6', 'o7', 'o8'])
    expect(source.recent).toMatchObject({ everyMs: 86_400_000, spanMs: 30 * 86_400_000 })
  })
})

describe('a window', () => {
  beforeEach(() => {
    for (let n = 0; n < 10; n++) put(`o${n}`, n)
  })

  it.each([
    ['whole seconds', at(2), at(5), [2, 3, 4, 5]],
    ['an end within a second: that second is in it', at(2), at(5, 999_999_999), [2, 3, 4, 5]],
    ['a beginning within a second: that second is before it', at(2, 1), at(5), [3, 4, 5]],
    ['a single moment', at(4), at(4), [4]],
    ['a moment between two seconds', at(4, 1), at(4, 2), []],
    ['an end before its beginning', at(5), at(4), []],
  ])('is what the vendor is asked for: %s', async (_what, from, until, expected) => {
    expect(idsOf(await changed({ kind: 'at', at: from }, until))).toEqual(expected.map((n) => `o${n}`))
  })

  it('is asked for ascending by the time of update, with a filter, a hundred at a time', async () => {
    await changed({ kind: 'at', at: at(2) }, at(5))
    const [call] = calls()
    expect(call?.query).toMatchObject({ sort_field: 'update_time', sort_order: 'ASC', page_size: '100' })
    expect(JSON.parse(call?.body ?? '')).toEqual({ update_time_ge: begin + 2, update_time_lt: begin + 6 })
  })

  it('goes on within a second, behind an id', async () => {
    for (const id of ['a', 'm', 'z']) put(id, 5)
    const from = { kind: 'after', point: { at: at(5), id: 'm' } } as const
    expect(idsOf(await changed(from, at(6)))).toEqual(['o5', 'z', 'o6'])
  })

  it('with fifty changes takes one call', async () => {
    for (let n = 0; n < 50; n++) put(`c${n}`, 100 + n)
    const pages = await changed({ kind: 'at', at: at(50) }, at(1_000))
    expect(pages).toHaveLength(1)
    expect(pages[0]?.usage).toEqual({ calls: 1, reads: 0 })
    expect(calls()).toHaveLength(1)
  })

  it('comes in pages that fill a commit, though the vendor gives a hundred', async () => {
    for (let n = 0; n < 1_000; n++) put(`c${String(n).padStart(4, '0')}`, 100 + n)
    const pages = await changed({ kind: 'at', at: at(50) }, at(5_000))
    expect(pages.map(({ records }) => records.length)).toEqual([480, 480, 40])
    expect(pages.reduce((sum, { usage }) => sum + usage.calls, 0)).toBe(10)
    expect(calls()).toHaveLength(10)
  })

  it('without a change is one page without records', async () => {
    expect(await changed({ kind: 'at', at: at(50) }, at(60))).toMatchObject([{ records: [], usage: { calls: 1 } }])
  })
})

describe('a record', () => {
  it('has the second of its update as change time and version, and the moment before its request as read time', async () => {
    put('o', 7)
    const before = instantFromMs(clock.ms)
    const [page] = await changed({ kind: 'at', at: at(0) }, at(10))
    const [record] = page?.records ?? []
    expect(record).toMatchObject({ sourceId: 'o', changedAt: at(7), version: at(7) })
    expect((record?.readTime ?? '') > before).toBe(true)
    expect((record?.readTime ?? '9') < instantFromMs(clock.ms)).toBe(true)
    expect(page?.readTime).toBe(record?.readTime)
  })

  it('that is above its window is given as it is, and stands in the way of nothing', async () => {
    for (let n = 0; n < 6; n++) put(`o${n}`, n)
    // The list still has it where it was.
    put('o1', 500, { created: 1, isIndexed: false })
    const pages = await changed({ kind: 'at', at: at(0) }, at(10), 2)
    expect(idsOf(pages).toSorted()).toEqual(['o0', 'o1', 'o2', 'o3', 'o4', 'o5'])
    const above = pages.flatMap(({ records }) => records).find(({ sourceId }) => sourceId === 'o1')
    expect(above).toMatchObject({ changedAt: at(500), version: at(500) })
  })

  it('that moved within its window says no change time: nobody may go on behind it', async () => {
    for (let n = 0; n < 6; n++) put(`o${n}`, n)
    put('o1', 9, { created: 1, isIndexed: false })
    const pages = await changed({ kind: 'at', at: at(0) }, at(10))
    const moved = pages.flatMap(({ records }) => records).find(({ sourceId }) => sourceId === 'o1')
    expect(moved).toMatchObject({ changedAt: null, isOutOfOrder: true, version: at(9) })
  })

  it('without an update time is found by a full run, and its version is its creation', async () => {
    put('o', 3, { rest: { update_time: 0 } })
    const { names } = await source.parts()
    const pages = await pagesOf(source.enumerate(names[0] ?? '', null, 100, noInputs))
    expect(pages[0]?.records).toMatchObject([{ changedAt: null, version: at(3) }])
  })
})

describe('page tokens that go wrong', () => {
  it.each([
    ['one that is refused', { kind: 'deadToken' }],
    ['one that comes again', { kind: 'endlessToken' }],
    ['new ones that lead to the same page', { kind: 'endlessToken', isNew: true }],
  ] as const)('are done without, and told of: %s', async (_what, fault) => {
    for (let n = 0; n < 500; n++) put(`o${String(n).padStart(3, '0')}`, n)
    let asked = 0
    fake.beforeAnswer = () => {
      if ((asked += 1) === 2) fake.faults.next(fault)
    }
    const pages = await changed({ kind: 'at', at: at(0) }, at(1_000))
    expect(idsOf(pages)).toHaveLength(500)
    expect(new Set(idsOf(pages)).size).toBe(500)
    expect(pages.flatMap(({ notices = [] }) => notices.map(({ kind }) => kind))).toEqual(['page-token'])
    expect(asked).toBeLessThanOrEqual(9)
  })
})

describe('an enumeration', () => {
  it('goes by creation, in which nothing moves while it is read', async () => {
    for (let n = 0; n < 350; n++) put(`o${String(n).padStart(3, '0')}`, n)
    let n = 0
    fake.beforeAnswer = ({ path }) => {
      if (path.endsWith('/search'))
        for (let i = 0; i < 20; i++) put(`o${String((n += 7) % 350).padStart(3, '0')}`, 900, { created: n % 350 })
    }
    const { names, usage } = await source.parts()
    expect(usage.calls).toBe(1)
    const pages = await pagesOf(source.enumerate(names[0] ?? '', null, 1_250, noInputs))
    expect(idsOf(pages)).toHaveLength(350)
    expect(new Set(idsOf(pages)).size).toBe(350)
  })

  it('counts all that there are', async () => {
    for (let n = 0; n < 30; n++) put(`o${n}`, n)
    expect(await source.count()).toEqual({ total: 30, usage: { calls: 1, reads: 0 } })
  })

  it('does not take a cursor that is none for the beginning', async () => {
    await expect(pagesOf(source.enumerate('0-9', 'what', 10, noInputs))).rejects.toMatchObject({ retryable: false })
  })
})

describe('a look-up', () => {
  it('asks for fifty orders at a time, and says of each whether it is there, and since when it knows', async () => {
    for (let n = 0; n < 120; n++) put(`o${n}`, n)
    const ids = Array.from({ length: 130 }, (_, n) => `o${n}`)
    const looked = await source.lookup([...ids, 'o1'], noInputs)
    expect(looked.found).toHaveLength(120)
    expect(looked.absent.map(({ sourceId }) => sourceId)).toEqual(ids.slice(120))
    expect(looked.usage.calls).toBe(3)
    for (const { readTime } of looked.absent) expect(readTime > looked.readTime).toBe(true)
    for (const { readTime } of looked.found) expect(readTime >= looked.readTime).toBe(true)
    expect(calls().map(({ query }) => query.ids?.split(',').length)).toEqual([50, 50, 30])
  })

  it('proves nothing absent by an answer without its list', async () => {
    fake.faults.next({ kind: 'truncate' }, { times: 100 })
    await expect(source.lookup(['o1'], noInputs)).rejects.toMatchObject({ retryable: true })
  })

  it('of nothing asks nobody', async () => {
    expect((await source.lookup([], noInputs)).usage.calls).toBe(0)
    expect(calls()).toEqual([])
  })
})

describe('two shops of one app', () => {
  it('do not see each other’s orders', async () => {
    put('mine', 1)
    const other = connect(fake, clock)
    other.shop.orders.put({ id: 'theirs', create_time: begin, update_time: begin, status: 'UNPAID' })
    const theirs = createOrderSource({ ...other.options, statusMap: {}, returns: 'tiktokShop.2.returns' })
    expect(idsOf(await changed({ kind: 'at', at: at(0) }, at(10)))).toEqual(['mine'])
    expect(idsOf(await pagesOf(theirs.changes({ from: { kind: 'at', at: at(0) }, until: at(10) }, 10)))).toEqual([
      'theirs',
    ])
    expect(theirs.identity).not.toBe(source.identity)
  })
})

describe('answers that are cut short', () => {
  it.each([
    ['no rows, though it counts some', { total_count: 3, next_page_token: '' }],
    ['nothing at all', {}],
    ['a row without an id', { orders: [{ status: 'UNPAID' }], total_count: 1, next_page_token: '' }],
    ['rows that are no list', { orders: {}, total_count: 1, next_page_token: '' }],
  ])('are no last page: %s', async (_what, data) => {
    const answering: typeof fetch = async () =>
      new Response(JSON.stringify({ code: 0, message: 'Success', data }), { status: 200 })
    const { options } = connect(fake, clock, 2_000, answering)
    const cut = createOrderSource({ ...options, statusMap: {}, returns: 'tiktokShop.1.returns' })
    const window: ChangeWindow = { from: { kind: 'at', at: at(0) }, until: shift(at(0), 60_000) }
    await expect(pagesOf(cut.changes(window, 10))).rejects.toMatchObject({ retryable: true })
  })

  it('are told from an empty list by its count', async () => {
    const data = { total_count: 0, next_page_token: '' }
    const answering: typeof fetch = async () => new Response(JSON.stringify({ code: 0, message: 'Success', data }))
    const { options } = connect(fake, clock, 2_000, answering)
    const empty = createOrderSource({ ...options, statusMap: {}, returns: 'tiktokShop.1.returns' })
    const window: ChangeWindow = { from: { kind: 'at', at: at(0) }, until: at(60) }
    expect(idsOf(await pagesOf(empty.changes(window, 10)))).toEqual([])
  })
})
