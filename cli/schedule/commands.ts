import { callOptions, onceMore, type SchedulerClient } from '../../functions/src/lib/scheduler/schedulerClient.ts'
import { systemClock } from '../../functions/src/lib/systemClock.ts'
import { grpcCodeOf, ScheduleError } from './explain.ts'
import {
  changeLine,
  desiredJob,
  difference,
  fieldsOf,
  jobMessage,
  jobName,
  locationName,
  maskOf,
  type FieldChange,
  type JobFields,
  type JobMessage,
} from './job.ts'
import { reportLines, reportOf, type JobReport } from './report.ts'
import type { ScheduleSettings } from './settings.ts'

export interface CommandContext {
  readonly client: SchedulerClient
  readonly settings: ScheduleSettings
  /** Says what would change and changes nothing. */
  readonly dryRun: boolean
  /** Takes each line for people at the moment it is known: a difference before it is applied. */
  readonly say: (line: string) => void
}

/** What a command did, for programs; the shape that `--json` prints. */
export interface CommandResult {
  readonly action: 'created' | 'updated' | 'unchanged' | 'shown' | 'paused' | 'resumed' | 'started' | 'deleted'
  readonly name: string
  /** null after a deletion, and where a dry run found no job. */
  readonly job: JobReport | null
  /** `apply` only. */
  readonly dryRun?: boolean
  readonly changes?: readonly FieldChange[]
}

type Command = (context: CommandContext) => Promise<CommandResult>

/** Every command by its name on the command line. They throw what the client throws, and `ScheduleError`. */
export const commands = {
  apply,
  show: async (context) => result('shown', await existingJob(context), context),
  pause: (context) => switchTo('PAUSED', context),
  resume: (context) => switchTo('ENABLED', context),
  run,
  delete: remove,
} as const satisfies Record<string, Command>
export type CommandName = keyof typeof commands

/** Makes the job what the settings say: creates it, or updates the fields that differ. */
async function apply({ client, settings, dryRun, say }: CommandContext): Promise<CommandResult> {
  const name = jobName(settings)
  const existing = await findJob(client, name)
  const desired = desiredJob(settings)
  const changes = difference(existing && fieldsOf(existing), desired)
  // A job whose last update failed has its fields and does not run; the API asks to update it again.
  const broken = existing?.state === 'UPDATE_FAILED'
  const action = existing === null ? 'created' : changes.length > 0 || broken ? 'updated' : 'unchanged'

  say(name)
  for (const change of changes) say(`  ${changeLine(change)}`)
  if (broken) say('  ~ state: its last update failed; updating it again')
  const job = dryRun || action === 'unchanged' ? existing : await write(client, settings, desired, existing && changes)
  say(action === 'unchanged' ? 'no changes' : dryRun ? `not ${action}: this is a dry run` : action)
  if (job?.state === 'PAUSED') say('The job is paused. To start it: npm run schedule -- resume')
  return { action, name, job: job && reportOf(job), dryRun, changes }
}

/** Creates the job where `changes` is null, else updates it. */
async function write(
  client: SchedulerClient,
  settings: ScheduleSettings,
  desired: JobFields,
  changes: readonly FieldChange[] | null,
): Promise<JobMessage> {
  const name = jobName(settings)
  const job = jobMessage(name, desired)
  if (changes === null) {
    const create = async () => (await client.createJob({ parent: locationName(settings), job }, callOptions))[0]
    return onceMore(systemClock, create, async () => (await findJob(client, name)) ?? (await create()))
  }
  const paths = maskOf(changes.length > 0 ? changes : difference(null, desired))
  return onceMore(systemClock, async () => (await client.updateJob({ job, updateMask: { paths } }, callOptions))[0])
}

/** Pauses or resumes the job; one that is in that state already is left alone, for the API calls that an error. */
async function switchTo(state: 'PAUSED' | 'ENABLED', context: CommandContext): Promise<CommandResult> {
  const { client, settings } = context
  const existing = await existingJob(context)
  if (existing.state === state) return result('unchanged', existing, context)
  const request = { name: jobName(settings) }
  const [job] = await onceMore(systemClock, () =>
    state === 'PAUSED' ? client.pauseJob(request, callOptions) : client.resumeJob(request, callOptions),
  )
  return result(state === 'PAUSED' ? 'paused' : 'resumed', job, context)
}

/** Starts one attempt now. Not repeated when the answer is lost: the attempt may have begun. */
async function run(context: CommandContext): Promise<CommandResult> {
  await existingJob(context)
  const [job] = await context.client.runJob({ name: jobName(context.settings) }, callOptions)
  const started = result('started', job, context)
  context.say('The attempt runs in the background. To see how it ended: npm run schedule -- show')
  return started
}

async function remove(context: CommandContext): Promise<CommandResult> {
  const { client, settings, say } = context
  const name = jobName(settings)
  await existingJob(context)
  await onceMore(
    systemClock,
    async () => {
      await client.deleteJob({ name }, callOptions)
    },
    () => deleteIfThere(client, name),
  )
  say(`deleted ${name}`)
  return { action: 'deleted', name, job: null }
}

async function deleteIfThere(client: SchedulerClient, name: string): Promise<void> {
  if (await findJob(client, name)) await client.deleteJob({ name }, callOptions)
}

async function existingJob({ client, settings }: CommandContext): Promise<JobMessage> {
  const job = await findJob(client, jobName(settings))
  if (job) return job
  throw new ScheduleError(
    `There is no job ${settings.jobId} in ${settings.region} of ${settings.project}. ` +
      'To create it: npm run schedule -- apply',
  )
}

/** The job; null where there is none of that name. */
export async function findJob(client: SchedulerClient, name: string): Promise<JobMessage | null> {
  try {
    return (await onceMore(systemClock, () => client.getJob({ name }, callOptions)))[0]
  } catch (error) {
    // An unknown location is NOT_FOUND too, and must not read as "no such job".
    if (grpcCodeOf(error) === 'NOT_FOUND' && !/\blocation\b/i.test(String(error))) return null
    throw error
  }
}

function result(action: CommandResult['action'], job: JobMessage, { say, settings }: CommandContext): CommandResult {
  const report = reportOf(job)
  if (action !== 'shown') say(action)
  for (const line of reportLines(report)) say(line)
  return { action, name: jobName(settings), job: report }
}
