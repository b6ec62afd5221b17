import { isHeld } from '../cache/leaseMoves.ts'
import { believed, readState } from '../cache/state.ts'
import { alertKindOf } from '../connections/alerts.ts'
import type { AuthorizationStatus, PipelineStatus } from '../contract/sync.ts'
import { msOf, type Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import { freshnessOf, liveThrough } from '../model/freshness.ts'
import { initialState, type PipelineState } from '../model/state.ts'
import type { SyncContext } from './context.ts'
import { healthOf, problemsOf } from './health.ts'
import { findsUpdates, rescanEveryMs } from './incremental/changeTimes.ts'
import { finishedRunOf, watermarkOf } from './runReport.ts'
import { intervalInForce, type SchedulePlan } from './schedule/inForce.ts'

/**
 * The public status of a pipeline: one read. The schedule's interval lies on the hour's multiples. `authorization` is that of its
 * account; null where it has none that is connected.
 */
export async function pipelineStatus(
  context: Pick<SyncContext, 'db' | 'id' | 'source' | 'clock'>,
  plan: SchedulePlan,
  meter: Meter,
  authorization: AuthorizationStatus | null = null,
): Promise<PipelineStatus> {
  const pipeline = context.id
  const snapshot = await readState(context.db, pipeline, meter)
  const now = context.clock.serverTime(snapshot.readTime)
  const state = withAlertOf(authorization, believed(snapshot, now).state ?? initialState(pipeline))
  const freshness = freshnessOf(state.bound, liveThrough(context.source, state.reports), now)
  const everyMinutes = intervalInForce(plan, state)
  return {
    pipeline,
    watermark: watermarkOf(state.watermark),
    ...freshness,
    count: state.liveCount,
    findsUpdates: findsUpdates(context.source, state),
    unmappedStatuses: state.unmapped,
    nextRunAt: nextRunAt(now, everyMinutes),
    lastRun: state.lastRun === null ? null : finishedRunOf(state.lastRun),
    lastFullRun: state.lastFullRun === null ? null : finishedRunOf(state.lastFullRun),
    running: runningOf(state, now),
    health: healthOf(state, {
      lagSeconds: freshness.lagSeconds,
      everyMinutes: Math.max(everyMinutes, context.source.strategy === 'rescan' ? rescanEveryMs / 60_000 : 0),
      hasFeed: context.source.feed !== null,
    }),
    problems: problemsOf(state, context.source.feed !== null),
    damage: state.damage,
    ...(authorization !== null && { authorization }),
  }
}

/** The alert of an account's authorization counts as each of its pipelines' own. */
function withAlertOf(authorization: AuthorizationStatus | null, state: PipelineState): PipelineState {
  const kind = authorization === null ? null : alertKindOf[authorization.state]
  return kind === null ? state : { ...state, openAlerts: [...state.openAlerts, kind] }
}

function nextRunAt(now: Instant, everyMinutes: number): string {
  const interval = everyMinutes * 60_000
  return new Date((Math.floor(msOf(now) / interval) + 1) * interval).toISOString()
}

function runningOf(state: PipelineState, now: Instant): PipelineStatus['running'] {
  const progress = { done: state.progress?.done ?? 0, total: state.progress?.total ?? null, unit: 'orders' as const }
  const { holder } = state.lease
  if (isHeld(state, now) && holder !== null) return { runId: holder.runId, mode: holder.mode, progress }
  // Between two of its tasks nobody holds the lease, and it is under way all the same.
  const { fullRun } = state
  if (fullRun === null) return null
  return { runId: fullRun.runId, mode: 'full', progress: { done: fullRun.seen, total: fullRun.total, unit: 'orders' } }
}
