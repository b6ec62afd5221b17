import { describe, expect, it } from 'vitest'

import { fullPages, idealMs, pacedMs, scaledMs } from '../../../bench/sources/ideal.ts'

describe('reading from a vendor', () => {
  it('takes at least as long as its calls and what held them up, side by side', () => {
    expect(idealMs({ calls: 3_140, latencyMs: 300, heldMs: 0, atOnce: 5 })).toBe(188_400)
    expect(idealMs({ calls: 3_200, latencyMs: 300, heldMs: 90_000, atOnce: 5 })).toBe(210_000)
    expect(idealMs({ calls: 10, latencyMs: 300, heldMs: 0, atOnce: 1 })).toBe(3_000)
  })

  it('takes a call for each page, the last one with it', () => {
    expect([0, 1, 100, 101, 314_000].map((orders) => fullPages(orders, 100))).toEqual([0, 1, 1, 2, 3_140])
  })

  it('one call after another takes as long with each', () => {
    expect(scaledMs(93_000, 300, 3_140)).toBe(973_400)
  })
})

describe('the pace of a first copy', () => {
  const pace = { commitEveryMs: 1_000, firstDocuments: 500, growEveryMs: 300_000 }

  it('is what commits may hold at first, and half as much more after a while', () => {
    expect(pacedMs(500, pace, 1_250)).toBe(1_000)
    expect(pacedMs(501, pace, 1_250)).toBe(2_000)
    expect(pacedMs(150_000, pace, 1_250)).toBe(300_000)
    expect(pacedMs(150_750, pace, 1_250)).toBe(301_000)
    expect(pacedMs(314_000, pace, 1_250)).toBe(519_000)
  })

  it('is never more than a commit holds anyway', () => {
    expect(pacedMs(1_000, pace, 100)).toBe(10_000)
  })

  it('is none where there is nothing to copy', () => {
    expect(pacedMs(0, pace, 1_250)).toBe(0)
  })
})
