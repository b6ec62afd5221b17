import { EncodingError } from '../lib/errors.ts'
import type { DocumentSnapshot, Firestore, Timestamp } from '../lib/firestore.ts'
import { instantFromParts, type Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import { pipelineStateSchema, stateEncoding, type PipelineState } from '../model/state.ts'
import { stateRef } from './paths.ts'

/** A Firestore timestamp as an instant, exactly. */
export function instantOfTimestamp(timestamp: Timestamp): Instant {
  return instantFromParts(timestamp.seconds, timestamp.nanoseconds)
}

/** What the watermark document said, and when: `readTime` is the clock that leases and bounds go by. */
export interface StateSnapshot {
  readonly state: PipelineState | null
  readonly updateTime: Timestamp | null
  readonly readTime: Instant
}

/** Parses the watermark document; null where it does not exist. Throws an EncodingError on a shape it does not know. */
export function stateOf(snapshot: DocumentSnapshot): PipelineState | null {
  if (!snapshot.exists) return null
  const encoding: unknown = snapshot.get('encoding')
  if (typeof encoding === 'number' && encoding > stateEncoding) {
    throw new EncodingError(
      `${snapshot.ref.path} has encoding ${encoding}, this code reads up to ${stateEncoding}: deploy the newer functions.`,
    )
  }
  const parsed = pipelineStateSchema.safeParse(snapshot.data())
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')
  throw new EncodingError(`${snapshot.ref.path} is not a watermark document of this version (${fields}).`)
}

/** Reads a pipeline's watermark document: one read. */
export async function readState(db: Firestore, pipeline: string, meter: Meter): Promise<StateSnapshot> {
  const snapshot = await stateRef(db, pipeline).get()
  meter.reads += 1
  return {
    state: stateOf(snapshot),
    updateTime: snapshot.updateTime ?? null,
    readTime: instantOfTimestamp(snapshot.readTime),
  }
}
