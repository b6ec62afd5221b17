import { parseArgs } from 'node:util'

import { rebuild } from '../functions/src/cache/rebuild.ts'
import { systemClock } from '../functions/src/lib/systemClock.ts'
import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { openFirestore } from './deployedSettings.ts'
import { workingProject } from './firebaseProject.ts'
import { shopStreamOf } from './shopSettings.ts'

const usage = `usage: npm run rebuild -- [FLAGS]

Rewrites the packed lists of a pipeline (its head and segments) from its cached documents (orders_cache). Run it when an error or the
notes of an upgrade say so. It reads every cached document once. Documents that something other than Tidemark has changed are
left out and named. Lists show the old rows until the new ones are complete.

flags
  --pipeline NAME  SOURCE.STREAM or SOURCE.ACCOUNT.STREAM; default: firestore.orders
  --project ID     the Firebase project; default: GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, .firebaserc
  --help

Uses the Firestore emulator if FIRESTORE_EMULATOR_HOST is set, and otherwise the real project, with the credentials of
"gcloud auth application-default login".`

const listed = (ids: readonly string[], count: number): string =>
  ids.length < count ? `${ids.join(', ')}, ...` : ids.join(', ')

await runCommandLine(usage, async () => {
  const { values } = parseArgs({
    options: {
      pipeline: { type: 'string', default: 'firestore.orders' },
      project: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) return printLine(usage)
  const projectId = workingProject(values.project)
  const stream = shopStreamOf(projectId, values.pipeline)
  if (stream === undefined || !/^\w+(\.\w+)+$/.test(values.pipeline))
    throw new UsageError('--pipeline must be SOURCE.STREAM, such as firestore.orders')
  const db = openFirestore(projectId)
  const startedAt = performance.now()
  try {
    const done = await rebuild(db, stream, values.pipeline, systemClock, (rows) => printLine(`${rows} documents read`))
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    printLine(
      `${values.pipeline}: ${done.rows} records in ${done.segments} segments; ${done.reads} reads, ${done.writes} writes, ${seconds} s`,
    )
    const { count, ids } = done.damaged
    if (count > 0) {
      printLine(`${count} documents were not as Tidemark wrote them and were left out: ${listed(ids, count)}.`)
      printLine('Start a full resync to restore them: POST resyncOrders.')
    }
  } finally {
    await db.terminate()
  }
})
