import type { Clock } from './clock.ts'

/** All the retry policy there is: doubling delays with full jitter, bounded in number and in length. */
export const retryPolicy = { attempts: 5, baseMs: 200, capMs: 10_000 }

/** How long to wait before attempt `attempt` (1 is the first retry), in milliseconds. */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.ceil(random() * Math.min(retryPolicy.capMs, retryPolicy.baseMs * 2 ** attempt))
}

/** Runs `operation` until it succeeds, fails in a way that `isRetryable` denies, or has failed `attempts` times. */
export async function retry<T>(
  operation: () => Promise<T>,
  isRetryable: (error: unknown) => boolean,
  clock: Pick<Clock, 'sleep' | 'random'>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation()
    } catch (error) {
      if (attempt >= retryPolicy.attempts || !isRetryable(error)) throw error
      await clock.sleep(backoffMs(attempt, () => clock.random()))
    }
  }
}
