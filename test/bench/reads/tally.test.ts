import { describe, expect, it } from 'vitest'

import { stepsUntilCovered, Tally } from '../../../bench/reads/tally.ts'

describe('a bill', () => {
  it('is the sum where every step was run', () => {
    const tally = new Tally()
    for (const reads of [50, 52, 49]) tally.add('page', { reads, writes: 1 })
    expect(tally.billOf(['page', 'page', 'page'])).toEqual({ reads: 151, writes: 3 })
    expect(tally.runs).toBe(3)
  })

  it("is each kind's mean times how often it comes, where a part was run", () => {
    const tally = new Tally()
    tally.add('page', { reads: 50, writes: 0 })
    tally.add('page', { reads: 40, writes: 0 })
    tally.add('search', { reads: 1, writes: 0 })
    expect(tally.billOf(['page', 'page', 'page', 'search', 'search'])).toEqual({ reads: 137, writes: 0 })
  })

  it('of a step that was never run is an error', () => {
    expect(() => new Tally().billOf(['page'])).toThrow('never ran the step "page"')
  })
})

describe('the steps that have to be run', () => {
  const steps = [...Array.from({ length: 12 }, () => 'page'), 'search', 'page', 'page', 'search', 'page']

  it('go on until each kind was run so often, a rare one a quarter of the times that it comes', () => {
    expect(stepsUntilCovered(steps, 2)).toBe(13)
  })

  it('are all of them where all are wanted', () => {
    expect(stepsUntilCovered(steps, Infinity)).toBe(steps.length)
  })
})
