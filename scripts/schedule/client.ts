import { setTimeout as sleep } from 'node:timers/promises'

import type { CloudSchedulerClient } from '@google-cloud/scheduler'

import { grpcCodeOf } from './explain.ts'
import type { ScheduleSettings } from './settings.ts'

export type SchedulerClient = CloudSchedulerClient

/**
 * What every call carries. The client would retry some methods for ten minutes and never create or update; one layer
 * retries here instead, `onceMore`, alike for all.
 */
export const callOptions = { timeout: 30_000, retry: null }

const retryDelayMs = { least: 500, spread: 1_000 }

/**
 * A client of Cloud Scheduler, or of the server at `settings.endpoint`. Throws where there are no credentials.
 * The package takes a while to load, which is why nothing above this function imports it.
 */
export async function connect(settings: ScheduleSettings): Promise<SchedulerClient> {
  const { CloudSchedulerClient } = await import('@google-cloud/scheduler')
  const client = new CloudSchedulerClient(settings.endpoint ? await withoutCredentials(settings.endpoint) : {})
  // Each method starts this by itself too, but drops the promise: missing credentials would end the process there.
  await client.initialize()
  return client
}

async function withoutCredentials({ host, port }: NonNullable<ScheduleSettings['endpoint']>) {
  const { credentials } = await import('@grpc/grpc-js')
  // With the universe given, nothing is left to ask Google's metadata server for.
  const clientOptions = { universeDomain: 'googleapis.com' }
  return { apiEndpoint: host, port, sslCreds: credentials.createInsecure(), clientOptions }
}

/**
 * Calls once more where the server was UNAVAILABLE, after a pause with jitter. The first call may have been carried out
 * although its answer was lost; give `again` where repeating it would then fail.
 */
export async function onceMore<T>(first: () => Promise<T>, again: () => Promise<T> = first): Promise<T> {
  try {
    return await first()
  } catch (error) {
    if (grpcCodeOf(error) !== 'UNAVAILABLE') throw error
    await sleep(retryDelayMs.least + Math.random() * retryDelayMs.spread)
    return again()
  }
}
