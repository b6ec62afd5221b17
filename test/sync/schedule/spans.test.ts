import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromMs, msOf, shift } from '../../../functions/src/lib/instant.ts'
import type { Span } from '../../../functions/src/model/state.ts'
import { recentChanges, withRun } from '../../../functions/src/sync/schedule/spans.ts'

const minuteMs = 60_000
const start = instantFromMs(Date.parse('2026-11-20T12:00:00Z'))

/** The spans after runs that came so many minutes after one another and changed so many orders. */
function after(runs: readonly { readonly minutes: number; readonly changes: number }[]): Span[] {
  let from = start
  let spans: Span[] = []
  for (const { minutes, changes } of runs) {
    const until = shift(from, minutes * minuteMs)
    spans = withRun(spans, { from, until, changes })
    from = until
  }
  return spans
}

const runs = fc.array(fc.record({ minutes: fc.nat(90), changes: fc.nat(100) }), { maxLength: 200 })

describe('the spans', () => {
  it('are one for each run, where runs are far enough apart', () => {
    const minutes = [15, 15, 5]
    expect(after(minutes.map((one) => ({ minutes: one, changes: one })))).toEqual([
      { from: start, until: shift(start, 15 * minuteMs), runs: 1, changes: 15 },
      { from: shift(start, 15 * minuteMs), until: shift(start, 30 * minuteMs), runs: 1, changes: 15 },
      { from: shift(start, 30 * minuteMs), until: shift(start, 35 * minuteMs), runs: 1, changes: 5 },
    ])
  })

  it('take in runs that follow one another quickly', () => {
    const spans = after(Array.from({ length: 12 }, () => ({ minutes: 1, changes: 2 })))
    expect(spans.map(({ runs: many, changes }) => [many, changes])).toEqual([
      [5, 10],
      [5, 10],
      [2, 4],
    ])
  })

  it('are few, follow one another without a gap, and know the last hour', () => {
    fc.assert(
      fc.property(runs, (all) => {
        const spans = after(all)
        expect(spans.length).toBeLessThanOrEqual(13)
        spans.slice(1).forEach(({ from }, i) => expect(from).toBe(spans[i]?.until))
        const minutes = all.reduce((sum, run) => sum + run.minutes, 0)
        expect(recentChanges(spans).minutes).toBeCloseTo(Math.min(60, minutes))
      }),
    )
  })

  it('begin where the last one ended, though a full run has moved the bound since', () => {
    const before = after([{ minutes: 15, changes: 1 }])
    const from = shift(start, 20 * minuteMs)
    const [, second] = withRun(before, { from, until: shift(start, 30 * minuteMs), changes: 1 })
    expect(second?.from).toBe(before[0]?.until)
  })

  it('do not go back with a bound that was rolled back', () => {
    const before = after([{ minutes: 15, changes: 1 }])
    const rolledBack = withRun(before, { from: start, until: start, changes: 3 })
    for (const { from, until } of rolledBack) expect(msOf(until)).toBeGreaterThanOrEqual(msOf(from))
  })
})

describe('the last hour', () => {
  it('has all of what changed within it', () => {
    expect(recentChanges(after([5, 10, 20].map((minutes) => ({ minutes, changes: 7 }))))).toEqual({
      changes: 21,
      minutes: 35,
    })
  })

  it('has its share of a span that began before', () => {
    expect(recentChanges(after([{ minutes: 600, changes: 600 }]))).toEqual({ changes: 60, minutes: 60 })
    expect(
      recentChanges(
        after([
          { minutes: 600, changes: 600 },
          { minutes: 45, changes: 5 },
        ]),
      ),
    ).toEqual({
      changes: 20,
      minutes: 60,
    })
  })

  it('is empty before the first run', () => {
    expect(recentChanges([])).toEqual({ changes: 0, minutes: 0 })
  })
})
