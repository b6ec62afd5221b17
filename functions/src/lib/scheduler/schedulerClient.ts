import type { CloudSchedulerClient } from '@google-cloud/scheduler'

import type { Clock } from '../clock.ts'
import { grpcStatus, statusOf } from '../firestore/grpc.ts'

export type SchedulerClient = CloudSchedulerClient
export type SchedulerClientOptions = NonNullable<ConstructorParameters<typeof CloudSchedulerClient>[0]>

/**
 * What every call carries. The client would retry some methods for ten minutes and never create or update; one layer
 * retries here instead, `onceMore`, alike for all.
 */
export const callOptions = { timeout: 30_000, retry: null }

const retryDelayMs = { least: 500, spread: 1_000 }

/**
 * A client of Cloud Scheduler. Throws where there are no credentials. The package takes a while to load, which is why
 * nothing above this function imports it.
 */
export async function connectScheduler(options: SchedulerClientOptions = {}): Promise<SchedulerClient> {
  const { CloudSchedulerClient } = await import('@google-cloud/scheduler')
  const client = new CloudSchedulerClient(options)
  // Each method starts this by itself too, but drops the promise: missing credentials would end the process there.
  await client.initialize()
  return client
}

/** The name of a job as the API has it. */
export function jobPath(project: string, region: string, jobId: string): string {
  return `projects/${project}/locations/${region}/jobs/${jobId}`
}

/**
 * Calls once more where the server was UNAVAILABLE, after a pause with jitter. The first call may have been carried out
 * although its answer was lost; give `again` where repeating it would then fail.
 */
export async function onceMore<T>(
  clock: Pick<Clock, 'sleep' | 'random'>,
  first: () => Promise<T>,
  again: () => Promise<T> = first,
): Promise<T> {
  try {
    return await first()
  } catch (error) {
    if (statusOf(error) !== grpcStatus.unavailable) throw error
    await clock.sleep(retryDelayMs.least + clock.random() * retryDelayMs.spread)
    return again()
  }
}
