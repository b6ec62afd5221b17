import type { ScheduleSettings } from './settings.ts'

/** The standard gRPC status codes, in their numbers' order. */
const codeNames = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const

export function grpcCodeName(code: number): string {
  return codeNames[code] ?? `code ${code}`
}

/** The name of the gRPC status that an error of the client carries; undefined for any other error. */
export function grpcCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? codeNames[error.code] : undefined
}

/** The job could not be read or changed; the message says what to do about it. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError'
}

/** The same failure with a message that names the missing role, API or command. */
export function explain(error: unknown, settings: ScheduleSettings): ScheduleError {
  if (error instanceof ScheduleError) return error
  const said = error instanceof Error ? error.message : String(error)
  return new ScheduleError(`${advice(grpcCodeOf(error), said, settings)}\n(${said})`, { cause: error })
}

function advice(code: string | undefined, said: string, settings: ScheduleSettings): string {
  const { project, region, jobId, serviceAccount } = settings
  // The API answers an unknown location with NOT_FOUND or INVALID_ARGUMENT.
  if (
    (code === 'NOT_FOUND' || code === 'INVALID_ARGUMENT') &&
    /\blocation\b.*\b(valid|found|exist|unsupported)/i.test(said)
  ) {
    return `Cloud Scheduler has no location ${region} for ${project}. List them: gcloud scheduler locations list --project ${project}`
  }
  switch (code) {
    case 'PERMISSION_DENIED':
      return permissionAdvice(said, settings)
    case 'UNAUTHENTICATED':
      return signInAdvice
    case 'NOT_FOUND':
      return (
        `Cloud Scheduler did not find the project ${project}, the job ${jobId} or the service account ${serviceAccount}. ` +
        `To make that account: gcloud iam service-accounts create ${serviceAccount.split('@')[0]} --project ${project}`
      )
    case 'INVALID_ARGUMENT':
      return 'Cloud Scheduler refused a setting of the job. Correct the flag that sets it; --help lists them.'
    case 'FAILED_PRECONDITION':
      return `The job ${jobId} is not in a state that allows this. Look at it: npm run schedule -- show`
    case 'RESOURCE_EXHAUSTED':
      return `The quota of Cloud Scheduler in ${project} is used up. Wait a minute, or raise it in the console under IAM, Quotas.`
    case 'UNAVAILABLE':
    case 'DEADLINE_EXCEEDED':
      return `${settings.endpoint ? 'The --endpoint' : 'Cloud Scheduler'} could not be reached. Check the network and run the same command again.`
    case undefined:
      return /credential|authenti|GOOGLE_APPLICATION_CREDENTIALS|does not exist|invalid_grant/i.test(said)
        ? signInAdvice
        : 'The command failed before it reached Cloud Scheduler.'
    default:
      return `Cloud Scheduler answered ${code}.`
  }
}

const signInAdvice =
  'You are not signed in to Google Cloud. Sign in: gcloud auth application-default login ' +
  '(or set GOOGLE_APPLICATION_CREDENTIALS to the key file of a service account).'

function permissionAdvice(said: string, { project, serviceAccount }: ScheduleSettings): string {
  if (/SERVICE_DISABLED|has not been used|is disabled|not enabled/i.test(said)) {
    return `The Cloud Scheduler API is off in ${project}. Turn it on: gcloud services enable cloudscheduler.googleapis.com --project ${project}`
  }
  if (/actAs/i.test(said)) {
    return (
      `Your account lacks the permission to let a job call as ${serviceAccount}. Ask an owner to run: gcloud iam service-accounts ` +
      `add-iam-policy-binding ${serviceAccount} --member user:YOU --role roles/iam.serviceAccountUser --project ${project}`
    )
  }
  return (
    `Your account lacks the permission to manage the jobs of ${project}. Ask an owner to run: gcloud projects add-iam-policy-binding ${project} ` +
    '--member user:YOU --role roles/cloudscheduler.admin'
  )
}
