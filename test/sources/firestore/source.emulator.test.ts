import { randomUUID } from 'node:crypto'

import { afterAll, beforeEach, describe, expect, it } from 'vitest'

import type { Order } from '../../../functions/src/contract/order.ts'
import { SourceError } from '../../../functions/src/lib/errors.ts'
import { FieldValue, Firestore, GeoPoint, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs, instantFromParts, shift } from '../../../functions/src/lib/instant.ts'
import {
  noInputs,
  type ChangeWindow,
  type EnumerationPage,
  type Source,
  type SourcePage,
} from '../../../functions/src/model/source.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { createFirestoreSource } from '../../../functions/src/sources/firestore/source.ts'
import { ids as idsFrom } from '../../harness/shop.ts'

const projectId = `demo-${randomUUID().slice(0, 12)}`
const db = new Firestore({ projectId })
afterAll(() => db.terminate())

/** Each test has a collection of its own. */
let collection = 'orders'
beforeEach(() => {
  collection = `orders_${randomUUID()}`
})

type Settings = Parameters<typeof readFirestoreSourceConfig>[0]

function sourceOf(settings: Settings = {}): Source<Order> {
  return createFirestoreSource(db, readFirestoreSourceConfig({ collection, changedAtField: 'updatedAt', ...settings }))
}

async function put(documents: Readonly<Record<string, Record<string, unknown>>>): Promise<void> {
  const writer = db.bulkWriter({ throttling: false })
  for (const [id, data] of Object.entries(documents)) {
    void writer.set(db.collection(collection).doc(id), data) // `close` waits for it, and a failure of it fails the test
  }
  await writer.close()
}

const start = instantFromMs(Date.UTC(2026, 0, 1))
const end = instantFromMs(Date.UTC(2026, 1, 1))
const whole: ChangeWindow = { from: { kind: 'at', at: start }, until: end }

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = []
  for await (const page of pages) read.push(page)
  return read
}

function idsOf(pages: readonly SourcePage[]): string[] {
  return pages.flatMap(({ records }) => records.map(({ sourceId }) => sourceId))
}

function readsOf(pages: readonly SourcePage[]): number {
  return pages.reduce((sum, { usage }) => sum + usage.reads, 0)
}

/** The window from right after the last record of `page`. */
function after(page: SourcePage | undefined, until = end): ChangeWindow {
  const last = page?.records.at(-1)
  if (!last?.changedAt) throw new Error('the page ends with no change')
  return { from: { kind: 'after', point: { at: last.changedAt, id: last.sourceId } }, until }
}

function numbered(
  count: number,
  dataOf: (i: number) => Record<string, unknown>,
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`d${String(i).padStart(5, '0')}`, dataOf(i)]))
}

const iso = (ms: number, digits: number, suffix: string) =>
  new Date(ms)
    .toISOString()
    .replace('Z', '')
    .slice(0, digits === 0 ? 19 : 20 + Math.min(3, digits)) +
  '0'.repeat(Math.max(0, digits - 3)) +
  suffix

const writings: readonly (readonly [string, (ms: number) => unknown])[] = [
  ['epoch milliseconds', (ms) => ms],
  ['fractions of milliseconds', (ms) => ms + 0.25],
  ['epoch seconds', (ms) => Math.floor(ms / 1000)],
  ['fractions of seconds', (ms) => ms / 1000],
  ['ISO texts', (ms) => iso(ms, 3, 'Z')],
  ['ISO texts without fractions', (ms) => iso(ms, 0, '+00:00')],
  ['ISO texts with microseconds', (ms) => iso(ms, 6, '')],
  ['timestamps', (ms) => new Timestamp(Math.floor(ms / 1000), (ms % 1000) * 1e6 + 123_000)],
]

