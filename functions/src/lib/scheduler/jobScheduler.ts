import type { Clock } from '../clock.ts'
import { grpcStatus, statusOf } from '../firestore/grpc.ts'
import { callOptions, connectScheduler, jobPath, onceMore, type SchedulerClient } from './schedulerClient.ts'

/** A job of the scheduler, as far as its schedule goes. */
export interface ScheduledJob {
  /** A cron expression of five fields. */
  readonly schedule: string
  /** In which the expression is read: a name of the tz database. */
  readonly timeZone: string
  /** The account that it calls as; empty where it proves nobody. */
  readonly serviceAccount: string
}

/** Who starts the runs. Both methods throw the client's errors. */
export interface JobScheduler {
  /** Null where there is no job of that id. */
  read(jobId: string): Promise<ScheduledJob | null>
  reschedule(jobId: string, schedule: string): Promise<void>
}

/** Shorter than a script's calls: two of them have to fit between a run's deadline and its function's. */
const options = { ...callOptions, timeout: 10_000 }

/** Cloud Scheduler in one project and region. The client is loaded and connected at the first call, once an instance. */
export function cloudJobScheduler(
  { project, region }: { readonly project: string; readonly region: string },
  clock: Pick<Clock, 'sleep' | 'random'>,
  connect: () => Promise<SchedulerClient> = connectScheduler,
): JobScheduler {
  let connection: Promise<SchedulerClient> | null = null
  const client = async (): Promise<SchedulerClient> => {
    connection ??= connect()
    try {
      return await connection
    } catch (error) {
      // A failed one is not kept: the next call tries anew.
      connection = null
      throw error
    }
  }
  const nameOf = (jobId: string): string => jobPath(project, region, jobId)
  return {
    read: async (jobId) => {
      const connected = await client()
      try {
        const [job] = await onceMore(clock, () => connected.getJob({ name: nameOf(jobId) }, options))
        return {
          schedule: job.schedule ?? '',
          timeZone: job.timeZone || 'UTC',
          serviceAccount: job.httpTarget?.oidcToken?.serviceAccountEmail ?? '',
        }
      } catch (error) {
        if (statusOf(error) === grpcStatus.notFound) return null
        throw error
      }
    },
    reschedule: async (jobId, schedule) => {
      const connected = await client()
      const request = { job: { name: nameOf(jobId), schedule }, updateMask: { paths: ['schedule'] } }
      await onceMore(clock, () => connected.updateJob(request, options))
    },
  }
}

/** The job of a local stack, which has no Cloud Scheduler: it keeps its schedule as long as the process lives. */
export function memoryJobScheduler(schedule: string, serviceAccount: string): JobScheduler {
  let job: ScheduledJob = { schedule, timeZone: 'UTC', serviceAccount }
  return {
    read: async () => job,
    reschedule: async (_jobId, next) => {
      job = { ...job, schedule: next }
    },
  }
}
