import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { cutIntoSlices, sliceLimits, type Weight } from '../../../functions/src/sync/commit/slices.ts'

const sumOf = (weights: readonly Weight[]): Weight => ({
  writes: weights.reduce((sum, { writes }) => sum + writes, 0),
  bytes: weights.reduce((sum, { bytes }) => sum + bytes, 0),
  rowBytes: weights.reduce((sum, { rowBytes }) => sum + rowBytes, 0),
})
const fits = ({ writes, bytes, rowBytes }: Weight): boolean =>
  writes <= sliceLimits.orders && bytes <= sliceLimits.bytes && rowBytes <= sliceLimits.rowBytes
const cut = (weights: readonly Weight[]): Weight[][] => cutIntoSlices(weights, (weight) => weight)

/** What one record may weigh: a document of at most 900 KB for another, a row of at most 32 KB. */
const weight: fc.Arbitrary<Weight> = fc.oneof(
  fc.record({ writes: fc.constantFrom(0, 1, 2), bytes: fc.nat(4_000), rowBytes: fc.nat(500) }),
  fc.record({ writes: fc.constant(1), bytes: fc.nat(1_800_000), rowBytes: fc.nat(32_000) }),
)
const page = fc.oneof(
  fc.array(weight, { maxLength: 60 }),
  fc.array(weight, { minLength: 900, maxLength: 1_200, size: 'max' }),
)

describe('a page', () => {
  it('is cut into slices that keep every limit, in order, without loss', () => {
    fc.assert(
      fc.property(page, (weights) => {
        const slices = cut(weights)
        expect(slices.flat()).toEqual(weights)
        for (const slice of slices) {
          expect(slice.length).toBeGreaterThan(0)
          expect(fits(sumOf(slice))).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('is not cut where one more record would have fitted', () => {
    fc.assert(
      fc.property(page, (weights) => {
        const slices = cut(weights)
        for (const [i, slice] of slices.entries()) {
          const [next] = slices[i + 1] ?? []
          if (next !== undefined) expect(fits(sumOf([...slice, next]))).toBe(false)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('of nothing is no slice', () => {
    expect(cut([])).toEqual([])
  })

  it.each([
    ['480 documents', 480, { writes: 1, bytes: 1, rowBytes: 1 }],
    ['2.2 MB of documents', 2, { writes: 1, bytes: 1_100_000, rowBytes: 1 }],
    ['250 KB of rows', 10, { writes: 1, bytes: 1, rowBytes: 25_000 }],
  ])('holds up to %s, and not one more', (_what, count, each) => {
    expect(cut(Array.from({ length: count }, () => each))).toHaveLength(1)
    expect(cut(Array.from({ length: count + 1 }, () => each)).map(({ length }) => length)).toEqual([count, 1])
  })

  it('of records that add nothing to a commit is one slice, however many they are', () => {
    expect(cut(Array.from({ length: 5_000 }, () => ({ writes: 0, bytes: 0, rowBytes: 0 })))).toHaveLength(1)
  })

  it('lets a record through that is over a limit by itself, alone', () => {
    const [small, large] = [
      { writes: 1, bytes: 100, rowBytes: 100 },
      { writes: 1, bytes: 9_000_000, rowBytes: 100 },
    ]
    expect(cut([large])).toEqual([[large]])
    expect(cut([small, large, small, small])).toEqual([[small], [large], [small, small]])
  })
})
