import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromParts, partsOf, shift, type Instant } from '../../../functions/src/lib/instant.ts'
import type { ChangePoint, ChangeWindow } from '../../../functions/src/model/source.ts'
import { freshWindow, laterChange, resumedWindow } from '../../../functions/src/sync/incremental/window.ts'

/** Nanoseconds since a moment in 2026: what this test reckons with, apart from the code's own instants. */
const origin = 1_767_225_600
const nsOf = (instant: Instant): number =>
  (partsOf(instant).seconds - origin) * 1_000_000_000 + partsOf(instant).nanoseconds
function atNs(ns: number): Instant {
  const seconds = Math.floor(ns / 1_000_000_000)
  return instantFromParts(origin + seconds, ns - seconds * 1_000_000_000)
}

/** Few of them, and near each other at nanoseconds and at seconds: equal ones are what errors hide in. */
const ns = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: 0, max: 5 }).map((s) => s * 1_000_000_000),
  fc.nat(5_000_000_000),
)
const id = fc.constantFrom('a', 'b', 'c')
const point: fc.Arbitrary<ChangePoint> = fc.record({ at: ns.map(atNs), id })
const lookbackMs = fc.constantFrom(0, 1, 1_000, 2_000, 300_000)

/** Whether a source would give this change for a window, by the contract of `changes`. */
function covers({ from, until }: ChangeWindow, { at, id: changed }: ChangePoint): boolean {
  if (nsOf(at) > nsOf(until)) return false
  if (from.kind === 'at') return nsOf(at) >= nsOf(from.at)
  const [t, after] = [nsOf(at), nsOf(from.point.at)]
  return t > after || (t === after && changed > from.point.id)
}

describe('the window of a new run', () => {
  it('holds every change that was committed after the last run had read, up to the lookback late', () => {
    fc.assert(
      fc.property(
        fc.record({ bound: ns, watermark: fc.option(point), lookbackMs, committed: fc.nat(9_000_000_000), id }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ bound, watermark, lookbackMs: lookback, committed, id: changed }, lateness) => {
          // The bound was frozen before the first read, so what was not seen became visible after it.
          const visibleAt = bound + committed
          const changedAt = visibleAt - Math.round(lateness * lookback * 1_000_000)
          const until = Math.max(bound, changedAt) + 1
          const window = freshWindow(
            { watermark: belowBound(watermark, bound), bound: atNs(bound) },
            atNs(until),
            lookback,
          )
          expect(covers(window, { at: atNs(changedAt), id: changed })).toBe(true)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('reads no burst again once it lies below the lookback', () => {
    fc.assert(
      fc.property(point, ns, lookbackMs, (watermark, quiet, lookback) => {
        const bound = shift(watermark.at, lookback)
        const later = atNs(nsOf(bound) + 1 + quiet)
        const window = freshWindow({ watermark, bound: later }, later, lookback)
        for (const same of ['a', 'b', 'c'].filter((other) => other <= watermark.id)) {
          expect(covers(window, { at: watermark.at, id: same })).toBe(false)
        }
        expect(window.from).toEqual({ kind: 'after', point: watermark })
      }),
    )
  })

  it('begins at the lookback, inclusive, where the watermark is above it, the same, or unknown', () => {
    const bound = atNs(5_000_000_000)
    for (const watermark of [null, { at: atNs(4_000_000_000), id: 'a' }, { at: atNs(4_500_000_000), id: 'a' }]) {
      expect(freshWindow({ watermark, bound }, bound, 1_000)).toEqual({
        from: { kind: 'at', at: atNs(4_000_000_000) },
        until: bound,
      })
    }
  })

  it('ends at the bound that it was given, to the nanosecond', () => {
    fc.assert(
      fc.property(point, ns, ns, lookbackMs, (watermark, bound, until, lookback) => {
        expect(freshWindow({ watermark, bound: atNs(bound) }, atNs(until), lookback).until).toBe(atNs(until))
      }),
    )
  })
})

describe('the window of an unfinished run', () => {
  it('is finished as it was, strictly behind the last committed change, and never widened', () => {
    fc.assert(
      fc.property(point, ns, point, (after, until, change) => {
        const window = resumedWindow({ checkpoint: { until: atNs(until), after } })
        if (window === null) throw new Error('There is a checkpoint.')
        const isBehind = nsOf(change.at) > nsOf(after.at) || (change.at === after.at && change.id > after.id)
        expect(covers(window, change)).toBe(isBehind && nsOf(change.at) <= until)
      }),
    )
  })

  it('is none without a checkpoint', () => {
    expect(resumedWindow({ checkpoint: null })).toBeNull()
  })
})

it('over many runs no change is missed that was late by no more than the lookback', () => {
  const change = fc.record({ gap: ns, lateness: fc.double({ min: 0, max: 1, noNaN: true }), runs: fc.boolean() })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), fc.constantFrom(0, 1, 1_000), (changes, lookback) => {
      const visible: ChangePoint[] = []
      const copied = new Set<string>()
      let state: { watermark: ChangePoint | null; bound: Instant } = { watermark: null, bound: atNs(0) }
      let now = 0
      for (const [i, { gap, lateness, runs }] of changes.entries()) {
        now += gap + 1
        visible.push({ at: atNs(now - Math.round(lateness * lookback * 1_000_000)), id: `${i}` })
        if (!runs) continue
        const window = freshWindow(state, atNs(now), lookback)
        const read = visible.filter((each) => covers(window, each))
        for (const each of read) copied.add(each.id)
        state = { watermark: read.reduce(laterChange, state.watermark), bound: window.until }
        expect(copied.size).toBe(visible.length)
      }
    }),
    { numRuns: 500 },
  )
})

describe('the later of two changes', () => {
  it('does not depend on the order in which they come, and nothing is earlier than any', () => {
    fc.assert(
      fc.property(fc.array(fc.option(point), { maxLength: 6 }), (points) => {
        const latest = points.reduce<ChangePoint | null>(laterChange, null)
        expect(points.toReversed().reduce<ChangePoint | null>(laterChange, null)).toEqual(latest)
        for (const each of points) {
          if (each === null) continue
          const [a, b] = [nsOf(each.at), latest === null ? -1 : nsOf(latest.at)]
          expect(a < b || (a === b && each.id <= (latest?.id ?? ''))).toBe(true)
        }
      }),
    )
  })
})

/** The watermark never lies above the bound of its run (invariant 2). */
function belowBound(watermark: ChangePoint | null, bound: number): ChangePoint | null {
  return watermark === null || nsOf(watermark.at) <= bound ? watermark : { ...watermark, at: atNs(bound) }
}
