import type { ResyncOrdersResponse, RunReport, SyncOrdersResponse } from '../contract/api.ts'
import { inWaves } from '../model/pipeline.ts'
import type { PipelineState } from '../model/state.ts'
import { orderStream } from '../streams/orders/stream.ts'
import type { SyncContext } from './context.ts'
import { requestFullRun, type FullRunWishes } from './full/requestFullRun.ts'
import { failedReport, startedRunOf } from './runReport.ts'
import { requestDependents, requestRunBehind } from './requests/requestRun.ts'
import { syncPipeline } from './syncPipeline.ts'

/**
 * Syncs pipelines side by side, each under its own lease and all within one deadline: what happens to one marks no other's run. Behind a run that was in the way another one
 * is asked for: it may have read before the caller's change, and need not have read the window. `afterwards` is told how the
 * runs left the watermark documents, before the answer.
 */
export async function syncAll(
  pipelines: readonly SyncContext[],
  afterwards: (states: readonly PipelineState[]) => Promise<void> = async () => {},
): Promise<SyncOrdersResponse> {
  const byId = new Map<string, Synced>()
  // Behind what its records depend on, each finds at once what that reports to it.
  for (const wave of inWaves(pipelines)) {
    const names = pipelines.map(({ id }) => id)
    const ended = await Promise.all(wave.map((context) => syncOne(context, names)))
    wave.forEach(({ id }, i) => byId.set(id, ended[i] ?? nothing))
  }
  const synced = pipelines.map(({ id }) => byId.get(id) ?? nothing)
  const runs = synced.flatMap((one) => one.runs)
  await afterwards(synced.flatMap(({ state }) => state ?? []))
  const isOfOrders = (i: number): boolean => pipelines[i]?.stream.name === orderStream.name
  const totalOrders = synced.reduce((total, { state }, i) => total + (isOfOrders(i) ? (state?.liveCount ?? 0) : 0), 0)
  return { success: runs.every(({ status }) => status !== 'failed'), message: messageOf(runs), totalOrders, runs }
}

/** A pipeline's runs, its failures among them, and its watermark document as they left it; null where that is not known. */
interface Synced {
  readonly runs: RunReport[]
  state: PipelineState | null
}

const nothing: Synced = { runs: [], state: null }

/** Syncs a pipeline of a call that syncs others, too: those need no task. */
async function syncOne(context: SyncContext, others: readonly string[]): Promise<Synced> {
  const synced: Synced = { runs: [], state: null }
  try {
    const { runs, state, inTheWay, reported, now } = await syncPipeline(context)
    synced.runs.push(...runs)
    synced.state = state
    await requestDependents(
      context,
      reported.filter((pipeline) => !others.includes(pipeline)),
      now,
    )
    if (inTheWay !== null) await requestRunBehind(context, 'window', inTheWay, now)
  } catch (error) {
    synced.runs.push(failedReport(context, 'incremental', error))
  }
  return synced
}

function messageOf(runs: readonly RunReport[]): string {
  const sum = (name: 'created' | 'updated' | 'deleted'): number => runs.reduce((total, run) => total + run[name], 0)
  const count = (status: RunReport['status']): number => runs.filter((run) => run.status === status).length
  const parts = [`${sum('created')} new, ${sum('updated')} updated, ${sum('deleted')} deleted`]
  for (const status of ['running', 'skipped', 'failed'] as const) {
    if (count(status) > 0) parts.push(`${count(status)} ${status}`)
  }
  return `${parts.join('; ')}.`
}

/** Starts full runs; their progress is in the status. */
export async function resyncAll(
  pipelines: readonly SyncContext[],
  wishes: FullRunWishes = {},
): Promise<ResyncOrdersResponse> {
  const requests = await Promise.allSettled(
    pipelines.map(async (context) => {
      const { runId } = await requestFullRun(context, wishes)
      return startedRunOf(context.id, runId)
    }),
  )
  // All were asked for, whatever became of one; a failure among them is the caller's to know.
  return {
    success: true,
    runs: requests.map((request) => {
      if (request.status === 'rejected') throw request.reason
      return request.value
    }),
  }
}
