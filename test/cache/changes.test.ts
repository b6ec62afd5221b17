import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { isLive, tombstoneOf, type Row } from '../../functions/src/model/row.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { expectAgreement } from './agreement.ts'
import { filledCache, MemoryCache } from './memoryCache.ts'
import { rowOfSeed, rowsInTime, type RowSize } from './randomRows.ts'

/*
 * Random histories of a cache's rows against a plain map of them (invariant 8). Rows of several KB make a few hundred orders
 * fill many segments, so that everything that happens to a large cache happens here.
 */

/** Above about 4 MiB a commit hangs. */
const commitBytes = 3.5 * 1024 * 1024
const dayMs = 24 * 3_600_000
const tombstoneDays = 30
const pool = 200

const sizes: readonly RowSize[] = ['small', 'small', 'medium', 'large', 'largest']
const size = fc.constantFrom(...sizes)
const order = fc.nat(pool - 1)
const step = fc.record({
  kind: fc.constantFrom('upsert' as const, 'move' as const, 'delete' as const, 'restore' as const),
  /** Whom it befalls: `count` orders from `first` on, each `stride` further. */
  first: order,
  count: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 60, max: pool })),
  stride: fc.integer({ min: 1, max: 3 }),
  size,
  seed: fc.nat(99_999),
  daysLater: fc.constantFrom(0, 0, 1, 9, 31),
  foldsAll: fc.boolean(),
  knows: fc.constantFrom('every tombstone' as const, 'tombstones by key' as const),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const seen = {
  deleted: 0,
  restored: 0,
  moved: 0,
  purged: 0,
  folds: 0,
  splits: 0,
  shrinks: 0,
  refills: 0,
  segments: 0,
}

class History {
  readonly cache = new MemoryCache()
  /** The last row of every order that there ever was, tombstones too. */
  readonly model = new Map<string, Row>()

  /** Many orders of every size at once: most of what can happen to a cache needs several segments. */
  fill(seed: number): void {
    const rows = Array.from({ length: pool }, (_, n) =>
      rowOfSeed(`firestore:o${n}`, ((n * 7 + seed) % 90) * 1_000, seed + n, sizes[n % sizes.length]),
    )
    this.cache.write(rows)
    for (const row of rows) this.model.set(row.id, row)
  }

  take(taken: Step): void {
    this.cache.nowMs += taken.daysLater * dayMs
    const rows = this.#changed(taken)
    this.cache.write(rows, taken.knows)
    if (taken.foldsAll) this.cache.foldAll()
    for (const row of rows) this.model.set(row.id, row)
  }

  #changed({ kind, first, count, stride, size: rowSize, seed }: Step): Row[] {
    const numbers = new Set(Array.from({ length: count }, (_, i) => (first + i * stride) % pool))
    return [...numbers].flatMap((n): Row[] => {
      const id = `firestore:o${n}`
      const known = this.model.get(id)
      const lives = known !== undefined && isLive(known)
      if (kind === 'delete') return lives ? this.#deletion(known) : []
      if (kind === 'restore' && known?.deletedAt == null) return []
      if (kind === 'move' && !lives) return []
      // Orders share creation times, and a restored one may come back under another.
      const moves = kind === 'move' || (kind === 'restore' && seed % 2 === 0)
      const createdAt = moves || known === undefined ? ((n * 7 + seed) % 90) * 1_000 : known.createdAt
      seen.moved += Number(known !== undefined && createdAt !== known.createdAt)
      seen.restored += Number(known?.deletedAt != null)
      return [rowOfSeed(id, createdAt, seed + n, rowSize)]
    })
  }

  #deletion(row: Row): Row[] {
    seen.deleted += 1
    return [tombstoneOf(orderStream, row, `${row.version}+`, this.cache.nowMs)]
  }

  /** Everything that is promised after each step. */
  check(): void {
    const rows = [...this.model.values()]
    expectAgreement(this.cache, rows.filter(isLive))
    this.#checkTombstones(rows.filter((row) => !isLive(row)))
  }

  /** A deletion is known for 30 days at least, and not for ever. */
  #checkTombstones(tombstones: readonly Row[]): void {
    const kept = Map.groupBy(this.cache.allRows(), ({ id }) => id)
    const isYoung = (row: Row): boolean => (row.deletedAt ?? 0) > this.cache.nowMs - tombstoneDays * dayMs
    for (const tombstone of tombstones.filter(isYoung)) expect(kept.get(tombstone.id)).toContainEqual(tombstone)
    seen.purged += tombstones.filter(({ id }) => !kept.has(id)).length
  }
}

it('whatever happens to orders, the cache shows what a plain map of them shows', { timeout: 180_000 }, () => {
  fc.assert(
    fc.property(
      fc.option(fc.nat(999)),
      fc.array(step, { minLength: 5, maxLength: 12, size: 'max' }),
      (filling, steps) => {
        const history = new History()
        if (filling !== null) history.fill(filling)
        for (const taken of steps) {
          history.take(taken)
          history.check()
        }
        const { cache } = history
        for (const fold of cache.steps) {
          expect(fold.bytes).toBeLessThanOrEqual(commitBytes)
          seen.folds += 1
          seen.splits += Number(fold.segmentsAfter > Math.max(1, fold.segmentsBefore))
          seen.shrinks += Number(fold.segmentsAfter < fold.segmentsBefore)
        }
        seen.refills += cache.refills
        seen.segments = Math.max(seen.segments, cache.head.segments.length)
      },
    ),
    { numRuns: 20 },
  )
  // The comparison is worth as much as it compares.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0)
})

it('an order that changes again waits behind the others to be folded', () => {
  const cache = new MemoryCache()
  const rows = rowsInTime(0, 3)
  cache.write(rows)
  cache.write(rows.slice(0, 1).map((row) => ({ ...row, version: 'v2' })))
  expect([...cache.head.pending.keys()]).toEqual([1, 2, 0].map((i) => rows[i]?.id))
})

it('deletions leave enough of the newest rows for the largest page and one more', () => {
  const rows = rowsInTime(0, 1_000)
  const cache = filledCache(rows)
  for (let left = 910; left > 0; left -= 90) {
    const gone = rows.slice(left, left + 90)
    cache.write(gone.map((row) => tombstoneOf(orderStream, row, `${row.version}+`, 0)))
    expect(cache.head.newest.length).toBeGreaterThanOrEqual(Math.min(201, left))
    expectAgreement(cache, rows.slice(0, left))
  }
})
