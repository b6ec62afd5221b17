import { parseArgs } from 'node:util'

import { rebuild } from '../functions/src/cache/rebuild.ts'
import { Firestore } from '../functions/src/lib/firestore/firestore.ts'
import { systemClock } from '../functions/src/lib/systemClock.ts'
import { streamOf } from '../functions/src/streams/registry.ts'
import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { currentProject, isLocalProject } from './firebaseProject.ts'

const usage = `usage: npm run rebuild -- [--pipeline firestore.orders] [--project PROJECT]

Writes the head and the segments of a pipeline anew from its documents in orders_cache: after an upgrade whose notes say
that the encoding changed, or when an error says so. Reads every cached document once, and leaves out and names those that
somebody changed outside. Readers see the old view until the new one is complete. With the local stack, set FIRESTORE_EMULATOR_HOST (or run it inside "npm run stack -- ...").`

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
  const stream = streamOf(values.pipeline)
  if (stream === undefined || !/^\w+(\.\w+)+$/.test(values.pipeline))
    throw new UsageError('--pipeline: must be SOURCE.STREAM, like firestore.orders')
  const projectId = values.project ?? currentProject()
  if (projectId === undefined) throw new UsageError('--project: name the Firebase project')
  if (isLocalProject(projectId) && process.env.FIRESTORE_EMULATOR_HOST === undefined) {
    throw new UsageError(`${projectId} is a local project: start the local stack and set FIRESTORE_EMULATOR_HOST.`)
  }
  const db = new Firestore({ projectId, ignoreUndefinedProperties: true })
  const startedAt = performance.now()
  try {
    const done = await rebuild(db, stream, values.pipeline, systemClock, (rows) => printLine(`${rows} documents read`))
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    printLine(
      `${values.pipeline}: ${done.rows} orders in ${done.segments} segments; ${done.reads} reads, ${done.writes} writes, ${seconds} s`,
    )
    const { count, ids } = done.damaged
    if (count > 0) {
      printLine(`${count} documents are not as they were written, and are left out: ${listed(ids, count)}.`)
      printLine('Start a full resync (POST resyncOrders): it writes them anew.')
    }
  } finally {
    await db.terminate()
  }
})
