import { isDeepStrictEqual } from 'node:util'

import { expect } from 'vitest'

import { newestRows, rowBytes } from '../../functions/src/cache/changes.ts'
import { zoneMapOf } from '../../functions/src/cache/facetCounts.ts'
import type { Head, SegmentInfo } from '../../functions/src/engine/encoding/head.ts'
import { compareKeys, isLive, type Row } from '../../functions/src/model/row.ts'
import type { MemoryCache } from './memoryCache.ts'
import { expectNeedles } from './needles.ts'

/** Compares many rows fast, and says which differ. */
export function expectSameRows(shown: readonly Row[], expected: readonly Row[], what: string): void {
  const [a, b] = [shown.toSorted(compareKeys), expected.toSorted(compareKeys)]
  if (isDeepStrictEqual(a, b)) return
  expect(
    a.map(({ id }) => id),
    `${what}: ids`,
  ).toEqual(b.map(({ id }) => id))
  expect({ what, rows: a }).toEqual({ what, rows: b })
}

/** Holds all that a cache tells of itself against the live rows that it ought to show. */
export function expectAgreement(cache: MemoryCache, live: readonly Row[]): void {
  const { head } = cache
  expectSameRows(cache.liveRows(), live, 'segments and pending changes show the rows')
  expect(head.live, 'the head counts them').toBe(live.length)
  // A pipeline that never had a row counts nothing at all.
  if (head.cacheVersion > 0) expect(head.facets, 'and their facets').toEqual(zoneMapOf(head.columns, live).facets)
  expectUnmapped(head, live)
  expectNewest(cache, live)
  expectManifest(cache)
}

/** Every word that is told apart has its exact count, and the others their sum. */
export function expectUnmapped({ unmapped }: Head, rows: readonly Row[]): void {
  const counts = new Map<string, number>()
  for (const { statusUnknown, sourceStatus } of rows) {
    if (statusUnknown !== true) continue
    const word = /^.{0,60}/su.exec(String(sourceStatus).trim())?.[0] ?? ''
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const listed = unmapped.words.reduce((sum, { count }) => sum + count, 0)
  expect(listed + unmapped.others, 'the head counts the orders of unknown status').toBe(all)
  for (const { word, count } of unmapped.words)
    expect(count, 'the head counts each unknown word').toBe(counts.get(word))
  expect(unmapped.words.length, 'words are bounded').toBeLessThanOrEqual(50)
}

function expectNewest({ head }: MemoryCache, live: readonly Row[]): void {
  const { newest, newestFloor: floor } = head
  const descending = live.toSorted((a, b) => compareKeys(b, a))
  const expected = floor === null ? descending : descending.filter((row) => compareKeys(row, floor) >= 0)
  expect(isDeepStrictEqual(newest, expected), 'the newest rows are all of the newest, in order').toBe(true)
  const bytes = newest.reduce((sum, row) => sum + rowBytes(row), 0)
  expect(newest.length).toBeLessThanOrEqual(newestRows)
  expect(bytes).toBeLessThanOrEqual(200_000)
  // Enough for the largest page and the row behind it, unless rows are so large that a part has to do.
  if (newest.length < Math.min(201, live.length)) expect(bytes).toBeGreaterThan(60_000)
}

/** Holds a segment's zone map against what it shows: its rows but for tombstones and what pending changes replace. */
export function expectZoneMap({ columns, pending }: Head, info: SegmentInfo, rows: readonly Row[]): void {
  const shown = rows.filter((row) => isLive(row) && !pending.has(row.id))
  const exact = zoneMapOf(columns, shown)
  expect(info.shown, 'the manifest counts what is shown').toBe(shown.length)
  expect(info.zone.facets, 'the zone map counts what is shown').toEqual(exact.facets)
  for (const [name, { min, max }] of Object.entries(exact.ranges)) {
    expect(info.zone.ranges[name]?.min, `${name} begins in the zone map`).toBeLessThanOrEqual(min)
    expect(info.zone.ranges[name]?.max, `${name} ends in the zone map`).toBeGreaterThanOrEqual(max)
  }
}

function expectManifest(cache: MemoryCache): void {
  const { segments } = cache.head
  let previous: Row | undefined
  for (const [i, info] of segments.entries()) {
    const rows = cache.rowsOf(info)
    const next = segments[i + 1]
    expect(rows.length, 'no segment is empty').toBeGreaterThan(0)
    for (const row of rows) {
      if (previous !== undefined) expect(compareKeys(previous, row), 'segments ascend without repeats').toBeLessThan(0)
      if (i > 0 && compareKeys(info.low, row) > 0) expect.fail('a row lies below its segment')
      if (next !== undefined && compareKeys(row, next.low) >= 0) expect.fail('a row lies above its segment')
      previous = row
    }
    const rowsLive = rows.filter(isLive).length
    expect(info, 'the manifest tells what is in the segment').toMatchObject({ rows: rows.length, live: rowsLive })
    expectZoneMap(cache.head, info, rows)
    if (rows.length > 1) expect(info.bytes).toBeLessThanOrEqual(300_000)
    expect(rows.length).toBeLessThanOrEqual(5_000)
  }
  const indexes = expectNeedles(
    cache.stream,
    cache.head,
    (info) => cache.rowsOf(info),
    (n) => cache.documents.get(n),
  )
  const stored = new Set(cache.documents.keys())
  expect(stored, 'no segment is left over').toEqual(new Set([...segments.map(({ n }) => n), ...indexes]))
}
