import { expect, it } from 'vitest'

import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { serverClock } from '../../functions/src/lib/serverClock.ts'
import { VirtualClock } from '../../bench/lab/clock.ts'

const begin = Date.UTC(2026, 0, 1)

/** A machine whose clock is `fastMs` ahead of Firestore's; answers take the time that they are given. */
function machine(fastMs: number) {
  let now = begin
  const clock = serverClock({
    now: () => now + fastMs,
    serverTime: (readTime) => readTime,
    sleep: async () => {},
    random: () => 0,
    randomId: () => 'id',
  })
  return {
    clock,
    answer: (tookMs: number) => {
      const stampedAt = now
      now += tookMs
      clock.serverTime(instantFromMs(stampedAt))
    },
    pass: (ms: number) => (now += ms),
    now: () => instantFromMs(now),
  }
}

it.each([-5_000, 0, 5_000])(
  'tells Firestore’s time, late by an answer’s way, on a machine that is %d ms ahead',
  (fastMs) => {
    const { clock, answer, pass } = machine(fastMs)
    answer(20)
    pass(1_000)
    expect(clock.serverNow()).toBe(instantFromMs(begin + 1_000))
  },
)

it('does all that the machine’s clock does, also where that is an instance of a class', async () => {
  const clock = serverClock(new VirtualClock(begin))
  await clock.sleep(1_000)
  expect([clock.now(), clock.random(), clock.randomId()]).toEqual([begin + 1_000, 0.5, 'bench000000000000001'])
})

it('never goes back, however long an answer takes, and is never fast', () => {
  const { clock, answer, pass, now } = machine(700)
  let before = instantFromMs(0)
  for (const tookMs of [5, 400, 3, 90, 900, 1]) {
    answer(tookMs)
    pass(10)
    const told = clock.serverNow()
    expect(told >= before).toBe(true)
    expect(told <= now()).toBe(true)
    before = told
  }
})
