import type { ResyncOrdersResponse, RunReport, SyncOrdersResponse } from '../contract/sync.ts'
import { instantFromMs } from '../lib/instant.ts'
import { inWaves } from '../model/pipeline.ts'
import { initialState, type PipelineState } from '../model/state.ts'
import { orderStream } from '../streams/orders/stream.ts'
import type { SyncContext } from './context.ts'
import { requestFullRun, type FullRunWishes } from './full/requestFullRun.ts'
import { failedReport, skippedReport, startedRunOf } from './runReport.ts'
import { requestDependents, requestRunBehind } from './requests/requestRun.ts'
import { deadlineOf, syncPipeline, type SyncScope } from './syncPipeline.ts'

/**
 * Syncs pipelines side by side, those that depend on others behind these, each under its own lease and all by one deadline: what
 * happens to one marks no other's run. A task is asked for what does not fit, and for what was in the way: that may have read before
 * the caller's change, and need not have read the window. `afterwards` is told how the runs left the watermark documents, before
 * the answer.
 */
export async function syncAll(
  pipelines: readonly SyncContext[],
  afterwards: (states: readonly PipelineState[]) => Promise<void> = async () => {},
  scope: SyncScope = 'window',
): Promise<SyncOrdersResponse> {
  const names = pipelines.map(({ id }) => id)
  const deadlineMs = Math.min(...pipelines.map(deadlineOf))
  const byId = new Map<string, Synced>()
  // Behind what its records depend on, each finds at once what that reports to it.
  for (const wave of inWaves(pipelines)) {
    const ended = await Promise.all(wave.map((context) => syncOne(context, names, scope, deadlineMs)))
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
async function syncOne(
  context: SyncContext,
  others: readonly string[],
  scope: SyncScope,
  deadlineMs: number,
): Promise<Synced> {
  const synced: Synced = { runs: [], state: null }
  try {
    if (context.clock.now() >= deadlineMs) {
      await requestRunBehind(context, 'window', 'incremental', instantFromMs(context.clock.now()))
      return { runs: [skippedReport(initialState(context.id), { reads: 0 })], state: null }
    }
    const { runs, state, inTheWay, reported, now } = await syncPipeline(context, scope, deadlineMs)
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
