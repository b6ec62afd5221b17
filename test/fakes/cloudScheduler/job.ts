import { protos } from '@google-cloud/scheduler'
import { status as codes } from '@grpc/grpc-js'

import { nextRun, parseCron } from './cron.ts'

export type Job = protos.google.cloud.scheduler.v1.IJob
const { State } = protos.google.cloud.scheduler.v1.Job
const { HttpMethod } = protos.google.cloud.scheduler.v1

/** An error that gRPC sends to the caller with its code. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

const locations = ['us-central1', 'us-east1', 'europe-west1', 'asia-northeast1']

/** The fields of a job that a caller may set, by their names in an update mask. */
const settable = {
  description: 'description',
  schedule: 'schedule',
  time_zone: 'timeZone',
  http_target: 'httpTarget',
  attempt_deadline: 'attemptDeadline',
  retry_config: 'retryConfig',
} as const satisfies Record<string, keyof Job>

/** Throws INVALID_ARGUMENT unless the text is a location that exists. */
export function checkParent(parent: string): void {
  const location = /^projects\/[^/]+\/locations\/([^/]+)$/.exec(parent)?.[1]
  if (location === undefined)
    throw invalid('Parent must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>".')
  if (!locations.includes(location)) {
    throw invalid(`Location '${location}' is not a valid location. Use ListLocations to list valid locations.`)
  }
}

/** The job with the defaults that the API fills in. Throws INVALID_ARGUMENT as the API does. */
export function completed(job: Job): Job {
  const name = /^(projects\/[^/]+\/locations\/[^/]+)\/jobs\/[A-Za-z0-9_-]{1,500}$/.exec(job.name ?? '')
  if (!name?.[1])
    throw invalid('Job name must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>/jobs/<JOB_ID>".')
  checkParent(name[1])
  const seconds = Number(job.attemptDeadline?.seconds ?? 180)
  if (seconds < 15 || seconds > 1_800) throw invalid('Job.attempt_deadline must be between [15s, 30m].')
  const retries = job.retryConfig?.retryCount ?? 0
  if (retries < 0 || retries > 5) throw invalid('RetryConfig.retry_count must be between [0, 5].')
  return planned({
    ...job,
    ...checkedSchedule(job),
    httpTarget: completedTarget(job.httpTarget),
    attemptDeadline: { seconds },
    retryConfig: {
      maxRetryDuration: { seconds: 0 },
      minBackoffDuration: { seconds: 5 },
      maxBackoffDuration: { seconds: 3_600 },
      maxDoublings: 5,
      ...job.retryConfig,
    },
    userUpdateTime: timestamp(Date.now()),
  })
}

/** The existing job with the masked fields of the request; an empty mask replaces every settable field. */
export function withMask(existing: Job, request: Job, paths: readonly string[]): Job {
  const unknown = paths.find((path) => !Object.hasOwn(settable, path))
  if (unknown !== undefined) throw invalid(`Invalid update_mask path: ${unknown}.`)
  const taken = Object.entries(settable).filter(([path]) => paths.length === 0 || paths.includes(path))
  return { ...existing, ...Object.fromEntries(taken.map(([, field]) => [field, request[field]])) }
}

/** The job with its next run; a paused one keeps none. */
export function planned(job: Job): Job {
  const cron = parseCron(job.schedule ?? '')
  const next = cron && job.state === State.ENABLED ? nextRun(cron, job.timeZone || 'UTC', Date.now()) : null
  return { ...job, scheduleTime: next === null ? null : timestamp(next) }
}

export function timestamp(milliseconds: number): { seconds: number; nanos: number } {
  return { seconds: Math.floor(milliseconds / 1_000), nanos: (milliseconds % 1_000) * 1_000_000 }
}

function checkedSchedule({ schedule, timeZone }: Job): Pick<Job, 'schedule' | 'timeZone'> {
  if (!parseCron(schedule ?? '')) throw invalid('Schedule has an incorrect format.')
  const zone = timeZone || 'Etc/UTC'
  if (!Intl.supportedValuesOf('timeZone').includes(zone) && !['UTC', 'Etc/UTC'].includes(zone)) {
    throw invalid(`Invalid time zone: ${zone}.`)
  }
  return { schedule: schedule ?? '', timeZone: zone }
}

function completedTarget(target: Job['httpTarget']): NonNullable<Job['httpTarget']> {
  if (!target) throw invalid('Job.target must be set.')
  if (!/^https?:\/\//.test(target.uri ?? '')) throw invalid('HttpTarget.uri must begin with "http://" or "https://".')
  const hasBody = Boolean(target.body && target.body.length > 0)
  const method = Number(target.httpMethod) || HttpMethod.POST
  if (hasBody && ![HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH].includes(method)) {
    throw invalid('HttpTarget.body is not allowed with this method.')
  }
  const bodyType: Record<string, string> = hasBody ? { 'Content-Type': 'application/octet-stream' } : {}
  return {
    ...target,
    httpMethod: method,
    headers: { ...bodyType, ...target.headers, 'User-Agent': 'Google-Cloud-Scheduler' },
  }
}

function invalid(message: string): RpcError {
  return new RpcError(codes.INVALID_ARGUMENT, message)
}
