import { isHeld } from '../../cache/leaseMoves.ts'
import { runRef, stateRef } from '../../cache/paths.ts'
import { believed, readState } from '../../cache/state.ts'
import { grpcStatus, statusOf } from '../../lib/firestore/grpc.ts'
import { Meter } from '../../lib/meter.ts'
import { retry } from '../../lib/retry.ts'
import { initialState, type FullRun } from '../../model/state.ts'
import type { SyncContext } from '../context.ts'
import { isForeign, newFullRun } from '../identity.ts'
import { runsAfter } from '../ownFullRuns.ts'
import { abandonedRunOf } from './foreignRun.ts'

/** The wishes that a full run may be asked with. */
export interface FullRunWishes {
  /** The number of orders that it may delete, instead of the param's cap. */
  readonly maxDeletes?: number | null
  /** To read every cached document, and write those anew that are not as they were written. */
  readonly verify?: boolean
  /** It starts by itself because settings have changed, which happens a few times a day only. */
  readonly isForSettings?: boolean
}

/**
 * Notes in the watermark document that a full run is wanted, and asks for its task. One that is wanted or under way
 * already is the answer to every further call, which may still say how much it may delete; but one of another source gives
 * way. While another run holds the lease the note waits; whoever ends then asks for the task again.
 */
export async function requestFullRun(context: SyncContext, wishes: FullRunWishes = {}): Promise<FullRun> {
  // Several callers and the run under way write the same document: losers look again.
  const fullRun = await retry(() => noteFullRun(context, wishes), isContention, context.clock)
  await context.enqueueFullRun(context.id)
  return fullRun
}

function isContention(error: unknown): boolean {
  return statusOf(error) === grpcStatus.failedPrecondition || statusOf(error) === grpcStatus.alreadyExists
}

async function noteFullRun(
  context: SyncContext,
  { maxDeletes = null, verify = false, isForSettings = false }: FullRunWishes,
): Promise<FullRun> {
  const { db, clock, source, id: pipeline } = context
  const meter = new Meter()
  const snapshot = await readState(db, pipeline, meter)
  const now = clock.serverTime(snapshot.readTime)
  const { state, isDamaged } = believed(snapshot, now)
  const found = state?.fullRun ?? null
  const noted = found === null || isForeign(found, source.identity) ? null : found
  const isNews = (maxDeletes !== null && state?.maxDeletes !== maxDeletes) || (verify && state?.verify !== true)
  if (noted !== null && !isNews) return noted
  // One that is being run closes itself.
  const isAbandoned = state !== null && found !== null && noted === null && !isHeld(state, now)
  const abandoned = isAbandoned ? abandonedRunOf(pipeline, found, now) : null
  // What the request is billed is the run's.
  const billed = { firestoreReads: meter.reads, firestoreWrites: 1 + Number(abandoned !== null) }
  const fullRun = noted ?? newFullRun(clock.randomId(), source.identity, now, billed)
  const wished = { ...(maxDeletes !== null && { maxDeletes }), ...(verify && { verify }) }
  const note = {
    ...(noted === null ? { fullRun, maxDeletes, verify } : wished),
    ...(noted === null && isForSettings && { settingsRuns: runsAfter(state?.settingsRuns ?? [], context, now) }),
    // Nobody who takes the lease shall find it dead once more.
    ...(isAbandoned ? { lease: { ...state.lease, holder: null, expiresAt: null } } : {}),
  }
  const whole = { ...(state ?? initialState(pipeline)), ...note }
  const batch = db.batch()
  if (abandoned !== null) batch.set(runRef(db, abandoned.runId), abandoned, { merge: true })
  const { updateTime } = snapshot
  if (updateTime === null) batch.create(stateRef(db, pipeline), whole)
  else batch.update(stateRef(db, pipeline), isDamaged ? whole : note, { lastUpdateTime: updateTime })
  await batch.commit()
  return fullRun
}
