import { describe, expect, it } from 'vitest'

import { GeoPoint, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs, shift } from '../../../functions/src/lib/instant.ts'
import { noInputs, type ChangeWindow, type SourcePage } from '../../../functions/src/model/source.ts'
import { ids as idsFrom } from '../../harness/shop.ts'
import { OwnCollection, all, end, idsOf, numbered, readsOf, start, whole } from './ownCollection.ts'

const orders = new OwnCollection()

/** The window from right after the last record of `page`. */
function after(page: SourcePage | undefined, until = end): ChangeWindow {
  const last = page?.records.at(-1)
  if (!last?.changedAt) throw new Error('the page ends with no change')
  return { from: { kind: 'after', point: { at: last.changedAt, id: last.sourceId } }, until }
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
  ['epoch microseconds', (ms) => ms * 1000 + 123],
  ['timestamps', (ms) => new Timestamp(Math.floor(ms / 1000), (ms % 1000) * 1e6 + 123_000)],
]

describe.each(writings)('changes by %s', (_name, write) => {
  const day = 86_400_000
  // Two at each moment, the first before and the last after the window's middle.
  const documents = numbered(40, (i) => ({ updatedAt: write(Date.UTC(2026, 0, 1) + Math.floor(i / 2) * day + 777) }))
  const ids = Object.keys(documents)

  it('come in order and once, with page and run boundaries between equal times', async () => {
    await orders.put(documents)
    const source = orders.source()
    const pages = await all(source.changes(whole, 7))
    expect(idsOf(pages)).toEqual(ids)
    for (const page of pages.filter(({ records }) => records.length > 0)) {
      const rest = await all(source.changes(after(page), 1000))
      expect(idsOf(rest)).toEqual(ids.slice(ids.indexOf(page.records.at(-1)?.sourceId ?? '') + 1))
    }
  })

  it('are those from the first moment through the last, both included', async () => {
    await orders.put(documents)
    const source = orders.source()
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
    await orders.put(documents)
    const source = orders.source()
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
    await orders.put({ a: { updatedAt: at(0) }, c: { updatedAt: at(4) } })
    const source = orders.source()
    const first = await all(source.changes(whole, 100))
    expect(idsOf(first)).toEqual(['a', 'c'])
    await orders.put({ b: { updatedAt: at(2) } })
    expect(idsOf(await all(source.changes(after(first[0]), 100)))).toEqual([])
    const below: ChangeWindow = { from: { kind: 'at', at: instantFromMs(Date.UTC(2026, 0, 5, 12, 1)) }, until: end }
    expect(idsOf(await all(source.changes(below, 100)))).toEqual(['b', 'c'])
  })

  it('tell the version by the time of the write, and the change by the document', async () => {
    await orders.put({ a: { updatedAt: '2026-01-05T12:00:00.123Z', note: 1 } })
    const source = orders.source()
    const [before] = (await all(source.changes(whole, 10))).flatMap(({ records }) => records)
    await orders.db.collection(orders.name).doc('a').update({ note: 2 })
    const [page] = await all(source.changes(whole, 10))
    const [now] = page?.records ?? []
    expect(now?.changedAt).toBe('2026-01-05T12:00:00.123000000Z')
    expect(now && before && now.version > before.version).toBe(true)
    expect(now && page && now.version <= page.readTime).toBe(true)
  })

  it('leave out what is later than the bound, what is null and what has no change time', async () => {
    const ms = Date.UTC(2026, 0, 5)
    await orders.put({ a: { updatedAt: ms }, b: { updatedAt: Date.UTC(2030, 0, 1) }, c: { updatedAt: null }, d: {} })
    const pages = await all(orders.source().changes(whole, 10))
    expect(idsOf(pages)).toEqual(['a'])
    expect(pages[0]?.notices).toBeUndefined()
  })

  it('of an open window go on beyond the bound, by a page at most', async () => {
    const day = 86_400_000
    await orders.put({
      ...numbered(5, (i) => ({ updatedAt: Date.UTC(2026, 0, 5) + i * day })),
      ...Object.fromEntries(idsFrom(9, 'far').map((id, i) => [id, { updatedAt: Date.UTC(2030, 0, 1) + i * day }])),
    })
    const open = await all(orders.source().changes({ ...whole, isOpen: true }, 4))
    expect(open.map(({ records }) => records.length)).toEqual([4, 4, 4])
    expect(idsOf(open).slice(0, 5)).toEqual(['d00000', 'd00001', 'd00002', 'd00003', 'd00004'])
    expect(idsOf(open).slice(5)).toEqual(idsFrom(7, 'far'))
    // The two ends of the field, and nothing but what was given.
    expect(readsOf(open)).toBe(2 + 12)
    expect(idsOf(await all(orders.source().changes(whole, 4)))).toHaveLength(5)
  })

  it.each([
    ['timestamps', (ms: number) => Timestamp.fromMillis(ms), '2999-01-01', 0],
    ['timestamps', (ms: number) => Timestamp.fromMillis(ms), Date.UTC(2999, 0, 1), 1],
    ['milliseconds', (ms: number) => ms, Timestamp.fromMillis(Date.UTC(2999, 0, 1)), 1],
    ['texts', (ms: number) => iso(ms, 3, 'Z'), '2999-01-01', 0],
    ['texts', (ms: number) => iso(ms, 3, 'Z'), Date.UTC(2999, 0, 1), 1],
  ])('by %s are found as before beside a far date of another kind', async (_kind, write, far, more) => {
    const documents = numbered(3, (i) => ({ updatedAt: write(Date.UTC(2026, 0, 5) + i) }))
    await orders.put({ ...documents, far: { updatedAt: far } })
    const pages = await all(orders.source().changes(whole, 10))
    expect(idsOf(pages)).toEqual(Object.keys(documents))
    expect(readsOf(pages)).toBe(2 + 3 + more)
  })

  it('that all lie beyond the bound are found by an open window', async () => {
    await orders.put({ a: { updatedAt: '2030-01-01T00:00:00.000Z' }, b: { updatedAt: '2030-01-02T00:00:00.000Z' } })
    expect(idsOf(await all(orders.source().changes(whole, 10)))).toEqual([])
    const [page] = await all(orders.source().changes({ ...whole, isOpen: true }, 10))
    expect(page?.records.map(({ sourceId }) => sourceId)).toEqual(['a', 'b'])
    expect(page?.notices).toBeUndefined()
  })

  it('say when they were read', async () => {
    await orders.put({ a: { updatedAt: Date.UTC(2026, 0, 5) } })
    const [page] = await all(orders.source().changes(whole, 10))
    expect(page?.records[0]?.readTime).toBe(page?.readTime)
    const { found } = await orders.source().lookup(['a'], noInputs)
    expect(found[0] && page && found[0].readTime > page.readTime).toBe(true)
    const [enumerated] = (await all(orders.source().enumerate('all', null, 10, noInputs))).flatMap(
      ({ records }) => records,
    )
    expect(enumerated && page && enumerated.readTime > page.readTime).toBe(true)
  })

  it.each([
    ['without documents', {}],
    ['of null only', { a: { updatedAt: null } }],
    ['without the field', { a: { timestamp: 1 } }],
  ])('of a collection %s are one empty page', async (_name, documents) => {
    await orders.put(documents)
    const pages = await all(orders.source().changes(whole, 10))
    expect(pages).toHaveLength(1)
    expect(pages[0]).toMatchObject({ records: [], usage: { calls: 2, reads: 2 } })
    expect(pages[0]?.notices).toBeUndefined()
  })

  it('that nobody can read are reported', async () => {
    await orders.put({ a: { updatedAt: 'soon' }, b: { updatedAt: true } })
    const pages = await all(orders.source().changes(whole, 10))
    expect(idsOf(pages)).toEqual([])
    expect(pages[0]?.notices).toMatchObject([{ kind: 'unreadable-change-times' }])
  })

  it('of a window that ends before it begins are none', async () => {
    await orders.put({ a: { updatedAt: Date.UTC(2026, 0, 5) } })
    expect(idsOf(await all(orders.source().changes({ from: { kind: 'at', at: end }, until: start }, 10)))).toEqual([])
  })

  it('go on by what the shop writes now when its field holds several kinds, and say so once', async () => {
    const ms = Date.UTC(2026, 0, 5)
    await orders.put({
      old1: { updatedAt: '2025-06-01T00:00:00.000Z' },
      odd1: { updatedAt: 'n/a' },
      odd2: { updatedAt: new GeoPoint(0, 0) },
      odd3: { updatedAt: Date.UTC(2099, 0, 1) / 1000 },
      ...numbered(5, (i) => ({ updatedAt: ms + i })),
    })
    const pages = await all(orders.source().changes(whole, 2))
    expect(idsOf(pages)).toEqual(['d00000', 'd00001', 'd00002', 'd00003', 'd00004'])
    expect(pages.flatMap(({ notices }) => notices ?? [])).toMatchObject([
      { kind: 'mixed-change-times', message: expect.stringContaining('epoch milliseconds') },
    ])
  })

  it('in another text format are given without a change time, and reported', async () => {
    await orders.put({
      a: { updatedAt: '2026-01-05T00:00:00.000Z' },
      b: { updatedAt: '2026-01-05T00:00:01Z' },
      c: { updatedAt: '2026-01-05T00:00:02.000Z' },
    })
    const pages = await all(orders.source().changes(whole, 10))
    expect(pages[0]?.records.map(({ sourceId, changedAt }) => [sourceId, changedAt !== null])).toEqual([
      ['a', true],
      ['b', false],
      ['c', true],
    ])
    expect(pages[0]?.notices).toMatchObject([{ kind: 'mixed-change-times' }])
  })
})