describe.each(writings)('changes by %s', (_name, write) => {
  const day = 86_400_000
  // Two at each moment, the first before and the last after the window's middle.
  const documents = numbered(40, (i) => ({ updatedAt: write(Date.UTC(2026, 0, 1) + Math.floor(i / 2) * day + 777) }))
  const ids = Object.keys(documents)

  it('come in order and once, with page and run boundaries between equal times', async () => {
    await put(documents)
    const source = sourceOf()
    const pages = await all(source.changes(whole, 7))
    expect(idsOf(pages)).toEqual(ids)
    for (const page of pages.filter(({ records }) => records.length > 0)) {
      const rest = await all(source.changes(after(page), 1000))
      expect(idsOf(rest)).toEqual(ids.slice(ids.indexOf(page.records.at(-1)?.sourceId ?? '') + 1))
    }
  })

  it('are those from the first moment through the last, both included', async () => {
    await put(documents)
    const source = sourceOf()
    const records = (await all(source.changes(whole, 1000))).flatMap((page) => page.records)
    const [from, until] = [records[4]?.changedAt, records[11]?.changedAt]
    if (!from || !until) throw new Error('no change time')
    const within = (window: ChangeWindow) => all(source.changes(window, 1000)).then(idsOf)
    expect(await within({ from: { kind: 'at', at: from }, until })).toEqual(ids.slice(4, 12))
    const [later, earlier] = [shift(from, 1), shift(until, -1)]
    expect(await within({ from: { kind: 'at', at: later }, until: earlier })).toEqual(
      // Texts and whole numbers round down to what the shop writes: a lower bound may take its own unit in again.
      expect.arrayContaining(ids.slice(6, 10)),
    )
    expect(await within({ from: { kind: 'at', at: from }, until: earlier })).toEqual(ids.slice(4, 10))
  })
})

function at(minute: number): Timestamp {
  return Timestamp.fromMillis(Date.UTC(2026, 0, 5, 12, minute))
}

