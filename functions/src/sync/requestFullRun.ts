import { believed, readState } from '../cache/state.ts'
import { stateRef } from '../cache/paths.ts'
import { grpcStatus, statusOf } from '../lib/grpc.ts'
import type { Instant } from '../lib/instant.ts'
import { retry } from '../lib/retry.ts'
import { Meter } from '../lib/meter.ts'
import { pipelineOf } from '../model/source.ts'
import { initialState, noCounts, type FullRun } from '../model/state.ts'
import type { SyncContext } from './context.ts'

/** What may be asked of a full run. */
export interface FullRunWishes {
  /** How many orders it may delete, instead of the param's cap. */
  readonly maxDeletes?: number | null
  /** To read every cached document, and write those anew that are not as they were written. */
  readonly verify?: boolean
}

/**
 * Notes in the watermark document that a full run is wanted, and asks for its task. One that is wanted or under way
 * already is the answer to every further call, which may still say how much it may delete. While another run holds the lease the note waits; whoever ends then asks
 * for the task again.
 */
export async function requestFullRun(context: SyncContext, wishes: FullRunWishes = {}): Promise<FullRun> {
  // Several callers and the run under way write the same document: losers look again.
  const fullRun = await retry(() => noteFullRun(context, wishes), isContention, context.clock)
  await context.enqueueFullRun(pipelineOf(context.source))
  return fullRun
}

function isContention(error: unknown): boolean {
  return statusOf(error) === grpcStatus.failedPrecondition || statusOf(error) === grpcStatus.alreadyExists
}

async function noteFullRun(
  context: SyncContext,
  { maxDeletes = null, verify = false }: FullRunWishes,
): Promise<FullRun> {
  const pipeline = pipelineOf(context.source)
  const snapshot = await readState(context.db, pipeline, new Meter())
  const now = context.clock.serverTime(snapshot.readTime)
  const { state, isDamaged } = believed(snapshot, now)
  const noted = state?.fullRun ?? null
  const isNews = (maxDeletes !== null && state?.maxDeletes !== maxDeletes) || (verify && state?.verify !== true)
  if (noted !== null && !isNews) return noted
  const fullRun = noted ?? newFullRun(context.clock.randomId(), now)
  const wished = { ...(maxDeletes !== null && { maxDeletes }), ...(verify && { verify }) }
  const note = noted === null ? { fullRun, maxDeletes, ...wished } : wished
  const ref = stateRef(context.db, pipeline)
  const whole = { ...(state ?? initialState(pipeline)), ...note }
  if (snapshot.updateTime === null) await ref.create(whole)
  else await ref.update(isDamaged ? whole : note, { lastUpdateTime: snapshot.updateTime })
  return fullRun
}

function newFullRun(runId: string, requestedAt: Instant): FullRun {
  return {
    runId,
    requestedAt,
    startedAt: null,
    until: null,
    phase: 'enumerate',
    cursor: null,
    seen: 0,
    total: null,
    largest: null,
    failures: 0,
    counts: noCounts,
  }
}