describe('changes in a collection whose times do not sort as they should', () => {
  const noon = Date.UTC(2026, 0, 5, 12)

  it.each([
    ['mixed digits', iso(noon, 3, 'Z'), iso(noon + 1_000, 0, 'Z'), 'mixed'],
    // The newest by its text is none that a window could begin at.
    ['offsets of several zones', iso(noon, 0, 'Z'), '2026-01-05T13:30:00+01:00', 'unreadable'],
    ['numbers beside timestamps', noon, Timestamp.fromMillis(noon + 1_000), 'mixed'],
    ['texts beside timestamps', iso(noon, 3, 'Z'), Timestamp.fromMillis(noon + 1_000), 'mixed'],
  ])('%s: a run says so, and a full run finds every one', async (_about, first, second, found) => {
    await orders.put({ a: { updatedAt: first }, b: { updatedAt: second }, c: { updatedAt: first } })
    const pages = await all(orders.source().changes(whole, 10))
    expect(pages.flatMap(({ notices }) => notices ?? [])).toMatchObject([{ kind: `${found}-change-times` }])
    expect(pages.at(-1)?.changeTimes).toBe(found)
    const read = (await all(orders.source().enumerate('all', null, 10, noInputs))).flatMap(({ records }) => records)
    expect(read.map(({ sourceId }) => sourceId)).toEqual(['a', 'b', 'c'])
    const marks: Record<string, number> = {}
    for (const mark of read.flatMap((record) => orders.source().marksOf(record))) marks[mark] = (marks[mark] ?? 0) + 1
    expect(orders.source().review(marks, 3)).toMatchObject({ changeTimes: 'mixed' })
  })

  it('epoch microseconds beside an odd text are read by what the shop writes now', async () => {
    await orders.put({
      old: { updatedAt: '2025-06-01T00:00:00.000Z' },
      ...numbered(3, (i) => ({ updatedAt: (noon + i) * 1_000 })),
    })
    const pages = await all(orders.source().changes(whole, 10))
    expect(idsOf(pages)).toEqual(['d00000', 'd00001', 'd00002'])
    expect(pages.flatMap(({ notices }) => notices ?? [])).toMatchObject([
      { kind: 'mixed-change-times', message: expect.stringContaining('epoch microseconds') },
    ])
  })
})
