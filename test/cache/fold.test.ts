import { describe, expect, it } from 'vitest'

import { applyChanges } from '../../functions/src/cache/changes.ts'
import { foldDue } from '../../functions/src/cache/fold.ts'
import { emptyHead, type Head } from '../../functions/src/engine/encoding/head.ts'
import { isLive, tombstoneOf, type Row } from '../../functions/src/model/row.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { expectAgreement, expectSameRows } from './agreement.ts'
import { filledCache, MemoryCache } from './memoryCache.ts'
import { rowsInTime } from './randomRows.ts'

const dayMs = 24 * 3_600_000

const deleted = (rows: readonly Row[], at: number): Row[] =>
  rows.map((row) => tombstoneOf(orderStream, row, `${row.version}+`, at))

function pendingOf(rows: readonly Row[]): Head {
  const changes = rows.map((after) => ({ before: null, after }))
  return applyChanges(orderStream, emptyHead(orderStream), changes)
}

describe('folding is due', () => {
  it('above a thousand changes, or above 300 KB of them, and goes on to half of that', () => {
    const [few, half, many] = [
      pendingOf(rowsInTime(0, 500)),
      pendingOf(rowsInTime(0, 501)),
      pendingOf(rowsInTime(0, 1_001)),
    ]
    expect([few, half, many].map((head) => foldDue(head, false))).toEqual([false, false, true])
    expect([few, half, many].map((head) => foldDue(head, true))).toEqual([false, true, true])
    expect(foldDue(pendingOf(rowsInTime(0, 41, 'large')), false)).toBe(false)
    expect(foldDue(pendingOf(rowsInTime(0, 43, 'large')), false)).toBe(true)
  })

  it('never with nothing pending', () => {
    expect(foldDue(emptyHead(orderStream), true)).toBe(false)
  })
})

describe('folding', () => {
  it('gets on with each commit, and leaves the newer half of the changes', () => {
    const cache = new MemoryCache()
    const rows = rowsInTime(0, 1_200)
    cache.write(rows)
    expect(cache.steps.length).toBeGreaterThan(0)
    expect(foldDue(cache.head, true)).toBe(false)
    expectAgreement(cache, rows)
  })

  it('gets on even where every change lies between a segment of many changes and one of few', () => {
    const rows = rowsInTime(0, 680, 'large')
    const cache = filledCache(rows)
    const segments = cache.head.segments.map((info) => cache.rowsOf(info))
    const [hot, cold] = [segments.slice(0, 4), segments.slice(4, 12)]
    expect(cold).toHaveLength(8)
    // From each of four segments one row to each of eight others: more than one commit may rewrite.
    const moved = hot.flatMap((from) =>
      cold.flatMap(([first], i) => {
        const row = from[i]
        return row === undefined || first === undefined ? [] : [{ ...row, createdAt: first.createdAt + 1 + i }]
      }),
    )
    cache.write(moved)
    cache.foldAll()
    const ids = new Set(moved.map(({ id }) => id))
    expect(ids.size).toBe(32)
    expectAgreement(cache, [...moved, ...rows.filter(({ id }) => !ids.has(id))])
  })

  it('shows nothing new: only a commit of changes is a version of the cache', () => {
    const cache = new MemoryCache()
    cache.write(rowsInTime(0, 100))
    cache.write(rowsInTime(100, 200))
    expect(cache.head.cacheVersion).toBe(2)
    cache.foldAll()
    expect(cache.head.cacheVersion).toBe(2)
  })

  it('moves a row to the segment of its new time, and leaves nothing behind', () => {
    const rows = rowsInTime(0, 200, 'large')
    const cache = filledCache(rows)
    expect(cache.head.segments.length).toBeGreaterThan(3)
    const moved = rows.slice(0, 20).map((row, i) => ({ ...row, createdAt: 199_000 - i, version: 'v2' }))
    cache.write(moved)
    cache.foldAll()
    expectSameRows(cache.segmentRows(), [...moved, ...rows.slice(20)], 'each row once')
    expectAgreement(cache, [...moved, ...rows.slice(20)])
  })

  it('removes a segment that holds nothing any more, down to the last', () => {
    const rows = rowsInTime(0, 120, 'large')
    const cache = filledCache(rows)
    cache.write(deleted(rows, 0))
    cache.nowMs = 31 * dayMs
    cache.foldAll()
    expect(cache.head.segments).toEqual([])
    expect(cache.documents.size).toBe(0)
    expectAgreement(cache, [])
    cache.write(rowsInTime(5, 6))
    cache.foldAll()
    expectAgreement(cache, rowsInTime(5, 6))
  })

  it.each([
    ['keeps a tombstone for 30 days', 30 * dayMs - 1, 1],
    ['drops it afterwards', 30 * dayMs, 0],
  ])('%s when its segment is written', (_what, age, kept) => {
    const rows = rowsInTime(0, 10)
    const cache = filledCache(rows)
    cache.write(deleted(rows.slice(0, 1), dayMs))
    cache.foldAll()
    cache.nowMs = dayMs + age
    cache.write(rowsInTime(10, 11))
    cache.foldAll()
    expect(cache.segmentRows().filter((row) => !isLive(row))).toHaveLength(kept)
    expectAgreement(cache, rowsInTime(1, 11))
  })

  it('hides a tombstone that no incremental run could find under an order that came back with another time', () => {
    const rows = rowsInTime(0, 200, 'large')
    const cache = filledCache(rows)
    cache.write(deleted(rows.slice(0, 1), 0))
    cache.foldAll()
    const back = rows.slice(0, 1).map((row) => ({ ...row, createdAt: 199_500, version: 'v2' }))
    cache.write(back, 'tombstones by key')
    cache.foldAll()
    expect(cache.segmentRows().filter(({ id }) => id === back[0]?.id)).toHaveLength(2)
    expectAgreement(cache, [...rows.slice(1), ...back])
    cache.write(deleted(back, 1))
    cache.foldAll()
    expectAgreement(cache, rows.slice(1))
  })
})
