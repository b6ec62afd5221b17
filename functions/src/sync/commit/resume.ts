import type { Clock } from '../../lib/clock.ts'
import { SourceError } from '../../lib/errors.ts'
import { backoffMs, retryPolicy } from '../../lib/retry.ts'

/**
 * The pages of a source, across its passing failures: after one, reading starts again right behind the last page. The
 * attempts are bounded, and counted anew where a page got on: what has no position begins again, and must not do so for ever. This is
 * the only place where reading a source is retried, but for a vendor's calls: their client tries each again by itself, in the time that
 * the vendor asks for, and what it gives up (`wasRetried`) is given up here, too.
 */
export async function* resumingPages<Page, Position>(
  open: (after: Position | null) => AsyncIterable<Page>,
  positionOf: (page: Page) => Position | null,
  clock: Pick<Clock, 'sleep' | 'random'>,
): AsyncGenerator<Page> {
  let after: Position | null = null
  for (let attempt = 1; ; attempt++) {
    try {
      for await (const page of open(after)) {
        const position = positionOf(page)
        if (position !== null) [after, attempt] = [position, 1]
        yield page
      }
      return
    } catch (error) {
      if (!mayTryAgain(error) || attempt >= retryPolicy.attempts) throw error
      await clock.sleep(backoffMs(attempt, () => clock.random()))
    }
  }
}

function mayTryAgain(error: unknown): boolean {
  return error instanceof SourceError && error.retryable && !error.wasRetried
}
