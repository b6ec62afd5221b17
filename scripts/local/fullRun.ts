import { setTimeout as sleep } from 'node:timers/promises'

import type { FinishedRun, PipelineStatus } from '../../functions/src/model/api.ts'
import type { TidemarkClient } from './client.ts'

const pollMs = 250
/** A full run of a few thousand orders takes seconds; without any progress for so long, something is broken. */
const patienceMs = 60_000

/**
 * Waits until the full run has ended, and returns its report. Throws where it failed, ended unseen, or makes no progress
 * for a minute.
 */
export async function fullRunEnd(
  client: TidemarkClient,
  runId: string,
  onProgress: (done: number, total: number | null) => void,
  aborted: AbortSignal,
): Promise<FinishedRun> {
  let done = -1
  let lastProgress = Date.now()
  while (Date.now() - lastProgress < patienceMs) {
    const { pipelines } = await client.getSyncStatus()
    const ended = pipelines.map(({ lastFullRun }) => lastFullRun).find((run) => run?.runId === runId)
    if (ended) return succeeded(ended)
    const progress = progressOf(pipelines, runId)
    if (progress !== undefined && progress.done !== done) {
      done = progress.done
      lastProgress = Date.now()
      onProgress(progress.done, progress.total)
    }
    await sleep(pollMs, undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
  }
  throw new Error(`The full run ${runId} has made no progress for ${patienceMs / 1000} s (${Math.max(done, 0)} orders done).`)
}

function succeeded(run: FinishedRun): FinishedRun {
  if (run.status === 'succeeded') return run
  throw new Error(`The full run ${run.runId} ${run.status}: ${run.error ?? 'it gave no reason'}`)
}

function progressOf(pipelines: readonly PipelineStatus[], runId: string): { done: number; total: number | null } | undefined {
  return pipelines.map(({ running }) => running).find((running) => running?.runId === runId)?.progress
}
