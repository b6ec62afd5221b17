import { setTimeout as sleep } from 'node:timers/promises'

import type { FinishedRun, RunReport, StartedRun, SyncStatusResponse } from '../../functions/src/contract/api.ts'
import type { TidemarkClient } from './client.ts'
import { progressLine } from './progress.ts'

const pollMs = 250
/** A full run of a few thousand orders takes seconds; without any progress for so long, something is broken. */
const patienceMs = 60_000

/**
 * Follows the one full run that a call has started: shows its progress, waits for its end and returns its report. Throws
 * where the call started none, and where the run failed or makes no progress for a minute.
 */
export async function followFullRun(
  client: Pick<TidemarkClient, 'getSyncStatus'>,
  answer: { readonly runs: readonly (RunReport | StartedRun)[] },
  aborted: AbortSignal,
  out: NodeJS.WriteStream = process.stdout,
): Promise<FinishedRun> {
  const [run] = await followFullRuns(client, answer, aborted, out)
  if (run === undefined) throw new Error(`A full run was to start, but the answer is ${JSON.stringify(answer)}`)
  return run
}

/** Follows every full run that a call has started, and returns their reports in its order. Throws as `followFullRun` does. */
export async function followFullRuns(
  client: Pick<TidemarkClient, 'getSyncStatus'>,
  answer: { readonly runs: readonly (RunReport | StartedRun)[] },
  aborted: AbortSignal,
  out: NodeJS.WriteStream = process.stdout,
): Promise<readonly FinishedRun[]> {
  const failed = answer.runs.find(({ status }) => status === 'failed')
  if (failed !== undefined) throw new Error(`The sync of ${failed.pipeline} failed: ${reasonOf(failed)}`)
  const started = answer.runs.filter(({ mode, status }) => mode === 'full' && status === 'running')
  const line = progressLine('copying', out, started.length === 1 ? 'orders' : 'records')
  let done = -1
  let lastProgress = Date.now()
  while (Date.now() - lastProgress < patienceMs) {
    const status = await client.getSyncStatus()
    const far = started.map((run) => howFar(status, run))
    const sum = far.reduce((total, one) => total + one.done, 0)
    if (sum !== done) {
      done = sum
      lastProgress = Date.now()
      line.show(done, totalOf(far))
    }
    const ended = far.flatMap(({ ended: run }) => run ?? [])
    if (ended.length === started.length) {
      line.end()
      return ended.map(succeeded)
    }
    await sleep(pollMs, undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
  }
  throw new Error(`${namesOf(started)} made no progress for ${patienceMs / 1000} s.`)
}

/** How far a full run is: `total` is null where it is not known yet, `ended` before its end. */
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

function namesOf(runs: readonly Pick<StartedRun, 'pipeline'>[]): string {
  const names = runs.map(({ pipeline }) => pipeline).join(', ')
  return `The full run${runs.length === 1 ? '' : 's'} of ${names}`
}

function succeeded(run: FinishedRun): FinishedRun {
  if (run.status === 'succeeded') return run
  throw new Error(`The full run of ${run.pipeline} ${run.status}: ${reasonOf(run)}`)
}

function reasonOf(run: object): string {
  return 'error' in run && typeof run.error === 'string' ? run.error : 'it gave no reason'
}
