import { describe, expect, it } from 'vitest'

import { squareTargetsOf } from '../../../bench/square/targets.ts'
import { goodSquare, listOf, squareWith } from './sampleSquare.ts'

const met = (results = goodSquare): (boolean | null)[] => squareTargetsOf(results).map(({ isMet }) => isMet)

describe('the targets of a Square merchant', () => {
  it('are met by caches that have what the vendor has, and by quick runs', () => {
    expect(met()).toEqual([true, true, true, true])
  })

  it('are missed by a list that differs', () => {
    expect(met(squareWith('payments', listOf(30_000, { differing: 1 })))).toEqual([false, true, true, true])
  })

  it('are missed by a rebuilt cache without some of the documents, which is named', () => {
    const results = { ...goodSquare, rebuilt: { ...goodSquare.rebuilt, catalog: 1_204 } }
    expect(met(results)).toEqual([true, false, true, true])
    expect(squareTargetsOf(results)[1]?.measured).toBe('not catalog')
  })

  it('are missed by slow runs, by one that does not find the changes, and by one that finds what is not there', () => {
    const slow = { ...goodSquare.incremental, ms: 61_000 }
    expect(met({ ...goodSquare, incremental: slow })).toEqual([true, true, false, true])
    expect(met({ ...goodSquare, incremental: { ...slow, ms: 1, brought: 0 } })).toEqual([true, true, false, true])
    expect(met({ ...goodSquare, quiet: { ...goodSquare.quiet, brought: 1 } })).toEqual([true, true, true, false])
  })
})
