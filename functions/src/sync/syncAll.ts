import type { ResyncOrdersResponse, RunReport, SyncOrdersResponse } from '../model/api.ts'
import { pipelineOf } from '../model/source.ts'
import type { PipelineState } from '../model/state.ts'
import type { SyncContext } from './context.ts'
import { failedReport, startedRunOf } from './report.ts'
import { requestFullRun, type FullRunWishes } from './requestFullRun.ts'
import { requestRunBehind } from './requestRun.ts'
import { syncPipeline } from './syncPipeline.ts'

/**
 * Syncs pipelines one after another: what happens to one marks no other's run. Behind a run that was in the way another one
 * is asked for: it may have read before the caller's change, and need not have read the window. `afterwards` is told how the
 * runs left the watermark documents, before the answer.
 */
export async function syncAll(
  pipelines: readonly SyncContext[],
  afterwards: (states: readonly PipelineState[]) => Promise<void> = async () => {},
): Promise<SyncOrdersResponse> {
  const runs: RunReport[] = []
  const states: PipelineState[] = []
  for (const context of pipelines) {
    try {
      const { runs: own, state, inTheWay, now } = await syncPipeline(context)
      runs.push(...own)
      states.push(state)
      if (inTheWay !== null) await requestRunBehind(context, 'window', inTheWay, now)
    } catch (error) {
      runs.push(failedReport(context, 'incremental', error))
    }
  }
  await afterwards(states)
  const totalOrders = states.reduce((total, { liveCount }) => total + liveCount, 0)
  return { success: runs.every(({ status }) => status !== 'failed'), message: messageOf(runs), totalOrders, runs }
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
      return startedRunOf(pipelineOf(context.source), runId)
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
