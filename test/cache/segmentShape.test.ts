import { describe, expect, it } from 'vitest'

import { tombstoneOf, type Row } from '../../functions/src/model/row.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { expectAgreement } from './agreement.ts'
import { filledCache, type MemoryCache } from './memoryCache.ts'
import { rowsInTime } from './randomRows.ts'

/** Above about 4 MiB a commit hangs. */
const commitBytes = 3.5 * 1024 * 1024

const changed = (rows: readonly Row[]): Row[] => rows.map((row) => ({ ...row, version: 'v2' }))
const sizesOf = (cache: MemoryCache): number[] => cache.head.segments.map(({ rows }) => rows)

/** Deletes all rows but `share` of ten, everywhere; returns those that are left. */
function thinOut(cache: MemoryCache, rows: readonly Row[], share: number): Row[] {
  const isLeft = (_row: Row, i: number): boolean => i % 10 < share
  cache.write(rows.filter((row, i) => !isLeft(row, i)).map((row) => tombstoneOf(orderStream, row, 'v1+', 0)))
  cache.foldAll()
  return rows.filter(isLeft)
}

describe('segments', () => {
  it('fill up with 5,000 rows one after the other as orders arrive', () => {
    const rows = rowsInTime(0, 11_000)
    const cache = filledCache(rows)
    expect(sizesOf(cache)).toEqual([5_000, 5_000, 1_000])
    expectAgreement(cache, rows)
  })

  it('fill up with 300 KB one after the other as larger orders arrive', () => {
    const cache = filledCache(rowsInTime(0, 1_600, 'medium'))
    const full = cache.head.segments.slice(0, -1).map(({ bytes }) => bytes)
    expect(full.length).toBeGreaterThan(3)
    for (const bytes of full) expect(bytes).toBeGreaterThan(225_000)
  })

  it('are halved where old orders come in between', () => {
    const rows = rowsInTime(0, 9_000)
    const cache = filledCache(rows)
    const between = rowsInTime(0, 2_000).map((row) => ({ ...row, id: `${row.id}b` }))
    cache.write(between)
    cache.foldAll()
    const [first = 0, second = 0, ...others] = sizesOf(cache)
    expect(others).toEqual([4_000])
    expect(first + second).toBe(7_000)
    expect(Math.abs(first - second)).toBeLessThan(1_000)
    expectAgreement(cache, [...rows, ...between])
  })

  it('of which little is left are merged with neighbours of which little is left', () => {
    const rows = rowsInTime(0, 300, 'large')
    const cache = filledCache(rows)
    const before = cache.head.segments.length
    const left = changed(thinOut(cache, rows, 1))
    cache.write(left)
    cache.foldAll()
    expect(cache.head.segments.length).toBeLessThan(before / 2)
    expectAgreement(cache, left)
  })

  it('are merged in commits that do not hang, however many of them lie side by side', { timeout: 60_000 }, () => {
    const rows = rowsInTime(0, 2_600, 'large')
    const cache = filledCache(rows)
    const left = thinOut(cache, rows, 4)
    const before = cache.head.segments.length
    cache.write(changed(left.slice(0, 1)))
    cache.foldAll()
    expect(cache.head.segments.length).toBeLessThan(before)
    expect(Math.max(...cache.steps.map(({ bytes }) => bytes))).toBeLessThanOrEqual(commitBytes)
  })
})
