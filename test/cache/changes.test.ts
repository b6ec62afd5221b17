import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { tombstoneOf, type Row } from '../../functions/src/model/row.ts'
import { expectAgreement } from './agreement.ts'
import { MemoryCache } from './memoryCache.ts'
import { rowOfSeed, type RowSize } from './randomRows.ts'

/*
 * Random histories of a cache's rows against a plain map of them (invariant 8). Rows of several KB make a few hundred orders
 * fill many segments, so that everything that happens to a large cache happens here.
 */

const dayMs = 24 * 3_600_000
const tombstoneDays = 30
const pool = 360

const size = fc.constantFrom<RowSize>('small', 'small', 'medium', 'large', 'largest')
const order = fc.nat(pool - 1)
const step = fc.record({
  kind: fc.constantFrom('upsert', 'move', 'delete', 'delete', 'restore', 'restore'),
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
  repeated: 0,
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

  take(step: Step): void {
    this.cache.nowMs += step.daysLater * dayMs
    const rows = this.#changed(step)
    this.cache.write(rows, step.knows)
    if (step.foldsAll) this.cache.foldAll()
    for (const row of rows) this.model.set(row.id, row)
  }

  #changed({ kind, first, count, stride, size: rowSize, seed }: Step): Row[] {
    const numbers = new Set(Array.from({ length: count }, (_, i) => (first + i * stride) % pool))
    return [...numbers].flatMap((n): Row[] => {
      const id = `firestore:o${n}`
      const known = this.model.get(id)
      const isLive = known !== undefined && !known.deleted
      if (kind === 'delete') return isLive ? this.#deletion(known) : []
      if (kind === 'restore' && known?.deleted !== true) return []
      if (kind === 'move' && !isLive) return []
      // Orders share creation times, and a restored one may come back under another.
      const moves = kind === 'move' || (kind === 'restore' && seed % 2 === 0)
      const createdAt = moves || known === undefined ? ((n * 7 + seed) % 90) * 1_000 : known.createdAt
      seen.moved += Number(known !== undefined && createdAt !== known.createdAt)
      seen.restored += Number(known?.deleted === true)
      return [rowOfSeed(id, createdAt, seed + n, rowSize)]
    })
  }

  #deletion(row: Row): Row[] {
    seen.deleted += 1
    return [tombstoneOf(row, `${row.version}+`, this.cache.nowMs)]
  }

  /** Everything that is promised after each step. */
  check(): void {
    const rows = [...this.model.values()]
    expectAgreement(
      this.cache,
      rows.filter(({ deleted }) => !deleted),
    )
    this.#checkTombstones(rows.filter(({ deleted }) => deleted))
  }

  /** A deletion is known for 30 days at least, and not for ever. */
  #checkTombstones(tombstones: readonly Row[]): void {
    const kept = Map.groupBy(this.cache.allRows(), ({ id }) => id)
    const isYoung = (row: Row): boolean => row.updatedAt > this.cache.nowMs - tombstoneDays * dayMs
    for (const tombstone of tombstones.filter(isYoung)) expect(kept.get(tombstone.id)).toContainEqual(tombstone)
    seen.repeated += [...kept.values()].filter((rows) => rows.length > 1).length
    seen.purged += tombstones.filter(({ id }) => !kept.has(id)).length
  }
}

it('whatever happens to orders, the cache shows what a plain map of them shows', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 6, maxLength: 16 }), (steps) => {
      const history = new History()
      for (const taken of steps) {
        history.take(taken)
        history.check()
      }
      const { cache } = history
      for (const fold of cache.steps) {
        seen.folds += 1
        seen.splits += Number(fold.segmentsAfter > Math.max(1, fold.segmentsBefore))
        seen.shrinks += Number(fold.segmentsAfter < fold.segmentsBefore)
      }
      seen.refills += cache.refills
      seen.segments = Math.max(seen.segments, cache.head.segments.length)
    }),
    { numRuns: 60 },
  )
  // The comparison is worth as much as it compares.
  console.log(seen)
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0)
})
