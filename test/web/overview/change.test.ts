import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { changesOf, formatChangeShare } from '../../../web/src/overview/change.ts'

const figures = (count: number, revenue: number, leftOut = 0) => ({ count, unmapped: 0, leftOut, revenue })

describe('the change of a figure', () => {
  it('is how much more or less, and how much that is of what it was', () => {
    expect(changesOf(figures(12, 3_000), figures(10, 4_000))).toEqual({
      count: { direction: 'up', by: 2, share: 0.2, before: 10 },
      revenue: { direction: 'down', by: 1_000, share: 0.25, before: 4_000 },
      average: { direction: 'down', by: 150, share: 0.375, before: 400 },
    })
    expect(changesOf(figures(10, 1), figures(10, 1)).count).toEqual({ direction: 'same', by: 0, share: 0, before: 10 })
  })

  it('is none where there was no order before', () => {
    expect(changesOf(figures(12, 3_000), figures(0, 0))).toEqual({ count: null, revenue: null, average: null })
  })

  it('is no part of a revenue of nothing, and of no average where no order is in the revenue', () => {
    const changes = changesOf(figures(2, 500), figures(3, 0, 3))
    expect(changes.revenue).toEqual({ direction: 'up', by: 500, share: null, before: 0 })
    expect(changes.average).toBeNull()
    expect(changesOf(figures(3, 0, 3), figures(2, 500)).average).toBeNull()
  })

  it('leads from the figure before to the present one', () => {
    const any = fc.integer({ min: 1, max: 1e9 })
    fc.assert(
      fc.property(any, any, (now, before) => {
        const change = changesOf(figures(now, 0), figures(before, 0)).count
        const sign = { up: 1, down: -1, same: 0 }[change?.direction ?? 'same']
        expect(before + sign * (change?.by ?? 0)).toBe(now)
        expect(before * (1 + sign * (change?.share ?? 0))).toBeCloseTo(now, 3)
      }),
    )
  })

  it('is told to a tenth of a percent, and is never nothing', () => {
    expect([0.124, 1, 12.5].map(formatChangeShare)).toEqual(['12.4%', '100%', '1,250%'])
    expect(formatChangeShare(0.000_2)).toBe('under 0.1%')
  })
})
