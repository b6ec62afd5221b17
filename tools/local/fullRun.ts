import { setTimeout as sleep } from 'node:timers/promises'

import type { FinishedRun, RunReport, StartedRun, SyncStatusResponse } from '../../functions/src/contract/sync.ts'
import type { TidemarkClient } from './client.ts'
import { progressLine } from './progress.ts'

const pollMs = 250
/** A full run of a few thousand orders takes seconds; without any progress for so long, something is broken. */
const patienceMs = 60_000

type Answer = { readonly runs: readonly (RunReport | StartedRun)[] }

/**
 * Follows the first full run that a call has started: shows its progress, waits for its end and returns its report. Throws
 * where the call started none, and where the run failed or makes no progress for a minute.
 */
export async function followFullRun(
  client: Pick<TidemarkClient, 'getSyncStatus'>,
  answer: Answer,
  aborted: AbortSignal,
  out: NodeJS.WriteStream = process.stdout,
): Promise<FinishedRun> {
  const [run] = await followFullRuns(client, { runs: startedIn(answer).slice(0, 1) }, aborted, out)
  if (run === undefined) throw new Error(`A full run was to start, but the answer is ${JSON.stringify(answer)}`)
  if (run.status === 'succeeded') return run
  throw new Error(`The full run of ${run.pipeline} ${run.status}: ${run.error ?? 'it gave no reason'}`)
}

/**
 * Follows every full run that a call has started, and returns their reports in its order, also of those that failed. Throws where
 * none of them makes progress for a minute.
 */
export async function followFullRuns(
  client: Pick<TidemarkClient, 'getSyncStatus'>,
  answer: Answer,
  aborted: AbortSignal,
  out: NodeJS.WriteStream = process.stdout,
): Promise<readonly FinishedRun[]> {
  const started = startedIn(answer)
  if (started.length === 0) return []
  const line = progressLine('copying', out, started.length === 1 ? 'orders' : 'records')
  let done = -1
  let lastProgress = Date.now()
  while (Date.now() - lastProgress < patienceMs) {
    const status = await client.getSyncStatus()
    const far = started.map((run) => howFar(status, run))
    const ended = far.flatMap(({ ended: run }) => run ?? [])
    const sum = far.reduce((total, one) => total + one.done, 0)
    if (sum !== done) {
      done = sum
      lastProgress = Date.now()
      line.show(done, totalOf(far))
    }
    if (ended.length === started.length) {
      line.end()
      return ended
    }
    await sleep(pollMs, undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
  }
  const names = started.map(({ pipeline }) => pipeline).join(', ')
  throw new Error(`The full runs of ${names} have made no progress for ${patienceMs / 1000} s.`)
}

function startedIn({ runs }: Answer): readonly (RunReport | StartedRun)[] {
  return runs.filter(({ mode, status }) => mode === 'full' && status === 'running')
}

/** The progress of a full run: `total` is null where it is not known yet, `ended` before its end. */
interface Far {
  readonly done: number
  readonly total: number | null
  readonly ended: FinishedRun | null
}

function howFar({ pipelines }: SyncStatusResponse, { runId, pipeline }: Pick<StartedRun, 'runId' | 'pipeline'>): Far {
  const status = pipelines.find((one) => one.pipeline === pipeline)
  const ended = status?.lastFullRun?.runId === runId ? status.lastFullRun : null
  if (ended !== null) return { done: ended.fetched, total: ended.fetched, ended }
  const { done, total } = status?.running?.runId === runId ? status.running.progress : { done: 0, total: null }
  return { done, total, ended }
}

function totalOf(far: readonly Far[]): number | null {
  return far.reduce<number | null>((sum, { total }) => (sum === null || total === null ? null : sum + total), 0)
}
