import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { bytesOfIndex, indexed } from '../../functions/src/cache/needleIndex.ts'
import type { SegmentInfo } from '../../functions/src/engine/encoding/head.ts'
import { needlesField } from '../../functions/src/engine/needles/indexDocument.ts'
import { changeIndex } from './needles.ts'

const zone = { ranges: {}, facets: {} }

function segmentOf(n: number, version: number): SegmentInfo {
  const low = { createdAt: n, id: '' }
  return { n, version, low, rows: 1, live: 1, shown: 1, bytes: 1, needles: null, zone }
}

/** A manifest and its documents with needles, through one commit after another. */
class Index {
  segments: readonly SegmentInfo[] = []
  nextSegment = 0
  readonly documents = new Map<number, Record<string, unknown>>()

  /** Writes segments with needles of so many bytes (null: none), new ones where they have no number yet, and removes others. */
  commit(written: readonly { readonly n?: number; readonly bytes: number | null }[], removed: readonly number[] = []) {
    const before = this.segments
    const encoded = written.map(({ n = this.nextSegment++, bytes }) => {
      const version = 1 + (before.find((segment) => segment.n === n)?.version ?? 0)
      return { info: segmentOf(n, version), needles: bytes === null ? null : new Uint8Array(bytes) }
    })
    const kept = before.filter(({ n }) => !removed.includes(n) && !encoded.some(({ info }) => info.n === n))
    const after = [...kept, ...encoded.map(({ info }) => info)].toSorted((a, b) => a.n - b.n)
    const { segments, index, nextSegment } = indexed(before, after, encoded, this.nextSegment)
    this.segments = segments
    this.nextSegment = nextSegment
    changeIndex(this.documents, 'firestore.orders', index)
    return index
  }

  /** Holds the documents against the manifest. */
  expectAgreement(): void {
    const places = this.segments.filter(({ needles }) => needles !== null)
    const numbers = new Set(places.map(({ needles }) => needles?.n))
    expect(new Set(this.documents.keys())).toEqual(numbers)
    for (const [n, { needles }] of this.documents) {
      const own = places.filter((segment) => segment.needles?.n === n)
      const stored = Object.entries(needles ?? {}) as [
        string,
        { readonly version: number; readonly data: Uint8Array },
      ][]
      expect(new Map(stored.map(([field, { version }]) => [field, version]))).toEqual(
        new Map(own.map((segment) => [needlesField(segment), segment.version])),
      )
      expect(stored.reduce((sum, [, { data }]) => sum + data.byteLength, 0)).toBeLessThanOrEqual(700_000)
    }
  }
}

describe('the documents with needles', () => {
  it('have those of the present segments, each once, and nothing else, after any commits', () => {
    const bytes = fc.option(fc.integer({ min: 1, max: 100_000 }), { freq: 5 })
    const step = fc.record({
      rewritten: fc.array(fc.record({ at: fc.nat(40), bytes }), { maxLength: 5 }),
      added: fc.array(bytes, { maxLength: 4 }),
      removed: fc.array(fc.nat(40), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const index = new Index()
        for (const { rewritten, added, removed } of steps) {
          const numbers = index.segments.map(({ n }) => n)
          const gone = removed.flatMap((at) => numbers.slice(at, at + 1))
          const again = new Map(
            rewritten.flatMap((one) => numbers.slice(one.at, one.at + 1).map((n) => [n, one.bytes])),
          )
          for (const n of gone) again.delete(n)
          index.commit(
            [...[...again].map(([n, size]) => ({ n, bytes: size })), ...added.map((size) => ({ bytes: size }))],
            gone,
          )
          index.expectAgreement()
        }
      }),
    )
  })

  it('are one for a hundred segments of usual needles, of which a commit writes what has changed', () => {
    const index = new Index()
    index.commit(Array.from({ length: 30 }, () => ({ bytes: 6_000 })))
    for (let i = 0; i < 70; i++) index.commit([{ bytes: 6_000 }])
    expect(index.documents.size).toBe(1)
    const changes = index.commit([{ n: 3, bytes: 6_100 }])
    expect(changes).toHaveLength(1)
    expect(bytesOfIndex(changes)).toBe(6_100)
    index.expectAgreement()
  })

  it('are few, however needles grow and where they move then', () => {
    const index = new Index()
    index.commit(Array.from({ length: 100 }, () => ({ bytes: 6_000 })))
    for (let round = 1; round <= 3; round++) {
      for (const { n } of index.segments) index.commit([{ n, bytes: 6_000 + 6_000 * round }])
      index.expectAgreement()
      expect(index.documents.size).toBeLessThanOrEqual(2 + Math.ceil((100 * (6_000 + 6_000 * round)) / 700_000))
    }
  })

  it('go with their last needles', () => {
    const index = new Index()
    index.commit([{ bytes: 10 }, { bytes: 10 }])
    index.commit([{ n: 0, bytes: null }])
    expect(index.documents.size).toBe(1)
    index.commit([], [1])
    expect(index.documents.size).toBe(0)
    index.expectAgreement()
  })
})
