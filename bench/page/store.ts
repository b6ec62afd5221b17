import { stateRef } from '../../functions/src/cache/paths.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { initialState, noCounts, type StoredRun, type PipelineState } from '../../functions/src/model/state.ts'
import { writeCache } from '../growth/store.ts'
import { pipeline } from '../tidemark/instance.ts'

/** How long ago the run ended whose work the cache seems to be, and how long it took. */
const agoMs = 60_000
const tookMs = 45_000

/** A cache as a full run of a moment ago would have left it. */
export interface CopiedStore {
  /** Throws where a run has been at work since: then what was measured was not the page alone. */
  assertUntouched(): Promise<void>
}

/**
 * Writes the cache of `orders` orders and its watermark document, without the shop's own orders and without a run. It is so
 * fresh that no page asks for one either (REVALIDATE_AFTER_MINUTES), for the next twenty minutes.
 */
export async function writeCopiedStore(
  db: Firestore,
  orders: number,
  onProgress: (done: number) => void,
): Promise<CopiedStore> {
  const now = Date.now()
  await writeCache(db, orders, onProgress, now)
  const ref = stateRef(db, pipeline)
  const { writeTime } = await ref.set(stateAfterFullRun(orders, now))
  return {
    assertUntouched: async () => {
      const snapshot = await ref.get()
      if (snapshot.updateTime?.isEqual(writeTime) !== true) {
        throw new Error('A run has changed the cache while the page was measured. Stop what else uses the local stack.')
      }
    },
  }
}

function stateAfterFullRun(orders: number, now: number): PipelineState {
  const bound = instantFromMs(now)
  const lastRun: StoredRun = {
    ...noCounts,
    runId: 'benchmark',
    pipeline,
    mode: 'full',
    status: 'succeeded',
    fetched: orders,
    created: orders,
    durationMs: tookMs,
    watermark: { at: new Date(now).toISOString(), id: 'benchmark' },
    startedAt: new Date(now - agoMs - tookMs).toISOString(),
    endedAt: new Date(now - agoMs).toISOString(),
  }
  return {
    ...initialState(pipeline),
    identity: '(default)/orders',
    watermark: { at: bound, id: 'benchmark' },
    bound,
    // As the head has it.
    cacheVersion: 1,
    liveCount: orders,
    lastFullAttemptAt: bound,
    lastRun,
    lastFullRun: lastRun,
  }
}
