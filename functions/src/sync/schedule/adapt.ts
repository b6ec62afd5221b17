import { stateRef } from '../../cache/paths.ts'
import { putInto, updateOf, type Write } from '../../cache/write.ts'
import type { Clock } from '../../lib/clock.ts'
import { NotFoundError } from '../../lib/errors.ts'
import { failureOf } from '../../lib/failure.ts'
import type { Firestore } from '../../lib/firestore/firestore.ts'
import { instantFromMs, type Instant } from '../../lib/instant.ts'
import type { Logger } from '../../lib/logger.ts'
import { cronEvery, minutesOf } from '../../lib/scheduler/cron.ts'
import type { JobScheduler, ScheduledJob } from '../../lib/scheduler/jobScheduler.ts'
import type { PipelineState } from '../../model/state.ts'
import { alertKinds, alertWrites } from '../alerts/alerts.ts'
import { decideSchedule } from './decide.ts'
import { noted, type Note } from './inForce.ts'
import type { AdaptiveSettings } from './settings.ts'

/** The parts that adapting the schedule needs from outside. */
export interface Adaptation {
  readonly db: Firestore
  readonly scheduler: JobScheduler
  readonly settings: AdaptiveSettings
  /** The interval that is assumed where the job's own schedule is no even one. */
  readonly baseMinutes: number
  /** The service accounts of our jobs: a job that calls as one of them is ours. */
  readonly accounts: readonly string[]
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * Makes the interval of the job that called what the recent runs of its pipelines ask for. Reads the job, and nothing of
 * Firestore: `states` are what the runs left. Never throws: what goes wrong is logged and raised as an alert, and the
 * schedule stays.
 */
export async function adaptSchedule(
  adaptation: Adaptation,
  jobId: string,
  states: readonly PipelineState[],
): Promise<void> {
  const { db, scheduler, logger, baseMinutes, clock } = adaptation
  const now = instantFromMs(clock.now())
  let message: string | null = null
  let everyMinutes: number | null = null
  try {
    const job = await scheduler.read(jobId)
    if (job === null) throw new NotFoundError(`There is no job ${jobId} where the functions run.`)
    if (!adaptation.accounts.includes(job.serviceAccount)) return
    everyMinutes = minutesOf(job.schedule) ?? baseMinutes
    everyMinutes = await reschedule(adaptation, { jobId, job, everyMinutes }, states, now)
  } catch (error) {
    const failure = failureOf(error)
    logger.error('[SCHEDULE] the job could not be adapted', { jobId, cause: failure.detail })
    message = `The schedule could not be adapted and stays as it is: ${failure.message} See docs/operations.md.`
  }
  await note(db, states, { everyMinutes, message, baseMinutes }, now).catch((error: unknown) => {
    logger.error('[SCHEDULE] the interval could not be noted', { jobId, cause: failureOf(error).detail })
  })
}

/** Returns the interval that is in force afterwards. */
async function reschedule(
  { scheduler, settings, logger }: Adaptation,
  { jobId, job, everyMinutes }: { jobId: string; job: ScheduledJob; everyMinutes: number },
  states: readonly PipelineState[],
  now: Instant,
): Promise<number> {
  const decision = decideSchedule({
    settings,
    presentMinutes: everyMinutes,
    timeZone: job.timeZone,
    now,
    activity: states.map(({ recentSpans }) => recentSpans),
  })
  const schedule = cronEvery(decision.everyMinutes)
  if (schedule === undefined || schedule === job.schedule) return decision.everyMinutes
  await scheduler.reschedule(jobId, schedule)
  logger.info(`[SCHEDULE] ${jobId}: ${job.schedule} -> ${schedule}: ${decision.reason}`, { jobId, ...decision })
  return decision.everyMinutes
}

interface Adapted {
  /** The job's interval; null where the job could not be read, so that only what was noted before is known. */
  readonly everyMinutes: number | null
  /** The reason why the schedule could not be adapted; null where it could. */
  readonly message: string | null
  readonly baseMinutes: number
}

/**
 * Notes the interval in the watermark documents, and opens or closes the alert: one commit, and none where that changes
 * nothing. A note leaves the commit id alone, so that a run under way takes it over and goes on.
 */
async function note(
  db: Firestore,
  states: readonly PipelineState[],
  { everyMinutes, message, baseMinutes }: Adapted,
  now: Instant,
): Promise<void> {
  const writes = states.flatMap((state): Write[] => {
    const before = noted(state, baseMinutes)
    const after: Note = { everyMinutes: everyMinutes ?? before.everyMinutes, failing: message !== null }
    if (after.everyMinutes === before.everyMinutes && after.failing === before.failing) return []
    const alerts = after.failing === before.failing ? [] : [{ kind: alertKinds.scheduleNotAdapted, message }]
    return [
      updateOf(stateRef(db, state.pipeline), { schedule: after }),
      ...alertWrites(db, state.pipeline, now, alerts),
    ]
  })
  if (writes.length === 0) return
  const batch = db.batch()
  for (const write of writes) putInto(batch, write)
  await batch.commit()
}
