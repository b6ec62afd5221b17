import type { Clock } from '../../lib/clock.ts'
import { failureOf } from '../../lib/failure.ts'
import type { Logger } from '../../lib/logger.ts'

/** An instance asks once in so many milliseconds, however many pages it serves meanwhile. */
const askEveryMs = 60_000

/**
 * Asks for a run where what is shown is older than `afterMs` (null: never); whether one has been asked for. It never
 * throws: a page that could be shown is shown.
 */
export function revalidator(
  afterMs: number | null,
  requestRun: () => Promise<void>,
  clock: Pick<Clock, 'now'>,
  logger: Logger,
): (lagSeconds: number | null) => Promise<boolean> {
  let askedMs = -Infinity
  return async (lagSeconds) => {
    if (afterMs === null || lagSeconds === null || lagSeconds * 1000 <= afterMs) return false
    if (clock.now() - askedMs < askEveryMs) return true
    askedMs = clock.now()
    try {
      await requestRun()
      return true
    } catch (error) {
      askedMs = -Infinity
      logger.warn('[SYNC] a run could not be asked for', { cause: failureOf(error).detail })
      return false
    }
  }
}
