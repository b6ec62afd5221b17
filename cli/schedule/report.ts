import { fieldsOf, secondsOf, type JobFields, type JobMessage } from './job.ts'
import { grpcCodeName } from './explain.ts'

/** A job for people and programs; the shape that `--json` prints. Times are ISO 8601 in UTC. */
export interface JobReport extends JobFields {
  readonly name: string
  readonly state: string
  /** null unless the job is enabled. */
  readonly nextRunAt: string | null
  /** null before the first attempt; `status` is "OK" or the gRPC name of what the target's answer amounts to. */
  readonly lastAttempt: { readonly at: string; readonly status: string; readonly message: string } | null
}

export function reportOf(job: JobMessage): JobReport {
  const state = String(job.state ?? 'STATE_UNSPECIFIED')
  const at = timeOf(job.lastAttemptTime)
  return {
    name: job.name ?? '',
    state,
    nextRunAt: state === 'ENABLED' ? timeOf(job.scheduleTime) : null,
    lastAttempt:
      at === null ? null : { at, status: grpcCodeName(job.status?.code ?? 0), message: job.status?.message ?? '' },
    ...fieldsOf(job),
  }
}

export function reportLines(report: JobReport): string[] {
  const { lastAttempt } = report
  return [
    report.name,
    `  state         ${report.state}`,
    `  schedule      ${report.schedule} (${report.timeZone})`,
    `  next run      ${report.nextRunAt ?? `none while the job is ${report.state}`}`,
    `  last attempt  ${lastAttempt ? `${lastAttempt.at} ${lastAttempt.status} ${lastAttempt.message}`.trimEnd() : 'none yet'}`,
    `  target        ${report.method} ${report.url}`,
    `  caller        ${report.serviceAccount || 'none: the target will refuse the call'}`,
    `  audience      ${report.audience}`,
    `  deadline      ${report.attemptDeadlineSeconds} s an attempt`,
    `  retries       ${report.retryCount}, after ${report.minBackoffSeconds} s to ${report.maxBackoffSeconds} s`,
  ]
}

function timeOf(timestamp: JobMessage['scheduleTime']): string | null {
  return timestamp ? new Date(secondsOf(timestamp) * 1000).toISOString() : null
}
