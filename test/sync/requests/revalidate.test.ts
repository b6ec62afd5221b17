import { describe, expect, it } from 'vitest'

import { revalidator } from '../../../functions/src/sync/requests/revalidate.ts'

class Asking {
  nowMs = 0
  asked = 0
  isBroken = false
  readonly logged: string[] = []
  readonly isOld: (lagSeconds: number | null) => Promise<boolean>

  constructor(afterMs: number | null) {
    const log = (text: string): void => void this.logged.push(text)
    this.isOld = revalidator(
      afterMs,
      async () => {
        if (this.isBroken) throw new Error('no queue')
        this.asked += 1
      },
      { now: () => this.nowMs },
      { info: log, warn: log, error: log },
    )
  }
}

describe('a page of an old cache', () => {
  it('asks for a run, and a fresh one does not', async () => {
    const asking = new Asking(90_000)
    expect([await asking.isOld(90), await asking.isOld(0), asking.asked]).toEqual([false, false, 0])
    expect([await asking.isOld(91), asking.asked]).toEqual([true, 1])
  })

  it('asks once a minute, and says so with every page', async () => {
    const asking = new Asking(90_000)
    for (const nowMs of [0, 1, 59_999, 60_000, 119_999]) {
      asking.nowMs = nowMs
      expect(await asking.isOld(1_000)).toBe(true)
    }
    expect(asking.asked).toBe(2)
  })

  it('does not ask before the first run, nor where it is switched off', async () => {
    const [before, off] = [new Asking(90_000), new Asking(null)]
    expect([await before.isOld(null), before.asked]).toEqual([false, 0])
    expect([await off.isOld(1e9), off.asked]).toEqual([false, 0])
  })

  it('is shown where the run cannot be asked for; the next one asks again', async () => {
    const asking = new Asking(90_000)
    asking.isBroken = true
    expect(await asking.isOld(1_000)).toBe(false)
    expect(asking.logged).toHaveLength(1)
    asking.isBroken = false
    expect([await asking.isOld(1_000), asking.asked]).toEqual([true, 1])
  })
})
