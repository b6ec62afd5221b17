import { isHeld } from '../cache/lease.ts'
import { readState } from '../cache/state.ts'
import { runRef, stateRef } from '../cache/paths.ts'
import { grpcStatus, statusOf } from '../lib/grpc.ts'
import { retry } from '../lib/retry.ts'
import { Meter } from '../lib/meter.ts'
import { pipelineOf } from '../model/source.ts'
import { initialState, type FullRun } from '../model/state.ts'
import type { SyncContext } from './context.ts'
import { abandonedRunOf } from './foreignRun.ts'
import { isForeign, newFullRun } from './identity.ts'

/**
 * Notes in the watermark document that a full run is wanted, and asks for its task. One that is wanted or under way
 * already is the answer to every further call, which may still say how much it may delete; but one of another source gives
 * way. While another run holds the lease the note waits; whoever ends then asks for the task again.
 */
export async function requestFullRun(context: SyncContext, maxDeletes: number | null = null): Promise<FullRun> {
  // Several callers and the run under way write the same document: losers look again.
  const fullRun = await retry(() => noteFullRun(context, maxDeletes), isContention, context.clock)
  await context.enqueueFullRun(pipelineOf(context.source))
  return fullRun
}

function isContention(error: unknown): boolean {
  return statusOf(error) === grpcStatus.failedPrecondition || statusOf(error) === grpcStatus.alreadyExists
}

async function noteFullRun(context: SyncContext, maxDeletes: number | null): Promise<FullRun> {
  const { db, clock, source } = context
  const pipeline = pipelineOf(source)
  const { state, updateTime, readTime } = await readState(db, pipeline, new Meter())
  const found = state?.fullRun ?? null
  const noted = found === null || isForeign(found, source.identity) ? null : found
  if (noted !== null && (maxDeletes === null || state?.maxDeletes === maxDeletes)) return noted
  const now = clock.serverTime(readTime)
  const fullRun = noted ?? newFullRun(clock.randomId(), source.identity, now)
  // One that is being run closes itself.
  const isAbandoned = state !== null && found !== null && noted === null && !isHeld(state, now)
  const abandoned = isAbandoned ? abandonedRunOf(pipeline, found, now) : null
  const note = {
    ...(noted === null ? { fullRun, maxDeletes } : { maxDeletes }),
    // Nobody who takes the lease shall find it dead once more.
    ...(isAbandoned ? { lease: { ...state.lease, holder: null, expiresAt: null } } : {}),
  }
  const batch = db.batch()
  if (abandoned !== null) batch.set(runRef(db, abandoned.runId), abandoned, { merge: true })
  if (updateTime === null) batch.create(stateRef(db, pipeline), { ...initialState(pipeline), ...note })
  else batch.update(stateRef(db, pipeline), note, { lastUpdateTime: updateTime })
  await batch.commit()
  return fullRun
}
