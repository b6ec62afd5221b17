import { describe, expect, it } from 'vitest'

import { isWithin, requestedBill, scheduledBill } from '../../../bench/busy/bounds.ts'

const atMs = Date.UTC(2026, 10, 2, 12)

function runOf(brought: number, reads: number, writes: number, at = atMs) {
  return { atMs: at, brought, bill: { reads, writes } }
}

describe('requested runs', () => {
  it('may cost three reads and a write a change, and five of each a run', () => {
    const runs = [runOf(20, 65, 25), runOf(0, 2, 3)]
    expect(requestedBill(runs)).toEqual({
      runs: 2,
      brought: 20,
      reads: 67,
      writes: 28,
      // A twentieth a change for folds is in it.
      most: { reads: 3.05 * 20 + 10, writes: 1.05 * 20 + 10 },
    })
  })

  it('may write three more for each further commit of 480 orders', () => {
    expect(requestedBill([runOf(480, 0, 0)]).most.writes).toBeCloseTo(1.05 * 480 + 5, 6)
    expect(requestedBill([runOf(1_000, 0, 0)]).most.writes).toBeCloseTo(1.05 * 1_000 + 5 + 2 * 3, 6)
  })
})

describe('scheduled runs', () => {
  it('that find nothing may cost six reads and three writes', () => {
    expect(scheduledBill([runOf(0, 6, 3)], [], 0).most).toEqual({ reads: 6, writes: 3 })
  })

  it('may read each order that was placed in their windows, the lookback included', () => {
    const minute = 60_000
    const placed = [-21, -20, -16, -1, 1].map((minutes) => atMs + minutes * minute)
    expect(scheduledBill([runOf(0, 9, 3)], placed, 0).most).toEqual({ reads: 6 + 3, writes: 3 })
    const next = runOf(0, 9, 3, atMs + 15 * minute)
    expect(scheduledBill([runOf(0, 9, 3), next], placed, 0).most.reads).toBe(6 + 3 + 6 + 2)
  })

  it('that bring changes before a requested run does pay for them', () => {
    expect(scheduledBill([runOf(4, 18, 9)], [], 0).most).toEqual({ reads: 6 + 12, writes: 4 + 5 })
  })

  it('may fold what the stretch before them changed', () => {
    expect(scheduledBill([runOf(0, 9, 3)], [], 100).most).toEqual({ reads: 11, writes: 8 })
  })
})

it('a bill is within its bounds or not', () => {
  const most = { reads: 10, writes: 5 }
  const bill = { runs: 1, brought: 1, reads: 10, writes: 5, most }
  expect([bill, { ...bill, reads: 11 }, { ...bill, writes: 6 }].map(isWithin)).toEqual([true, false, false])
})
