import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Clock } from './clock.ts'

/** The real thing. `now` never runs backwards within a process. */
export const systemClock: Clock = {
  now: () => performance.now() + performance.timeOrigin,
  serverTime: (readTime) => readTime,
  sleep: (ms) => sleep(ms),
  random: () => Math.random(),
  randomId: () => randomBytes(15).toString('base64url'),
}
