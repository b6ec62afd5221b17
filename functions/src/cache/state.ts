import { EncodingError } from '../lib/errors.ts'
import type { DocumentSnapshot, Firestore, Timestamp } from '../lib/firestore/firestore.ts'
import { momentOfTimestamp } from '../lib/firestore/usage.ts'
import type { Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import { pipelineStateSchema, stateEncoding, type PipelineState } from '../model/state.ts'
import { decodeHead, viewOf } from './head.ts'
import { collections, headRef, stateRef } from './paths.ts'
import { salvage, stateWithout, withoutFuture, type HeadView, type Salvaged } from './salvage.ts'

/** What the watermark document said, and when: `readTime` is the clock that leases and bounds go by. */
export interface StateSnapshot {
  readonly state: PipelineState | null
  readonly updateTime: Timestamp | null
  readonly readTime: Instant
  /** Fields that could not be read, which are as of a pipeline that never ran. */
  readonly problems: readonly string[]
}

/** The state in a watermark document, as far as it can be read; null where there is none. Throws as `salvagedIn` does. */
export function stateOf(snapshot: DocumentSnapshot): PipelineState | null {
  return salvagedIn(snapshot)?.state ?? null
}

/** Parses a watermark document; null where there is none. Throws an EncodingError where a later version wrote it. */
function salvagedIn(snapshot: DocumentSnapshot): Salvaged | null {
  if (!snapshot.exists) return null
  const encoding: unknown = snapshot.get('encoding')
  if (typeof encoding === 'number' && encoding > stateEncoding) {
    throw new EncodingError(
      `${snapshot.ref.path} has encoding ${encoding}, this code reads up to ${stateEncoding}: deploy the newer functions.`,
      { isNewer: true },
    )
  }
  const parsed = pipelineStateSchema.safeParse(snapshot.data())
  if (parsed.success) return { state: parsed.data, problems: [] }
  return salvage(snapshot.id, snapshot.data() ?? {}, momentOfTimestamp(snapshot.readTime))
}

/** Reads a pipeline's watermark document: one read, and one more where it is not there. */
export async function readState(db: Firestore, pipeline: string, meter: Meter): Promise<StateSnapshot> {
  const snapshot = await stateRef(db, pipeline).get()
  meter.reads += 1
  const readTime = momentOfTimestamp(snapshot.readTime)
  const read = salvagedIn(snapshot) ?? (await stateOfCache(db, pipeline, readTime, meter))
  return {
    state: read?.state ?? null,
    updateTime: snapshot.updateTime ?? null,
    readTime,
    problems: read?.problems ?? [],
  }
}

/** The state that the head tells of a pipeline without a watermark document; null where there is no cache either. */
async function stateOfCache(db: Firestore, pipeline: string, now: Instant, meter: Meter): Promise<Salvaged | null> {
  const snapshot = await headRef(db, pipeline).get()
  meter.reads += 1
  if (snapshot.get('data') === undefined) return null
  return stateWithout(pipeline, viewIn(snapshot), now)
}

function viewIn(snapshot: DocumentSnapshot): HeadView {
  try {
    // Without its rows, whose columns nobody knows here.
    const { cacheVersion, liveCount, declaration } = viewOf(decodeHead({ columns: [] }, snapshot))
    return { cacheVersion, liveCount, declaration }
  } catch (error) {
    // Damaged too: the full run finds that by itself.
    if (error instanceof EncodingError) return { cacheVersion: 0, liveCount: 0, declaration: null }
    throw error
  }
}

/**
 * The state to go by at `now`, without times that nobody can have written; `isDamaged` where it is not what the document says,
 * so that the whole document has to be written anew.
 */
export function believed(
  { state, problems }: Pick<StateSnapshot, 'state' | 'problems'>,
  now: Instant,
): { readonly state: PipelineState | null; readonly isDamaged: boolean } {
  if (state === null) return { state, isDamaged: false }
  const checked = withoutFuture(state, now)
  const all = [...problems, ...checked.problems]
  if (all.length === 0) return { state, isDamaged: false }
  const damage =
    `${collections.states}/${state.pipeline} was damaged or changed outside Tidemark (${all.join(', ')}). A full run mends it: ` +
    'one starts with the next sync, or now by POST resyncOrders.'
  return { state: { ...checked.state, damage }, isDamaged: true }
}
