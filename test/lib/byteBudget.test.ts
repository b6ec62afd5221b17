import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ByteBudget } from '../../functions/src/lib/byteBudget.ts'

/** Lets everything that was granted go on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a budget of bytes', () => {
  it('lets nobody have what others hold, and grants in turn what comes back', async () => {
    const budget = new ByteBudget(100)
    const first = await budget.reserve(60)
    const granted: string[] = []
    const second = budget.reserve(50).then((share) => {
      granted.push('second')
      return share
    })
    const third = budget.reserve(10).then((share) => {
      granted.push('third')
      return share
    })
    await settled()
    expect(granted).toEqual([])
    first.shrinkTo(55)
    await settled()
    expect(granted).toEqual([])
    first.shrinkTo(40)
    await settled()
    expect(granted).toEqual(['second', 'third'])
    for (const share of [first, await second, await third]) share.release()
  })

  it('gives all of it to who asks for more than there is', async () => {
    const budget = new ByteBudget(100)
    const all = await budget.reserve(1_000)
    let isGranted = false
    const next = budget.reserve(1).then((share) => {
      isGranted = true
      return share
    })
    await settled()
    expect(isGranted).toBe(false)
    all.release()
    await next
  })

  it('never grants more than its limit, and everybody in the end, whatever is asked for and given back', async () => {
    const step = fc.record({ bytes: fc.nat(150), shrinkTo: fc.nat(150), releases: fc.nat(3) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const budget = new ByteBudget(100)
        let [taken, served] = [0, 0]
        const work = steps.map(async ({ bytes, shrinkTo, releases }) => {
          const share = await budget.reserve(bytes)
          const held = Math.min(bytes, 100)
          taken += held
          expect(taken).toBeLessThanOrEqual(100)
          await settled()
          taken -= Math.max(0, held - shrinkTo)
          share.shrinkTo(shrinkTo)
          await settled()
          taken -= Math.min(held, shrinkTo)
          for (let i = 0; i <= releases; i++) share.release()
          served += 1
        })
        await Promise.all(work)
        expect([taken, served]).toEqual([0, steps.length])
      }),
    )
  })
})
