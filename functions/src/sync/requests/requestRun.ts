import type { RunMode } from '../../contract/sync.ts'
import type { Instant } from '../../lib/instant.ts'
import { msOf } from '../../lib/instant.ts'
import type { SyncContext, SyncSettings } from '../context.ts'
import { busyCadenceOf, isLateEnough, runTaskAfter, type RunScope, type RunTask } from './runTask.ts'

/** Asks for a run that sees whatever was committed up to `after`; resolves once the queue has its task. */
export type RequestRun = (after: Instant) => Promise<void>

export interface RequestedRuns {
  readonly pipeline: string
  readonly scope: RunScope
  /** The first requests after a quiet time are gathered for so long, in milliseconds. */
  readonly quietCadenceMs: number
  readonly enqueue: (task: RunTask) => Promise<void>
}

/**
 * One instance's way to ask for runs of a pipeline. The first request after a quiet time is scheduled to the next multiple of
 * the quiet cadence, those that follow it to the next of the busy one, which all instances share. A request is left out only
 * where this instance itself has asked for a task that is late enough for it; who asks while that is under way waits for it,
 * and fails with it.
 */
export function runRequester({ pipeline, scope, quietCadenceMs, enqueue }: RequestedRuns): RequestRun {
  const busyCadenceMs = busyCadenceOf(quietCadenceMs)
  let last: { readonly task: RunTask; readonly enqueued: Promise<void> } | null = null
  let latestMs = -Infinity
  return (after) => {
    const isQuiet = msOf(after) - latestMs >= busyCadenceMs
    latestMs = Math.max(latestMs, msOf(after))
    if (last !== null && isLateEnough(last.task, after)) return last.enqueued
    const task = runTaskAfter(pipeline, scope, after, isQuiet ? quietCadenceMs : busyCadenceMs)
    const enqueued = enqueue(task)
    const asked = { task, enqueued }
    last = asked
    enqueued.catch(() => {
      // Whoever comes next asks again.
      if (last === asked) last = null
    })
    return enqueued
  }
}

/** Asks for runs of the pipelines that a run has reported to; `now` is Firestore's. */
export async function requestDependents(
  {
    enqueueRun,
    settings,
  }: Pick<SyncContext, 'enqueueRun'> & { readonly settings: Pick<SyncSettings, 'quietCadenceMs'> },
  pipelines: readonly string[],
  now: Instant,
): Promise<void> {
  const cadenceMs = busyCadenceOf(settings.quietCadenceMs)
  await Promise.all(pipelines.map((pipeline) => enqueueRun(runTaskAfter(pipeline, 'reports', now, cadenceMs))))
}

/** A full run takes minutes: whoever waits for one looks less often. */
const fullRunCadenceMs = 60_000

/** Asks for a run that follows the one in the way, which `holder` names; `now` is Firestore's. */
export async function requestRunBehind(
  context: Pick<SyncContext, 'id' | 'enqueueRun'> & { readonly settings: Pick<SyncSettings, 'quietCadenceMs'> },
  scope: RunScope,
  holder: RunMode,
  now: Instant,
): Promise<void> {
  const cadenceMs = holder === 'full' ? fullRunCadenceMs : busyCadenceOf(context.settings.quietCadenceMs)
  await context.enqueueRun(runTaskAfter(context.id, scope, now, cadenceMs))
}