describe('changes', () => {
  it('of one moment, more than a page holds, are all read once, and from every boundary on', async () => {
    const documents = numbered(1203, () => ({ updatedAt: Timestamp.fromMillis(Date.UTC(2026, 0, 5)) }))
    const ids = Object.keys(documents)
    await put(documents)
    const source = sourceOf()
    const pages = await all(source.changes(whole, 100))
    expect(pages.map(({ records }) => records.length)).toEqual([...Array<number>(12).fill(100), 3])
    expect(idsOf(pages)).toEqual(ids)
    // Each document once, and the two probes.
    expect(readsOf(pages)).toBe(1203 + 2)
    for (const [i, page] of pages.slice(0, -1).entries()) {
      expect(idsOf(await all(source.changes(after(page), 1000)))).toEqual(ids.slice((i + 1) * 100))
    }
  })

  it('that were committed late are found by a window that begins below them', async () => {
    await put({ a: { updatedAt: at(0) }, c: { updatedAt: at(4) } })
    const source = sourceOf()
    const first = await all(source.changes(whole, 100))
    expect(idsOf(first)).toEqual(['a', 'c'])
    await put({ b: { updatedAt: at(2) } })
    expect(idsOf(await all(source.changes(after(first[0]), 100)))).toEqual([])
    const below: ChangeWindow = { from: { kind: 'at', at: instantFromMs(Date.UTC(2026, 0, 5, 12, 1)) }, until: end }
    expect(idsOf(await all(source.changes(below, 100)))).toEqual(['b', 'c'])
  })

  it('tell the version by the time of the write, and the change by the document', async () => {
    await put({ a: { updatedAt: '2026-01-05T12:00:00.123Z', note: 1 } })
    const source = sourceOf()
    const [before] = (await all(source.changes(whole, 10))).flatMap(({ records }) => records)
    await db.collection(collection).doc('a').update({ note: 2 })
    const [page] = await all(source.changes(whole, 10))
    const [now] = page?.records ?? []
    expect(now?.changedAt).toBe('2026-01-05T12:00:00.123000000Z')
    expect(now && before && now.version > before.version).toBe(true)
    expect(now && page && now.version <= page.readTime).toBe(true)
  })

  it('leave out what is later than the bound, what is null and what has no change time', async () => {
    const ms = Date.UTC(2026, 0, 5)
    await put({ a: { updatedAt: ms }, b: { updatedAt: Date.UTC(2030, 0, 1) }, c: { updatedAt: null }, d: {} })
    const pages = await all(sourceOf().changes(whole, 10))
    expect(idsOf(pages)).toEqual(['a'])
    expect(pages[0]?.notices).toBeUndefined()
  })

  it('of an open window go on beyond the bound, by a page at most', async () => {
    const day = 86_400_000
    await put({
      ...numbered(5, (i) => ({ updatedAt: Date.UTC(2026, 0, 5) + i * day })),
      ...Object.fromEntries(idsFrom(9, 'far').map((id, i) => [id, { updatedAt: Date.UTC(2030, 0, 1) + i * day }])),
    })
    const open = await all(sourceOf().changes({ ...whole, isOpen: true }, 4))
    expect(open.map(({ records }) => records.length)).toEqual([4, 4, 4])
    expect(idsOf(open).slice(0, 5)).toEqual(['d00000', 'd00001', 'd00002', 'd00003', 'd00004'])
    expect(idsOf(open).slice(5)).toEqual(idsFrom(7, 'far'))
    // The two ends of the field, and nothing but what was given.
    expect(readsOf(open)).toBe(2 + 12)
    expect(idsOf(await all(sourceOf().changes(whole, 4)))).toHaveLength(5)
  })

  it.each([
    ['timestamps', (ms: number) => Timestamp.fromMillis(ms), '2999-01-01', 0],
    ['timestamps', (ms: number) => Timestamp.fromMillis(ms), Date.UTC(2999, 0, 1), 0],
    ['milliseconds', (ms: number) => ms, Timestamp.fromMillis(Date.UTC(2999, 0, 1)), 1],
    ['texts', (ms: number) => iso(ms, 3, 'Z'), '2999-01-01', 0],
    ['texts', (ms: number) => iso(ms, 3, 'Z'), Date.UTC(2999, 0, 1), 1],
  ])('by %s are found as before beside a far date of another kind', async (_kind, write, far, more) => {
    const documents = numbered(3, (i) => ({ updatedAt: write(Date.UTC(2026, 0, 5) + i) }))
    await put({ ...documents, far: { updatedAt: far } })
    const pages = await all(sourceOf().changes(whole, 10))
    expect(idsOf(pages)).toEqual(Object.keys(documents))
    expect(readsOf(pages)).toBe(2 + 3 + more)
  })

  it('that all lie beyond the bound are found by an open window', async () => {
    await put({ a: { updatedAt: '2030-01-01T00:00:00.000Z' }, b: { updatedAt: '2030-01-02T00:00:00.000Z' } })
    expect(idsOf(await all(sourceOf().changes(whole, 10)))).toEqual([])
    const [page] = await all(sourceOf().changes({ ...whole, isOpen: true }, 10))
    expect(page?.records.map(({ sourceId }) => sourceId)).toEqual(['a', 'b'])
    expect(page?.notices).toBeUndefined()
  })

  it('say when they were read', async () => {
    await put({ a: { updatedAt: Date.UTC(2026, 0, 5) } })
    const [page] = await all(sourceOf().changes(whole, 10))
    expect(page?.records[0]?.readTime).toBe(page?.readTime)
    const { found } = await sourceOf().lookup(['a'], noInputs)
    expect(found[0] && page && found[0].readTime > page.readTime).toBe(true)
    const [enumerated] = (await all(sourceOf().enumerate('all', null, 10, noInputs))).flatMap(({ records }) => records)
    expect(enumerated && page && enumerated.readTime > page.readTime).toBe(true)
  })

  it.each([
    ['without documents', {}],
    ['of null only', { a: { updatedAt: null } }],
    ['without the field', { a: { timestamp: 1 } }],
  ])('of a collection %s are one empty page', async (_name, documents) => {
    await put(documents)
    const pages = await all(sourceOf().changes(whole, 10))
    expect(pages).toHaveLength(1)
    expect(pages[0]).toMatchObject({ records: [], usage: { calls: 2, reads: 2 } })
    expect(pages[0]?.notices).toBeUndefined()
  })

  it('that nobody can read are reported', async () => {
    await put({ a: { updatedAt: 'soon' }, b: { updatedAt: true } })
    const pages = await all(sourceOf().changes(whole, 10))
    expect(idsOf(pages)).toEqual([])
    expect(pages[0]?.notices).toMatchObject([{ kind: 'unreadable-change-times' }])
  })

  it('of a window that ends before it begins are none', async () => {
    await put({ a: { updatedAt: Date.UTC(2026, 0, 5) } })
    expect(idsOf(await all(sourceOf().changes({ from: { kind: 'at', at: end }, until: start }, 10)))).toEqual([])
  })

  it('go on by what the shop writes now when its field holds several kinds, and say so once', async () => {
    const ms = Date.UTC(2026, 0, 5)
    await put({
      old1: { updatedAt: '2025-06-01T00:00:00.000Z' },
      odd1: { updatedAt: 'n/a' },
      odd2: { updatedAt: new GeoPoint(0, 0) },
      odd3: { updatedAt: Date.UTC(2099, 0, 1) / 1000 },
      ...numbered(5, (i) => ({ updatedAt: ms + i })),
    })
    const pages = await all(sourceOf().changes(whole, 2))
    expect(idsOf(pages)).toEqual(['d00000', 'd00001', 'd00002', 'd00003', 'd00004'])
    expect(pages.flatMap(({ notices }) => notices ?? [])).toMatchObject([
      { kind: 'mixed-change-times', message: expect.stringContaining('epoch milliseconds') },
    ])
  })

  it('in another text format are given without a change time, and reported', async () => {
    await put({
      a: { updatedAt: '2026-01-05T00:00:00.000Z' },
      b: { updatedAt: '2026-01-05T00:00:01Z' },
      c: { updatedAt: '2026-01-05T00:00:02.000Z' },
    })
    const pages = await all(sourceOf().changes(whole, 10))
    expect(pages[0]?.records.map(({ sourceId, changedAt }) => [sourceId, changedAt !== null])).toEqual([
      ['a', true],
      ['b', false],
      ['c', true],
    ])
    expect(pages[0]?.notices).toMatchObject([{ kind: 'mixed-change-times' }])
  })
})

