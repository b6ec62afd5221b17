import { setTimeout as sleep } from 'node:timers/promises'

import type { FinishedRun, RunReport, StartedRun, SyncStatusResponse } from '../../functions/src/contract/api.ts'
import type { TidemarkClient } from './client.ts'
import { progressLine } from './progress.ts'

const pollMs = 250
/** A full run of a few thousand orders takes seconds; without any progress for so long, something is broken. */
const patienceMs = 60_000

/**
 * Follows the full run that a call has started: shows its progress, waits for its end and returns its report. Throws
 * where the call started none, and where the run failed or makes no progress for a minute.
 */
export async function followFullRun(
  client: Pick<TidemarkClient, 'getSyncStatus'>,
  answer: { readonly runs: readonly (RunReport | StartedRun)[] },
  aborted: AbortSignal,
  out: NodeJS.WriteStream = process.stdout,
): Promise<FinishedRun> {
  const started = answer.runs.find(({ mode, status }) => mode === 'full' && status === 'running')
  if (started === undefined) throw new Error(`A full run was to start, but the answer is ${JSON.stringify(answer)}`)
  const line = progressLine('copying', out)
  let done = -1
  let lastProgress = Date.now()
  while (Date.now() - lastProgress < patienceMs) {
    const status = await client.getSyncStatus()
    const progress = progressOf(status, started.runId)
    if (progress !== undefined && progress.done !== done) {
      done = progress.done
      lastProgress = Date.now()
      line.show(progress.done, progress.total)
    }
    const ended = status.pipelines.map(({ lastFullRun }) => lastFullRun).find((run) => run?.runId === started.runId)
    if (ended) {
      line.end()
      return succeeded(ended)
    }
    await sleep(pollMs, undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
  }
  throw new Error(`The full run ${started.runId} has made no progress for ${patienceMs / 1000} s.`)
}

function succeeded(run: FinishedRun): FinishedRun {
  if (run.status === 'succeeded') return run
  throw new Error(`The full run ${run.runId} ${run.status}: ${run.error ?? 'it gave no reason'}`)
}

function progressOf(
  { pipelines }: SyncStatusResponse,
  runId: string,
): { done: number; total: number | null } | undefined {
  return pipelines.map(({ running }) => running).find((running) => running?.runId === runId)?.progress
}
