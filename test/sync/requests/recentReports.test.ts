import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromMs, instantFromParts, msOf, shift, type Instant } from '../../../functions/src/lib/instant.ts'
import type { ReportMark } from '../../../functions/src/model/source.ts'
import { RecentReports } from '../../../functions/src/sync/requests/recentReports.ts'

const start = Date.UTC(2026, 10, 20)
const at = (ms: number): Instant => instantFromMs(start + ms)
const mark = (n: number, ms: number, events = 1): ReportMark => ({ sourceId: `o${n}`, at: at(ms), events })

/** As the next run finds it. */
const stored = (recent: RecentReports, after: Instant, bound: Instant): RecentReports =>
  new RecentReports(recent.stored(after), bound)

describe('the reports that runs have dealt with', () => {
  it('are counted as the feed counts them: one an order, the last, with its events', () => {
    const marks = fc.array(
      fc.record({
        n: fc.nat(20),
        // Microseconds, as Firestore has them.
        at: fc.nat(20_000_000).map((us) => instantFromParts(start / 1000 + Math.floor(us / 1e6), (us % 1e6) * 1e3)),
        events: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(marks, fc.nat(20_000), fc.nat(20_000), (written, a, b) => {
        const recent = new RecentReports(null, at(0))
        const feed = new Map<string, ReportMark>()
        for (const { n, ...one } of written) {
          const report = { sourceId: `o${n}`, ...one }
          feed.set(report.sourceId, report)
          recent.add([report])
        }
        const [after, until] = [at(Math.min(a, b)), at(Math.max(a, b))]
        const inRange = [...feed.values()].filter((one) => one.at > after && one.at <= until)
        const expected = { reports: inRange.length, events: inRange.reduce((sum, { events }) => sum + events, 0) }
        expect(recent.countsIn(after, until)).toEqual(expected)
        expect(stored(recent, after, until).countsIn(after, until)).toEqual(expected)
        for (const one of feed.values()) expect(recent.has(one)).toBe(true)
      }),
    )
  })

  it('are known one by one, and not in another state', () => {
    const recent = new RecentReports(null, at(0))
    recent.add([mark(1, 5, 2)])
    expect(recent.has(mark(1, 5, 2))).toBe(true)
    expect(recent.has(mark(1, 6, 2))).toBe(false)
    expect(recent.has(mark(1, 5, 3))).toBe(false)
    expect(recent.has(mark(2, 5, 2))).toBe(false)
  })

  it('are complete from where the first run began, or as far as they are kept', () => {
    const recent = new RecentReports(null, at(10_000))
    expect(recent.isCompleteAfter(at(9_999))).toBe(false)
    expect(recent.isCompleteAfter(at(10_000))).toBe(true)
    const next = stored(recent, at(5_000), at(20_000))
    expect(next.isCompleteAfter(at(9_999))).toBe(false)
    expect(next.isCompleteAfter(at(10_000))).toBe(true)
    expect(stored(next, at(15_000), at(30_000)).isCompleteAfter(at(14_999))).toBe(false)
  })

  it('take 100 KB at most: of too many the latest are kept, and it is known since when', () => {
    const recent = new RecentReports(null, at(0))
    recent.add(Array.from({ length: 9_000 }, (_, n) => mark(n, 1 + n)))
    const kept = recent.stored(at(0))
    expect(kept.data.byteLength).toBeLessThanOrEqual(100_000)
    const next = new RecentReports(kept, at(20_000))
    const since = msOf(kept.since) - start
    expect(since).toBe(3_000)
    expect(next.isCompleteAfter(at(since - 1))).toBe(false)
    expect(next.countsIn(at(since), at(20_000)).reports).toBe(6_000)
    expect(next.countsIn(at(0), at(since)).reports).toBe(0)
  })

  it('of one moment are kept all, or none', () => {
    const recent = new RecentReports(null, at(0))
    recent.add(Array.from({ length: 6_001 }, (_, n) => mark(n, 7)))
    recent.add([mark(9_000, 8)])
    const kept = recent.stored(at(0))
    expect(kept.since).toBe(at(7))
    expect(new RecentReports(kept, at(9)).countsIn(at(0), at(9))).toEqual({ reports: 1, events: 1 })
  })

  it('are forgotten where what is stored cannot be read', () => {
    const recent = new RecentReports({ since: at(0), data: new Uint8Array(17) }, at(9))
    expect(recent.isCompleteAfter(shift(at(9), -1))).toBe(false)
    expect(recent.countsIn(at(0), at(9)).reports).toBe(0)
  })
})