/** Values of every type that a shop may have put where its creation time belongs, in Firestore's order. */
const oddValues: readonly unknown[] = [
  null,
  false,
  Number.NaN,
  -0,
  1.5,
  2 ** 60,
  new Timestamp(1_767_225_600, 123_456_000),
  'later',
  'x'.repeat(2000),
  Buffer.from('bytes'),
  new GeoPoint(1, 2),
  [1, 2],
  FieldValue.vector([1, 2]),
  { at: 1 },
]

describe('an enumeration', () => {
  it('gives every document once, in an order that each cursor resumes', async () => {
    const lacking = ['none1', 'none2', 'none3', 'none4', 'none5', 'none6', 'none7']
    await put({
      ...numbered(30, (i) => ({
        timestamp: Timestamp.fromMillis(Date.UTC(2026, 0, 1) + Math.floor(i / 4)),
        updatedAt: i,
      })),
      ...Object.fromEntries(oddValues.map((timestamp, i) => [`odd${i}`, { timestamp }])),
      ...Object.fromEntries(lacking.map((id) => [id, { status: 'PENDING' }])),
    })
    const source = sourceOf()
    const pages = await all(source.enumerate('all', null, 3, noInputs))
    const ids = idsOf(pages)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(30 + oddValues.length + lacking.length)
    expect(ids.slice(-lacking.length)).toEqual(lacking)
    expect(pages.every(({ records }) => records.length <= 3)).toBe(true)
    for (const [i, { cursor }] of pages.entries()) {
      const rest = await all(source.enumerate('all', cursor, 4, noInputs))
      expect([...idsOf(pages.slice(0, i + 1)), ...idsOf(rest)]).toEqual(ids)
    }
  })

  it('costs a read for each document, and little more', async () => {
    await put(numbered(25, (i) => ({ timestamp: i })))
    const pages = await all(sourceOf().enumerate('all', null, 10, noInputs))
    expect(pages.map(({ records, usage }) => [records.length, usage.reads])).toEqual([
      [10, 10],
      [10, 10],
      [5, 5],
      // The proof of the end, and two counts.
      [0, 3],
    ])
    expect(pages.every(({ readTime, records }) => records.every(({ version }) => version <= readTime))).toBe(true)
  })

  it('of documents without the creation field reads all of them once more', async () => {
    await put({ ...numbered(25, (i) => ({ timestamp: i })), e1: {}, e2: { timestamp: null } })
    const pages = await all(sourceOf().enumerate('all', null, 10, noInputs))
    expect(idsOf(pages).slice(-1)).toEqual(['e1'])
    expect(readsOf(pages)).toBe(26 + 1 + 2 + 27 + 1)
  })

  it('of nothing is one empty page', async () => {
    const pages = await all(sourceOf().enumerate('all', null, 10, noInputs))
    expect(pages.map(({ records, usage }) => [records.length, usage.reads])).toEqual([[0, 4]])
    expect(await all(sourceOf().enumerate('all', pages[0]?.cursor ?? '', 10, noInputs))).toEqual([])
  })

  it('begins anew where the document that it stood at has changed and its value cannot be written down', async () => {
    await put(numbered(6, (i) => ({ timestamp: [i] })))
    const source = sourceOf()
    const [first] = await all(source.enumerate('all', null, 2, noInputs))
    const cursor = first?.cursor ?? ''
    expect(idsOf(await all(source.enumerate('all', cursor, 10, noInputs)))).toHaveLength(4)
    await db.collection(collection).doc('d00001').update({ note: 1 })
    expect(idsOf(await all(source.enumerate('all', cursor, 10, noInputs)))).toHaveLength(6)
    await db.collection(collection).doc('d00001').delete()
    expect(idsOf(await all(source.enumerate('all', cursor, 10, noInputs)))).toHaveLength(5)
  })

  it('begins anew by another field, and refuses a cursor that is none', async () => {
    await put(numbered(6, (i) => ({ timestamp: i, placedAt: 6 - i })))
    const [first] = await all(sourceOf().enumerate('all', null, 4, noInputs))
    const other = sourceOf({ createdAtField: 'placedAt' })
    expect(idsOf(await all(other.enumerate('all', first?.cursor ?? '', 10, noInputs)))).toHaveLength(6)
    await expect(all(sourceOf().enumerate('all', '{}', 10, noInputs))).rejects.toThrow(SourceError)
  })

  it('that is given up midway leaves no call open', async () => {
    const own = new Firestore({ projectId })
    await put(numbered(3000, (i) => ({ timestamp: i, padding: 'p'.repeat(1000) })))
    const source = createFirestoreSource(own, readFirestoreSourceConfig({ collection }))
    const read: EnumerationPage[] = []
    for await (const page of source.enumerate('all', null, 100, noInputs)) {
      read.push(page)
      if (read.length === 2) break
    }
    expect(idsOf(read)).toHaveLength(200)
    // Waits for every call that is open.
    await own.terminate()
  })

  it('says when each document was created and changed', async () => {
    await put({ a: { status: 'PAID', totalAmount: '12.50', timestamp: null, updatedAt: null } })
    const source = sourceOf()
    const [record] = (await all(source.enumerate('all', null, 10, noInputs))).flatMap(({ records }) => records)
    expect(record?.changedAt).toBeNull()
    const createTime = (await db.collection(collection).doc('a').get()).createTime
    const parsed = record && source.parse(record, noInputs)
    const floored = createTime && instantFromParts(createTime.seconds, createTime.nanoseconds).slice(0, 23)
    expect(parsed?.ok && parsed.record.createdAt).toBe(`${floored}Z`)
  })
})

