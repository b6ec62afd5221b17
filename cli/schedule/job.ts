import type { protos } from '@google-cloud/scheduler'

import { jobPath } from '../../functions/src/lib/scheduler/schedulerClient.ts'
import type { ScheduleSettings } from './settings.ts'

export type JobMessage = protos.google.cloud.scheduler.v1.IJob

/**
 * How long one attempt may take. Deadlines nest, so that the inner one ends the work and the outer ones only guard it:
 * syncOrders has 540 s, its attempt 600 s, and the lease outlives both.
 */
export const attemptDeadlineSeconds = 600

/** Everything about the job that this project decides. What Cloud Scheduler adds by itself is left out. */
export interface JobFields {
  readonly description: string
  readonly schedule: string
  readonly timeZone: string
  readonly url: string
  readonly method: string
  readonly headers: string
  readonly body: string
  readonly serviceAccount: string
  readonly audience: string
  readonly attemptDeadlineSeconds: number
  readonly retryCount: number
  readonly minBackoffSeconds: number
  readonly maxBackoffSeconds: number
  readonly maxDoublings: number
}

export interface FieldChange {
  readonly field: keyof JobFields
  /** null where the job does not exist yet. */
  readonly from: string | number | null
  readonly to: string | number
}

/** The field of the API's `Job` that carries each of ours, as an update mask names it. */
const maskPaths = {
  description: 'description',
  schedule: 'schedule',
  timeZone: 'time_zone',
  url: 'http_target',
  method: 'http_target',
  headers: 'http_target',
  body: 'http_target',
  serviceAccount: 'http_target',
  audience: 'http_target',
  attemptDeadlineSeconds: 'attempt_deadline',
  retryCount: 'retry_config',
  minBackoffSeconds: 'retry_config',
  maxBackoffSeconds: 'retry_config',
  maxDoublings: 'retry_config',
} as const satisfies Record<keyof JobFields, string>

/** In the order in which differences are shown. */
const fieldNames = Object.keys(maskPaths) as (keyof JobFields)[] // Object.keys forgets the literal's keys.

export function locationName(settings: Pick<ScheduleSettings, 'project' | 'region'>): string {
  return `projects/${settings.project}/locations/${settings.region}`
}

export function jobName(settings: Pick<ScheduleSettings, 'project' | 'region' | 'jobId'>): string {
  return jobPath(settings.project, settings.region, settings.jobId)
}

/** The job as it should be. */
export function desiredJob(settings: ScheduleSettings): JobFields {
  return {
    description: 'Tidemark: copies changed orders into the cache',
    schedule: settings.schedule,
    timeZone: settings.timeZone,
    url: settings.url,
    method: 'POST',
    headers: 'Content-Type: application/json',
    body: '{}',
    serviceAccount: settings.serviceAccount,
    audience: settings.audience,
    attemptDeadlineSeconds,
    retryCount: 3,
    minBackoffSeconds: 10,
    maxBackoffSeconds: 300,
    maxDoublings: 3,
  }
}

/** The same fields of a job as the API returned it; what another kind of target lacks reads as empty. */
export function fieldsOf(job: JobMessage): JobFields {
  const target = job.httpTarget
  const token = target?.oidcToken
  return {
    description: job.description ?? '',
    schedule: job.schedule ?? '',
    timeZone: job.timeZone ?? '',
    url: target?.uri ?? '',
    method: String(target?.httpMethod ?? ''),
    headers: headerText(target?.headers ?? {}),
    body: Buffer.from(target?.body ?? '').toString(),
    serviceAccount: token?.serviceAccountEmail ?? '',
    // An empty audience is the target's URL: so the API defines it.
    audience: token?.audience || (token ? (target?.uri ?? '') : ''),
    attemptDeadlineSeconds: secondsOf(job.attemptDeadline),
    retryCount: job.retryConfig?.retryCount ?? 0,
    minBackoffSeconds: secondsOf(job.retryConfig?.minBackoffDuration),
    maxBackoffSeconds: secondsOf(job.retryConfig?.maxBackoffDuration),
    maxDoublings: job.retryConfig?.maxDoublings ?? 0,
  }
}

/** The job as the API takes it. */
export function jobMessage(name: string, fields: JobFields): JobMessage {
  return {
    name,
    description: fields.description,
    schedule: fields.schedule,
    timeZone: fields.timeZone,
    httpTarget: {
      uri: fields.url,
      httpMethod: 'POST',
      headers: Object.fromEntries(fields.headers.split(', ').map((line) => line.split(': '))),
      body: Buffer.from(fields.body),
      oidcToken: { serviceAccountEmail: fields.serviceAccount, audience: fields.audience },
    },
    attemptDeadline: { seconds: fields.attemptDeadlineSeconds },
    retryConfig: {
      retryCount: fields.retryCount,
      minBackoffDuration: { seconds: fields.minBackoffSeconds },
      maxBackoffDuration: { seconds: fields.maxBackoffSeconds },
      maxDoublings: fields.maxDoublings,
    },
  }
}

/** What has to change to make `existing` (null: no such job) the desired job; empty where they agree. */
export function difference(existing: JobFields | null, desired: JobFields): FieldChange[] {
  return fieldNames
    .map((field) => ({ field, from: existing ? existing[field] : null, to: desired[field] }))
    .filter(({ from, to }) => from !== to)
}

/** One change as a line for people. */
export function changeLine({ field, from, to }: FieldChange): string {
  return from === null
    ? `+ ${field}: ${JSON.stringify(to)}`
    : `~ ${field}: ${JSON.stringify(from)} -> ${JSON.stringify(to)}`
}

/** The update mask that carries the changes. */
export function maskOf(changes: readonly Pick<FieldChange, 'field'>[]): string[] {
  return [...new Set(changes.map(({ field }) => maskPaths[field]))]
}

/** Cloud Scheduler sets headers of its own; those are nobody's difference. Names are compared as HTTP does. */
function headerText(headers: Record<string, string>): string {
  return Object.entries(headers)
    .filter(([name]) => !/^(user-agent|x-cloudscheduler.*|x-google-.*)$/i.test(name))
    .map(([name, value]) => `${name.toLowerCase() === 'content-type' ? 'Content-Type' : name}: ${value}`)
    .sort()
    .join(', ')
}

/** A protobuf duration or timestamp in seconds; its 64-bit integers arrive as strings, numbers or objects. */
export function secondsOf(value: protos.google.protobuf.ITimestamp | null | undefined): number {
  return Number(value?.seconds ?? 0) + (value?.nanos ?? 0) / 1e9
}
