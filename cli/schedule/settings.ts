import { z } from 'zod'

import { UsageError } from '../commandLine.ts'
import { isLocalProject } from '../firebaseProject.ts'
import { cronEvery, possibleIntervals } from '../../functions/src/lib/scheduler/cron.ts'

/** What the job should be, with every default filled in. */
export interface ScheduleSettings {
  readonly project: string
  readonly region: string
  readonly jobId: string
  readonly schedule: string
  readonly timeZone: string
  readonly url: string
  readonly audience: string
  readonly serviceAccount: string
  /** A server other than Google's, spoken to without credentials. */
  readonly endpoint: { readonly host: string; readonly port: number } | null
}

const everyMinutes = z
  .string()
  .refine((text) => /^\d+$/.test(text) && cronEvery(Number(text)) !== undefined, {
    error: `must be one of ${possibleIntervals.join(', ')} minutes, the distances that a cron expression can keep all day; for another schedule use --cron`,
  })
  .transform((text) => cronEvery(Number(text)) ?? '')

const endpoint = z
  .string()
  .regex(/^[A-Za-z0-9.-]+:\d{1,5}$/, 'must be HOST:PORT')
  .transform((text) => ({ host: text.slice(0, text.indexOf(':')), port: Number(text.slice(text.indexOf(':') + 1)) }))

// Keys are the flags' own names, so that a complaint names what was typed.
const flagsSchema = z.strictObject({
  project: z
    .string({ error: 'is needed: GCLOUD_PROJECT is not set, and .firebaserc has no default' })
    .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'must be a project id: 6 to 30 lower-case letters, digits and hyphens'),
  region: z
    .string()
    .regex(/^[a-z]+-[a-z]+\d+$/, 'must be a region such as us-central1')
    .default('us-central1'),
  job: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,500}$/, 'may have letters, digits, hyphens and underscores')
    .default('tidemark-sync-orders'),
  every: everyMinutes.optional(),
  cron: z
    .string()
    .regex(/^[\dA-Za-z*,/-]+( [\dA-Za-z*,/-]+){4}$/, 'must have five fields: minute, hour, day, month, weekday')
    .optional(),
  'time-zone': z.string().refine(isTimeZone, 'must be a name of the tz database such as Europe/Berlin').default('UTC'),
  url: z.url({ protocol: /^https?$/, error: 'must be an https URL' }).optional(),
  audience: z.string().min(1, 'must not be empty').optional(),
  'service-account': z.email('must be the e-mail address of a service account').optional(),
  endpoint: endpoint.optional(),
})

/** The flags as they were typed; those that were left out are absent or undefined. */
export type ScheduleFlags = { readonly [flag in keyof z.input<typeof flagsSchema>]?: string | undefined }

/**
 * Checks the flags and fills in the defaults. Throws `UsageError` that names the flag. A local project is for commands
 * that need no job.
 */
export function settingsFrom(flags: ScheduleFlags, { mayBeLocal = false } = {}): ScheduleSettings {
  const parsed = flagsSchema.safeParse(flags)
  if (!parsed.success) {
    throw new UsageError(parsed.error.issues.map((issue) => `--${issue.path.join('.')} ${issue.message}`).join('\n'))
  }
  const { project, region, ...rest } = parsed.data
  if (rest.every !== undefined && rest.cron !== undefined)
    throw new UsageError('Use either --every or --cron, not both.')
  if (isLocalProject(project) && rest.endpoint === undefined && !mayBeLocal) {
    throw new UsageError(
      `--project ${project} is a local project, which Cloud Scheduler does not know. Name the deployed one with ` +
        '--project, or a local server with --endpoint HOST:PORT.',
    )
  }
  const url = rest.url ?? `https://${region}-${project}.cloudfunctions.net/syncOrders`
  if (!url.startsWith('https:') && rest.endpoint === undefined) {
    throw new UsageError('--url must begin with https, or the identity token would be sent unencrypted')
  }
  return {
    project,
    region,
    jobId: rest.job,
    schedule: rest.cron ?? rest.every ?? defaultSchedule,
    timeZone: rest['time-zone'],
    url,
    audience: rest.audience ?? url,
    serviceAccount: rest['service-account'] ?? `tidemark-scheduler@${project}.iam.gserviceaccount.com`,
    endpoint: rest.endpoint ?? null,
  }
}

const defaultSchedule = '*/15 * * * *'

function isTimeZone(name: string): boolean {
  try {
    // Intl throws for an unknown name, but takes offsets such as "+02:00" too, which Cloud Scheduler refuses.
    Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}
