import { describe, expect, it } from 'vitest'

import { largestPortion, Portions } from '../../../functions/src/lib/firestore/portions.ts'

describe('a portion of documents', () => {
  it('is of a hundred while they are small, and of half as many before anybody knows', () => {
    const portions = new Portions()
    expect(portions.next).toBe(50)
    expect(portions.learn(1_000)).toBe(1_000)
    expect(portions.next).toBe(100)
  })

  it('holds no more bytes than its limit, going by the largest so far, and one document at least', () => {
    const portions = new Portions()
    portions.learn(950_000)
    portions.learn(10)
    expect(portions.next).toBe(16)
    portions.learn(100_000_000)
    expect(portions.next).toBe(1)
  })

  it('fits the memory of an instance even where each of the first is as large as a document may be', () => {
    expect(largestPortion).toBeLessThan(110_000_000)
  })
})
