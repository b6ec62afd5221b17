import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { backoffMs, retry, retryPolicy } from '../../functions/src/lib/retry.ts'

/** A clock that writes down how long it was told to sleep. */
function sleepless(random: () => number = () => 0.5) {
  const slept: number[] = []
  return {
    slept,
    clock: {
      sleep: async (ms: number) => {
        slept.push(ms)
      },
      random,
    },
  }
}

/** Fails so often, then gives how often it was called. */
function failing(times: number, error: Error) {
  let calls = 0
  return async () => {
    calls += 1
    if (calls <= times) throw error
    return calls
  }
}

const passing = new Error('passing')
const isPassing = (error: unknown): boolean => error === passing

describe('retry', () => {
  it('gives what the operation gave, without waiting, where nothing failed', async () => {
    const { clock, slept } = sleepless()
    expect(await retry(failing(0, passing), isPassing, clock)).toBe(1)
    expect(slept).toEqual([])
  })

  it('goes on after passing failures, and waits once for each', async () => {
    const { clock, slept } = sleepless()
    expect(await retry(failing(4, passing), isPassing, clock)).toBe(5)
    expect(slept).toHaveLength(4)
  })

  it('gives up after the fifth failure, with that failure, and does not wait any more', async () => {
    const { clock, slept } = sleepless()
    await expect(retry(failing(5, passing), isPassing, clock)).rejects.toBe(passing)
    expect(slept).toHaveLength(4)
  })

  it('does not try again what will not pass', async () => {
    const lasting = new Error('lasting')
    const { clock, slept } = sleepless()
    await expect(retry(failing(1, lasting), isPassing, clock)).rejects.toBe(lasting)
    expect(slept).toEqual([])
  })

  it('asks of each failure anew', async () => {
    const lasting = new Error('lasting')
    let calls = 0
    const operation = async (): Promise<never> => {
      calls += 1
      throw calls === 1 ? passing : lasting
    }
    await expect(retry(operation, isPassing, sleepless().clock)).rejects.toBe(lasting)
    expect(calls).toBe(2)
  })
})

describe('a delay', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const attempt = fc.integer({ min: 1, max: 60 })

  it('lies between nothing and a bound that doubles up to the cap', () => {
    fc.assert(
      fc.property(attempt, chance, (n, random) => {
        const ms = backoffMs(n, () => random)
        expect(Number.isInteger(ms)).toBe(true)
        expect(ms).toBeGreaterThanOrEqual(0)
        expect(ms).toBeLessThanOrEqual(Math.min(retryPolicy.capMs, retryPolicy.baseMs * 2 ** n))
      }),
    )
  })

  it('is spread over the whole of that range', () => {
    for (const n of [1, 2, 3, 10]) {
      const bound = Math.min(retryPolicy.capMs, retryPolicy.baseMs * 2 ** n)
      expect(backoffMs(n, () => 0)).toBe(0)
      expect(backoffMs(n, () => 0.5)).toBe(bound / 2)
      expect(backoffMs(n, () => 0.999_999)).toBe(bound)
    }
  })

  it('is drawn anew each time', async () => {
    let draw = 0
    const { clock, slept } = sleepless(() => (draw += 0.25))
    await retry(failing(3, passing), isPassing, clock)
    expect(slept).toEqual([100, 400, 1_200])
  })
})
