import { parseArgs } from 'node:util'

import { composeDeps } from '../functions/src/deps.ts'
import { keySecret } from '../functions/src/connections/context.ts'
import type { Firestore } from '../functions/src/lib/firestore/firestore.ts'
import { memoryJobScheduler } from '../functions/src/lib/scheduler/jobScheduler.ts'
import { systemClock } from '../functions/src/lib/systemClock.ts'
import type { Pipeline } from '../functions/src/model/pipeline.ts'
import { readConfig, type Config } from '../functions/src/config.ts'
import { secretNames, squareParams } from '../functions/src/sources/square/config.ts'
import { paymentStream } from '../functions/src/streams/payments/stream.ts'
import { unlimitedPace } from '../functions/src/sync/commit/pace.ts'
import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { openFirestore } from './deployedSettings.ts'
import { deployedTexts } from './connect/authorizing.ts'
import { secretOf } from './connect/secrets.ts'
import { workingProject } from './firebaseProject.ts'
import { reportLines } from './reports/lines.ts'
import { validateMerchant } from './reports/validate.ts'

const [defaultDays, mostDays] = [31, 3_660]

const usage = `usage: npm run reports -- validate [FLAGS]

Compares the cache with the vendor's own figures: the payments of each Square merchant by day, location and status, and the totals of
the orders that they paid for. Each difference is explained (it changed after the last run, it is in quarantine, it is not paid yet)
or an alert, and then the exit status is 1. It reads the payments from the vendor, and changes nothing but that alert.

flags
  --days N       compare what was paid in the last N days, 1 to ${mostDays} (default ${defaultDays})
  --json         print one JSON document
  --project ID   the Firebase project; default: GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, .firebaserc
  --help

The vendor is asked with the settings and secrets that are deployed: ${secretNames.accessToken}, or ${secretNames.appSecret} and
${keySecret}, are taken from the environment, for a local project from functions/.secret.local, and else asked for.

Uses the Firestore emulator if FIRESTORE_EMULATOR_HOST is set, and otherwise the real project, with the credentials of
"gcloud auth application-default login".`

await runCommandLine(usage, async () => {
  const { values, positionals } = parseArgs({
    options: {
      days: { type: 'string', default: String(defaultDays) },
      json: { type: 'boolean', default: false },
      project: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  })
  if (values.help) return printLine(usage)
  const [command, surplus] = positionals
  if (command !== 'validate')
    throw new UsageError(command === undefined ? 'Name a command: validate.' : `Unknown command: ${command}`)
  if (surplus !== undefined) throw new UsageError(`Unexpected argument: ${surplus}`)
  const days = daysOf(values.days)
  const project = workingProject(values.project)
  const config = readConfig(deployedTexts(project))
  const db = openFirestore(project)
  try {
    const results = []
    for (const pipeline of await paymentPipelines(db, project, config)) {
      const comparison = await validateMerchant(db, pipeline, { nowMs: systemClock.now(), days, onPage: showProgress })
      process.stderr.write('\n')
      results.push({ merchant: pipeline.account ?? '', ...comparison })
    }
    if (values.json) printLine(JSON.stringify({ days, merchants: results }))
    else
      for (const { merchant, ...comparison } of results)
        for (const line of reportLines(merchant, comparison)) printLine(line)
    const isExplained = results.every(({ differences }) => differences.every(({ explanation }) => explanation !== null))
    if (!isExplained) process.exitCode = 1
  } finally {
    await db.terminate()
  }
})

function daysOf(text: string): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : NaN
  if (days >= 1 && days <= mostDays) return days
  throw new UsageError(`--days must be a whole number from 1 to ${mostDays}, not "${text}"`)
}

function showProgress(read: number): void {
  process.stderr.write(`\r${read} payments read from the vendor`)
}

/** Stands in for what only a run needs, and throws. */
async function refused(): Promise<never> {
  throw new Error('This command starts no run.')
}

/** The pipelines of payments, with the means to ask their vendor. */
async function paymentPipelines(db: Firestore, project: string, config: Config): Promise<readonly Pipeline[]> {
  const { square } = config
  if (square === null) {
    throw new UsageError(`Square is off: set ${squareParams.merchants} in functions/.env.${project}, and deploy.`)
  }
  const secrets = new Map<string, string>()
  const names = square.appId === null ? [secretNames.accessToken] : [secretNames.appSecret, keySecret]
  for (const name of names) secrets.set(name, await secretOf(project, name))
  const { pipelines } = composeDeps(config, {
    db,
    clock: systemClock,
    pace: unlimitedPace,
    fetch,
    secretOf: (name) => secrets.get(name) ?? '',
    enqueueFullRun: refused,
    enqueueRun: refused,
    scheduler: memoryJobScheduler('', ''),
    verifier: { firebase: refused, google: refused },
    schedulerAccounts: [],
    webhookHandlers: [],
    logger: { info() {}, warn() {}, error() {} },
  })
  return pipelines.filter(({ source, stream }) => source.name === 'square' && stream === paymentStream)
}
