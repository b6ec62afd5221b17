import { afterEach, expect, it, vi } from 'vitest'

import { untilScheduled } from '../../../functions/src/lib/scheduler/taskQueue.ts'

afterEach(() => vi.unstubAllEnvs())

/** A clock at 10 s, and what it was asked to wait. */
function clock() {
  const slept: number[] = []
  return {
    slept,
    now: () => 10_000,
    sleep: async (ms: number) => {
      slept.push(ms)
    },
  }
}

it('a task on the emulators waits until its time, for their queue does not', async () => {
  vi.stubEnv('FUNCTIONS_EMULATOR', 'true')
  const { slept, ...rest } = clock()
  await untilScheduled(14_500, rest)
  await untilScheduled(9_000, rest)
  expect(slept).toEqual([4_500, 0])
})

it('a task of Cloud Tasks never waits in its function', async () => {
  vi.stubEnv('FUNCTIONS_EMULATOR', '')
  const { slept, ...rest } = clock()
  await untilScheduled(14_500, rest)
  expect(slept).toEqual([])
})
