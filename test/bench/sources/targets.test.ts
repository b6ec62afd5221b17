import { describe, expect, it } from 'vitest'

import type { SourcesResults } from '../../../bench/sources/results.ts'
import { leastMs, sourcesTargetsOf } from '../../../bench/sources/targets.ts'
import { copyOf, failingCopy, goodSources, resyncCopy, sourcesWith } from './sampleSources.ts'

/** The targets that results miss, with what was measured. */
function missedBy(results: SourcesResults): [target: string, measured: string][] {
  return sourcesTargetsOf(results).flatMap(({ target, measured, isMet }) =>
    isMet === false ? [[target, measured]] : [],
  )
}

/** How many targets the results say nothing about. */
function unmeasuredIn(results: SourcesResults): number {
  return sourcesTargetsOf(results).filter(({ isMet }) => isMet === null).length
}

const { cache, calls } = copyOf()

describe('the targets of a shop at a vendor', () => {
  it('are all met by results that meet them', () => {
    expect(missedBy(goodSources)).toEqual([])
    expect(sourcesTargetsOf(goodSources).filter(({ isMet }) => isMet === null)).toEqual([])
  })

  it('are missed by any order that is not as at the vendor', () => {
    const target = 'calls fail: every order copied, none doubled'
    expect(missedBy(sourcesWith('failing', { cache: { ...cache, orders: 313_999, missing: 1 } }))).toEqual([
      [target, '313,999, 1 missing'],
    ])
    expect(missedBy(sourcesWith('failing', { cache: { ...cache, doubled: 2, differing: 3 } }))).toEqual([
      [target, '314,000, 2 doubled, 3 differing'],
    ])
    expect(missedBy(sourcesWith('failing', { deleted: 1 })).map(([one]) => one)).toEqual([target])
  })

  it('are missed by a deletion too many or too few', () => {
    const target = '100 orders gone, calls fail: these deleted and no other'
    for (const deleted of [99, 101]) {
      expect(missedBy({ ...goodSources, resync: { ...resyncCopy, deleted } })).toEqual([
        [target, `313,900, ${deleted} deleted`],
      ])
    }
    expect(
      missedBy({
        ...goodSources,
        resync: { ...resyncCopy, cache: { ...resyncCopy.cache, surplus: 1, orders: 313_901 } },
      }),
    ).toEqual([[target, '313,901, 100 deleted, 1 surplus']])
  })

  it('count the ways of failing that came, and the calls that succeeded', () => {
    const fewer = { ...failingCopy.calls, byWay: { 'HTTP 502': 65, 'body stalls': 0 } }
    expect(missedBy(sourcesWith('failing', { calls: fewer }))).toEqual([['calls fail: in every way', '1 of 2']])
    expect(missedBy(sourcesWith('clean', { calls: { ...calls, successful: 3_235 } }))).toEqual([
      ['nothing fails: successful calls at most 3 % above orders ÷ page size', '3,235 of 3,140 (3.03 %)'],
    ])
  })

  it('go by the longer of reading and the copy from Firestore', () => {
    expect(leastMs(copyOf(), goodSources)).toBe(192_600)
    expect(leastMs(failingCopy, goodSources)).toBe(209_400)
    const slower = { ...goodSources, fromFirestore: { ms: 220_000, load: 2 } }
    expect(leastMs(failingCopy, slower)).toBe(220_000)
    expect(missedBy(sourcesWith('clean', { ms: 222_000 }))).toEqual([
      ['nothing fails: at most 1.15 × the longer of reading and the copy from Firestore', '1.15 ×'],
    ])
    expect(missedBy({ ...sourcesWith('clean', { ms: 222_000 }), fromFirestore: slower.fromFirestore })).toEqual([])
    expect(missedBy(sourcesWith('failing', { ms: 273_000 })).map(([, measured]) => measured)).toEqual(['1.30 ×'])
  })

  it('are missed by an incremental run of more calls, or of fewer changes', () => {
    const target = 'an incremental run of 50 changes: at most 3 calls'
    const { incremental } = goodSources
    expect(missedBy({ ...goodSources, incremental: { ...incremental, calls: 4 } })).toEqual([
      [target, '4 calls, 50 updated'],
    ])
    expect(missedBy({ ...goodSources, incremental: { ...incremental, updated: 49 } })).toEqual([
      [target, '2 calls, 49 updated'],
    ])
  })

  it('of time are neither met nor missed by another shop or another share of failures', () => {
    expect(unmeasuredIn({ ...goodSources, orders: 10_000 })).toBe(2)
    expect(unmeasuredIn({ ...goodSources, orders: 9_900 })).toBe(4)
    expect(unmeasuredIn(sourcesWith('failing', { failing: 0.2 }))).toBe(2)
    expect(unmeasuredIn({ ...goodSources, resync: null })).toBe(1)
  })
})
