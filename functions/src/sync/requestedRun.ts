import { isHeld } from '../cache/lease.ts'
import { readState } from '../cache/state.ts'
import { takeTicket } from '../cache/tickets.ts'
import { LeaseHeldError } from '../lib/errors.ts'
import { shift } from '../lib/instant.ts'
import { Meter } from '../lib/meter.ts'
import type { RunReport } from '../model/api.ts'
import { pipelineOf } from '../model/source.ts'
import type { SyncContext } from './context.ts'
import { requestRun } from './requestRun.ts'
import { syncPipeline } from './syncPipeline.ts'

/** More reports than this within one delay are an import: it pays to wait until it ends, up to the limit (milliseconds). */
const importReports = 20
const importWaitMs = 240_000
/** How long a run that is under way is waited for before the task queue is left to try again, in milliseconds. */
const leaseWaitMs = 120_000
const leaseAskMs = 2_000

/**
 * The run that a ticket was given out for: waits for more requests of its kind, then for the run that is under way, then
 * takes the ticket and runs. Nothing where the ticket's run has been. Throws a LeaseHeldError, for the task queue to try
 * again, where somebody runs too long.
 */
export async function runRequested(context: SyncContext, ticket: string): Promise<readonly RunReport[]> {
  const pipeline = pipelineOf(context.source)
  await untilQuiet(context)
  await untilFree(context)
  // From here on who asks asks for the next run, and this one reads what was reported before.
  if (!(await takeTicket(context, pipeline, ticket))) return []
  const { runs } = await syncPipeline(context)
  // Another run was first after all: nobody knows whether it saw what this one was asked for.
  if (runs.some(({ status }) => status === 'skipped')) await requestRun(context)
  return runs
}

async function untilQuiet({ source, settings, clock, db }: SyncContext): Promise<void> {
  const startedMs = clock.now()
  for (;;) {
    await clock.sleep(settings.requestDelayMs)
    if (source.feed === null || clock.now() - startedMs > importWaitMs) return
    const { readTime } = await readState(db, pipelineOf(source), new Meter())
    const { count } = await source.feed.countSince(shift(clock.serverTime(readTime), -settings.requestDelayMs))
    if (count <= importReports) return
  }
}

async function untilFree({ source, clock, db }: SyncContext): Promise<void> {
  const startedMs = clock.now()
  for (;;) {
    const { state, readTime } = await readState(db, pipelineOf(source), new Meter())
    if (state === null || !isHeld(state, clock.serverTime(readTime))) return
    if (clock.now() - startedMs > leaseWaitMs) {
      throw new LeaseHeldError(`A run of ${pipelineOf(source)} is under way; this one is tried again.`)
    }
    await clock.sleep(leaseAskMs)
  }
}
