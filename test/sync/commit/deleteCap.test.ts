import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { deleteCapOf, reportedDeleteCapOf } from '../../../functions/src/sync/commit/deleteCap.ts'

describe('how much a run may delete', () => {
  it.each([
    ['nothing of nothing', 0, 5, 0],
    ['not the only order', 1, 5, 0],
    ['half of a small cache, rounded down', 15, 5, 7],
    ['20 of a larger one', 60, 5, 20],
    ['20 still', 400, 5, 20],
    ['the percentage of a large one', 10_000, 5, 500],
    ['half at most, however large the percentage', 10_000, 100, 5_000],
    ['20 where the percentage is none', 60, 0, 20],
  ])('is %s', (_what, cached, percent, cap) => {
    expect(deleteCapOf(cached, percent, null)).toBe(cap)
  })

  it('is what was allowed for one run, be it nothing or everything', () => {
    expect(deleteCapOf(60, 5, 0)).toBe(0)
    expect(deleteCapOf(60, 5, 60)).toBe(60)
  })

  it('is never more than half of the cache, unless somebody said so', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 0, max: 100 }), (cached, percent) => {
        expect(deleteCapOf(cached, percent, null)).toBeLessThanOrEqual(cached / 2)
      }),
    )
  })

  it('is one at least for orders that were reported and asked for one by one', () => {
    expect(reportedDeleteCapOf(1, 5)).toBe(1)
    expect(reportedDeleteCapOf(3, 5)).toBe(1)
    expect(reportedDeleteCapOf(60, 5)).toBe(20)
  })
})
