import { parseArgs } from 'node:util'

import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { deployedSettingsFile } from './deployedSettings.ts'
import { currentProject } from './firebaseProject.ts'
import { connect } from './schedule/client.ts'
import { commands, type CommandName, type CommandResult } from './schedule/commands.ts'
import type { Explanation } from './schedule/decision.ts'
import { explain } from './schedule/explain.ts'
import { scheduleParams, type ScheduleParamFlags } from './schedule/params.ts'
import { settingsFrom, type ScheduleSettings } from './schedule/settings.ts'

const usage = `usage: npm run schedule -- COMMAND [FLAGS]

Manages the Cloud Scheduler job that starts the incremental sync.

commands
  apply    create the job, or change what differs from the flags and their defaults;
           prints the difference first
  show     print the job, its next run and how the last attempt ended
  pause    stop the schedule
  resume   start the schedule again
  run      start one attempt now
  delete   remove the job
  explain  print which interval the adaptive schedule would choose now, why, and
           from which runs; changes nothing

flags
  --project ID             default: GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, .firebaserc
  --region REGION          default: that of functions/tidemark.json, or us-central1
  --job NAME               default: tidemark-sync-orders
  --every MINUTES          default: 15; a divisor of 60, or of 24 hours
  --cron "EXPRESSION"      instead of --every
  --time-zone NAME         default: UTC
  --url URL                default: https://REGION-PROJECT.cloudfunctions.net/syncOrders
  --audience AUDIENCE      of the identity token; default: the URL
  --service-account EMAIL  default: tidemark-scheduler@PROJECT.iam.gserviceaccount.com
  --endpoint HOST:PORT     a local server in place of Google's, used without credentials
  --dry-run                with apply: print the difference and change nothing
  --adaptive FLOOR-CEILING with explain: try this in place of SCHEDULE_ADAPTIVE_MINUTES
  --quiet-hours FROM-TO    with explain: try this in place of SCHEDULE_QUIET_HOURS
  --json                   print one JSON object instead of text
  --help`

const options = {
  project: { type: 'string' },
  region: { type: 'string' },
  job: { type: 'string' },
  every: { type: 'string' },
  cron: { type: 'string' },
  'time-zone': { type: 'string' },
  url: { type: 'string' },
  audience: { type: 'string' },
  'service-account': { type: 'string' },
  endpoint: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  adaptive: { type: 'string' },
  'quiet-hours': { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

await runCommandLine(usage, async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const { help, json, 'dry-run': dryRun, adaptive, 'quiet-hours': quietHours, ...flags } = values
  if (help) return printLine(usage)
  const command = commandOf(positionals)
  const isExplain = command === 'explain'
  if (dryRun && command !== 'apply' && !isExplain) throw new UsageError('--dry-run works with apply only.')
  if (!isExplain && (adaptive ?? quietHours) !== undefined) {
    throw new UsageError(
      '--adaptive and --quiet-hours work with explain only. To change the schedule, set SCHEDULE_ADAPTIVE_MINUTES and ' +
        'SCHEDULE_QUIET_HOURS in functions/.env.PROJECT and deploy.',
    )
  }
  const project = flags.project ?? currentProject()
  const region = flags.region ?? deployedSettingsFile(project).region
  const settings = settingsFrom({ ...flags, project, region }, { mayBeLocal: isExplain })
  const say = json ? () => undefined : printLine
  const outcome = isExplain
    ? await whyThis(settings, { adaptive, 'quiet-hours': quietHours }, say)
    : await execute(command, settings, dryRun, say)
  if (json) printLine(JSON.stringify(outcome))
})

function commandOf([name, ...rest]: readonly string[]): CommandName | 'explain' {
  if (name === undefined) throw new UsageError(`Name a command: ${[...Object.keys(commands), 'explain'].join(', ')}.`)
  if (name !== 'explain' && !isCommand(name)) throw new UsageError(`Unknown command: ${name}`)
  if (rest.length > 0) throw new UsageError(`Unexpected argument: ${rest.join(' ')}`)
  return name
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

async function whyThis(
  settings: ScheduleSettings,
  flags: ScheduleParamFlags,
  say: (line: string) => void,
): Promise<Explanation> {
  const params = scheduleParams(settings.project, flags)
  // It loads Firestore's client, which the other commands do not need.
  const { explainSchedule } = await import('./schedule/explainSchedule.ts')
  try {
    return await explainSchedule(settings, params, say)
  } catch (error) {
    throw error instanceof UsageError ? error : explain(error, settings)
  }
}

async function execute(
  command: CommandName,
  settings: ScheduleSettings,
  dryRun: boolean,
  say: (line: string) => void,
): Promise<CommandResult> {
  try {
    const client = await connect(settings)
    try {
      return await commands[command]({ client, settings, dryRun, say })
    } finally {
      await client.close()
    }
  } catch (error) {
    throw explain(error, settings)
  }
}
