import { parseArgs } from 'node:util'

import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { currentProject } from './firebaseProject.ts'
import { connect } from './schedule/client.ts'
import { commands, type CommandName, type CommandResult } from './schedule/commands.ts'
import { explain } from './schedule/explain.ts'
import { settingsFrom, type ScheduleSettings } from './schedule/settings.ts'

const usage = `usage: npm run schedule -- COMMAND [FLAGS]

Manages the Cloud Scheduler job that starts the incremental sync.

commands
  apply    make the job what the flags and their defaults say: create it, or change
           what differs; prints the difference first
  show     print the job, its next run and how the last attempt ended
  pause    stop the schedule
  resume   start the schedule again
  run      start one attempt now
  delete   remove the job

flags
  --project ID             default: GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, .firebaserc
  --region REGION          default: us-central1
  --job NAME               default: tidemark-sync-orders
  --every MINUTES          default: 15; a divisor of 60, or of 24 hours
  --cron "EXPRESSION"      instead of --every
  --time-zone NAME         default: UTC
  --url URL                default: https://REGION-PROJECT.cloudfunctions.net/syncOrders
  --audience AUDIENCE      of the identity token; default: the URL
  --service-account EMAIL  default: tidemark-scheduler@PROJECT.iam.gserviceaccount.com
  --endpoint HOST:PORT     a local server instead of Google's, without credentials
  --dry-run                apply: print the difference and change nothing
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
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

await runCommandLine(usage, async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const { help, json, 'dry-run': dryRun, ...flags } = values
  if (help) return printLine(usage)
  const command = commandOf(positionals)
  if (dryRun && command !== 'apply') throw new UsageError('--dry-run belongs to apply')
  const settings = settingsFrom({ ...flags, project: flags.project ?? currentProject() })
  const outcome = await execute(command, settings, dryRun, json ? () => undefined : printLine)
  if (json) printLine(JSON.stringify(outcome))
})

function commandOf([name, ...rest]: readonly string[]): CommandName {
  if (name === undefined) throw new UsageError('which command?')
  if (!isCommand(name)) throw new UsageError(`unknown command: ${name}`)
  if (rest.length > 0) throw new UsageError(`unexpected: ${rest.join(' ')}`)
  return name
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
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
