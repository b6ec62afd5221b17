import type { CacheAfter } from '../../cache/cacheWrites.ts'
import { bytesOf, unfolded } from '../../cache/fold.ts'
import type { Outcome } from './outcomes.ts'
import { changesOf } from './planCommit.ts'
import type { Run } from './run.ts'

/** A request stays under 3.5 MiB, and the head takes up to so much of it. */
const [requestBytes, headBytes] = [3_500_000, 450_000]
/** Documents take so many times as much in a request as Firestore counts for them (measured). */
const requestShare = 1.4

/**
 * Returns the pipeline's cache and those of its child streams as one commit of `outcomes` leaves them; none where it changes nothing.
 * Rows go straight into segments as far as the room beside the outcomes' documents allows.
 */
export async function cachesAfter(
  { cache, children, lease }: Pick<Run, 'cache' | 'children' | 'lease'>,
  outcomes: readonly Outcome[],
): Promise<CacheAfter[]> {
  const bytes = outcomes.reduce((sum, outcome) => sum + outcome.bytes, 0)
  const changes = changesOf(outcomes)
  let room = requestBytes - headBytes * (1 + children.length) - requestShare * bytes
  const after = await cache.after(changes, room)
  if (after === null) return []
  const caches = [{ cache, after }]
  for (const child of children) {
    room -= bytesOf(caches.at(-1)?.after ?? after)
    const own = changes.flatMap((one) => one.children.find((other) => other.cache === child.cache)?.changes ?? [])
    const isKnown = lease.state.children[child.cache.pipeline] !== undefined
    // One without a row has a head, too: it says which columns are declared, and how fresh it is.
    const unchanged = isKnown ? null : unfolded(await child.cache.head())
    const shown = (await child.cache.after(own, room)) ?? unchanged
    if (shown !== null) caches.push({ cache: child.cache, after: shown })
  }
  return caches
}
