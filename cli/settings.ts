import { parseArgs } from 'node:util'

import { readState } from '../functions/src/cache/state.ts'
import { priceNote } from '../functions/src/contract/prices.ts'
import type { Firestore } from '../functions/src/lib/firestore/firestore.ts'
import { Meter } from '../functions/src/lib/meter.ts'
import { serverClock } from '../functions/src/lib/serverClock.ts'
import { systemClock } from '../functions/src/lib/systemClock.ts'
import type { Pipeline } from '../functions/src/model/pipeline.ts'
import { createReportFeed } from '../functions/src/cache/feed.ts'
import { createPipelines } from '../functions/src/sources/registry.ts'
import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { deployedConfig, openFirestore } from './deployedSettings.ts'
import { workingProject } from './firebaseProject.ts'
import { dueLine, dueRun } from './settings/dueRuns.ts'

const usage = `usage: npm run settings -- check [FLAGS]

Compares the settings of this folder (functions/tidemark.json and functions/.env.PROJECT) with those that the project's caches follow, and
says which full runs would start by themselves after a deploy, why, and what they cost. Reads one document for each pipeline, and changes
nothing. Fails where a setting cannot be used.

flags
  --project ID  the Firebase project; default: GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, .firebaserc
  --json        print one JSON object instead of text
  --help

Uses the Firestore emulator if FIRESTORE_EMULATOR_HOST is set, and otherwise the real project, with the credentials of
"gcloud auth application-default login".`

function refuse(): never {
  throw new Error('This command reads no source.')
}

/** The pipelines that a deploy would have. None of them is read. */
function pipelinesOf(project: string, db: Firestore): readonly Pipeline[] {
  return createPipelines(deployedConfig(project), {
    db,
    fetch: refuse,
    clock: serverClock(systemClock),
    secretOf: refuse,
    accessOf: () => ({ current: refuse, renewed: refuse }),
    feedOf: (pipeline, identity) => createReportFeed(db, pipeline, identity),
  })
}

await runCommandLine(usage, async () => {
  const { values, positionals } = parseArgs({
    options: {
      project: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  })
  if (values.help) return printLine(usage)
  const [command, surplus] = positionals
  if (command !== 'check')
    throw new UsageError(command === undefined ? 'Name a command: check.' : `Unknown command: ${command}`)
  if (surplus !== undefined) throw new UsageError(`Unexpected argument: ${surplus}`)
  const project = workingProject(values.project)
  const db = openFirestore(project)
  const meter = new Meter()
  try {
    const pipelines = []
    for (const pipeline of pipelinesOf(project, db)) {
      pipelines.push(dueRun(pipeline, (await readState(db, pipeline.id, meter)).state))
    }
    if (values.json) return printLine(JSON.stringify({ project, pipelines, reads: meter.reads }))
    for (const due of pipelines) printLine(dueLine(due))
    if (pipelines.some(({ cost }) => cost !== null)) printLine(`Prices: ${priceNote}.`)
  } finally {
    await db.terminate()
  }
})
