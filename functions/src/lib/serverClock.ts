import type { Clock } from './clock.ts'
import { instantFromMs, msOf, type Instant } from './instant.ts'

/**
 * A clock that also tells the time by Firestore's, for what is read elsewhere and compared with what Firestore stamps. It goes by the
 * answer that came last, which is on its way for a while: so it is a little slow, and never fast. It never goes back.
 */
export interface ServerClock extends Clock {
  readonly serverNow: () => Instant
}

export function serverClock(clock: Clock): ServerClock {
  let aheadMs: number | null = null
  let latest = instantFromMs(0)
  return {
    // One by one: a clock that is an instance of a class has them in its prototype.
    now: () => clock.now(),
    sleep: (ms) => clock.sleep(ms),
    random: () => clock.random(),
    randomId: () => clock.randomId(),
    serverTime: (readTime) => {
      const time = clock.serverTime(readTime)
      aheadMs = clock.now() - msOf(time)
      return time
    },
    // Before Firestore has answered anything there is nothing to compare with either.
    serverNow: () => {
      const now = instantFromMs(Math.floor(clock.now() - (aheadMs ?? 0)))
      // The next answer may take longer: what is read then is still read later.
      if (now > latest) latest = now
      return latest
    },
  }
}
