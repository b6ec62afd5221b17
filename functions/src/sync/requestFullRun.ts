import { readState } from '../cache/state.ts'
import { stateRef } from '../cache/paths.ts'
import { grpcStatus, statusOf } from '../lib/grpc.ts'
import type { Instant } from '../lib/instant.ts'
import { retry } from '../lib/retry.ts'
import { Meter } from '../lib/meter.ts'
import { pipelineOf } from '../model/source.ts'
import { initialState, noCounts, type FullRun } from '../model/state.ts'
import type { SyncContext } from './context.ts'

/**
 * Notes in the watermark document that a full run is wanted, and asks for its task. One that is wanted or under way
 * already is the answer to every further call, which may still say how much it may delete. While another run holds the lease the note waits; whoever ends then asks
 * for the task again.
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
  const pipeline = pipelineOf(context.source)
  const { state, updateTime, readTime } = await readState(context.db, pipeline, new Meter())
  const noted = state?.fullRun ?? null
  if (noted !== null && (maxDeletes === null || state?.maxDeletes === maxDeletes)) return noted
  const fullRun = noted ?? newFullRun(context.clock.randomId(), context.clock.serverTime(readTime))
  const note = noted === null ? { fullRun, maxDeletes } : { maxDeletes }
  const ref = stateRef(context.db, pipeline)
  if (updateTime === null) await ref.create({ ...initialState(pipeline), ...note })
  else await ref.update(note, { lastUpdateTime: updateTime })
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
    marks: {},
    reasons: {},
    counts: noCounts,
  }
}
