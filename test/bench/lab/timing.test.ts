import { describe, expect, it } from 'vitest'

import { median, percentile } from '../../../bench/lab/timing.ts'
import { latencyOf, sample, type Sampling } from '../../../bench/latency/samples.ts'

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)

  it('is the nearest rank, whatever the order', () => {
    expect([0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 99, 100])
  })

  it('is one of the values, where there are few', () => {
    expect([0, 0.5, 0.99].map((share) => percentile([7, 3], share))).toEqual([3, 3, 7])
  })

  it('of nothing is an error', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError)
  })
})

describe('median', () => {
  it('is the middle value, or the mean of the two in the middle', () => {
    expect([median([9, 1, 2]), median([10, 1, 4, 2]), median([5])]).toEqual([2, 3, 5])
  })

  it('sorts by number', () => {
    expect(median([100, 9, 20])).toBe(20)
  })

  it('of nothing is an error', () => {
    expect(() => median([])).toThrow(RangeError)
  })
})

/** The numbers of the answers that are asked for. */
async function asked(plan: Sampling): Promise<readonly number[]> {
  const numbers: number[] = []
  await sample(plan, async (i) => numbers.push(i))
  return numbers
}

describe('sample', () => {
  it('takes the fewest answers where its time is over before the first', async () => {
    expect(await asked({ least: 3, most: 10, budgetMs: 0 })).toEqual([1, 2, 3])
  })

  it('takes the most answers where there is time', async () => {
    expect(await asked({ least: 1, most: 4, budgetMs: Infinity })).toEqual([1, 2, 3, 4])
  })
})

it('a latency says how many answers it comes from', () => {
  expect(latencyOf([3, 1, 2], [10, 20])).toEqual({
    warmP50: 2,
    warmP99: 3,
    coldP50: 15,
    warmSamples: 3,
    coldSamples: 2,
  })
})