describe('a lookup', () => {
  it('tells what is there and proves what is not', async () => {
    await put(numbered(700, (i) => ({ updatedAt: i })))
    const asked = [...Array.from({ length: 650 }, (_, i) => `d${String(i).padStart(5, '0')}`), 'gone', 'd00000']
    const { found, absent, readTime, usage } = await sourceOf().lookup(asked, noInputs)
    expect(found.map(({ sourceId }) => sourceId)).toEqual(asked.slice(0, 650))
    expect(absent.map(({ sourceId }) => sourceId)).toEqual(['gone'])
    expect(absent.every((one) => one.readTime >= readTime)).toBe(true)
    expect(usage).toEqual({ calls: 7, reads: 651 })
    await put({ gone: {} })
    const back = await sourceOf().lookup(['gone'], noInputs)
    expect(back.found[0] && back.found[0].version > readTime).toBe(true)
  })

  it('of nothing asks nothing', async () => {
    expect(await sourceOf().lookup([], noInputs)).toMatchObject({
      found: [],
      absent: [],
      usage: { calls: 0, reads: 0 },
    })
  })
})

it('counts', async () => {
  await put(numbered(1001, (i) => ({ timestamp: i })))
  expect(await sourceOf().count()).toEqual({ total: 1001, usage: { calls: 1, reads: 2 } })
})

it('has the identity of its database and collection, in whatever project', () => {
  expect(sourceOf().identity).toBe(`(default)/${collection}`)
  const named = new Firestore({ projectId: 'demo-other', databaseId: 'shop' })
  const config = readFirestoreSourceConfig({ collection: 'shops/main/orders' })
  expect(createFirestoreSource(named, config).identity).toBe('shop/shops/main/orders')
})

it('finds updates only by a change time of its own', () => {
  expect(sourceOf().findsUpdates).toBe(true)
  expect(sourceOf({ changedAtField: 'timestamp' }).findsUpdates).toBe(false)
})

it('reads nested time fields', async () => {
  await put({ a: { meta: { changed: instantFromParts(1_767_571_200, 5000) } }, b: { 'meta.changed': 1 } })
  const source = sourceOf({ createdAtField: 'meta.changed', changedAtField: 'meta.changed' })
  expect(idsOf(await all(source.changes(whole, 10)))).toEqual(['a'])
  expect(idsOf(await all(source.enumerate('all', null, 10, noInputs)))).toEqual(['a', 'b'])
})
