import { describe, expect, it } from 'vitest'

import { RateLimiter } from '../../../functions/src/sources/vendor/limiter.ts'
import { TestClock } from './testClock.ts'

function limiterOf(atOnce: number, perSecond: number): { clock: TestClock; limiter: RateLimiter } {
  const clock = new TestClock(0)
  return { clock, limiter: new RateLimiter({ atOnce, perSecond }, clock) }
}

describe('the rate of calls', () => {
  it('spaces calls evenly', async () => {
    const { clock, limiter } = limiterOf(100, 10)
    const sent: number[] = []
    for (let n = 0; n < 4; n++) {
      await limiter.turn()
      sent.push(clock.ms)
    }
    expect(sent).toEqual([0, 100, 200, 300])
  })

  it('is halved when the vendor throttles, and grows again by a fixed amount a second', async () => {
    const { clock, limiter } = limiterOf(100, 16)
    const turn = await limiter.turn()
    turn.throttled(null)
    expect(limiter.perSecond).toBe(8)
    clock.ms += 1_000
    expect(limiter.perSecond).toBe(10)
    clock.ms += 60_000
    expect(limiter.perSecond).toBe(16)
  })

  it('is halved once for calls that were under way together', async () => {
    const { clock, limiter } = limiterOf(100, 16)
    const turns = [await limiter.turn(), await limiter.turn(), await limiter.turn()]
    clock.ms += 300
    for (const turn of turns) turn.throttled(null)
    expect(limiter.perSecond).toBe(8)
    const later = await limiter.turn()
    later.throttled(null)
    expect(limiter.perSecond).toBeLessThan(5)
  })

  it('never falls to nothing', async () => {
    const { clock, limiter } = limiterOf(100, 16)
    for (let n = 0; n < 20; n++) {
      const turn = await limiter.turn()
      turn.throttled(null)
      turn.release()
      clock.ms += 1
    }
    expect(limiter.perSecond).toBeGreaterThanOrEqual(0.5)
  })

  it('lets all calls wait as long as the vendor asks, within reason', async () => {
    const { clock, limiter } = limiterOf(100, 1_000)
    const turn = await limiter.turn()
    turn.throttled(5_000)
    await limiter.turn()
    expect(clock.ms).toBe(5_000)
    const other = await limiter.turn()
    other.throttled(3_600_000)
    await limiter.turn()
    expect(clock.ms).toBeLessThan(40_000)
  })
})

describe('calls under way at once', () => {
  it('are as many as are allowed, and others wait in turn', async () => {
    const { limiter } = limiterOf(2, 1_000_000)
    const [first, second] = [await limiter.turn(), await limiter.turn()]
    const order: string[] = []
    const third = limiter.turn().then((turn) => (order.push('third'), turn))
    const fourth = limiter.turn().then((turn) => (order.push('fourth'), turn))
    await Promise.resolve()
    expect(order).toEqual([])
    first.release()
    const turn = await third
    expect(order).toEqual(['third'])
    second.release()
    await fourth
    turn.release()
    expect(order).toEqual(['third', 'fourth'])
  })
})
