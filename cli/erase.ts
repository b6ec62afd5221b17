import { parseArgs } from 'node:util'

import { erase, type Erased, type Erasure } from '../functions/src/cache/erase.ts'
import { documentRef } from '../functions/src/cache/paths.ts'
import { momentOfTimestamp } from '../functions/src/lib/firestore/usage.ts'
import { Firestore } from '../functions/src/lib/firestore/firestore.ts'
import { systemClock } from '../functions/src/lib/systemClock.ts'
import { orderStream } from '../functions/src/streams/orders/stream.ts'
import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { workingProject } from './firebaseProject.ts'

const usage = `usage: npm run erase -- ORDER_ID [FLAGS]

Removes what Tidemark stores of one order's customer: the order's earlier states in the journal (before-images), its document,
its list row and its entry in quarantine. Delete the order at its source first. If it has to stay there, remove the personal
data there, run a sync, and add --anonymized. Reads the whole journal once. Safe to repeat.

flags
  --anonymized       the order stays at its source, without personal data: keep its document and row as the source has them
                     now, and remove its earlier states only
  --collection NAME  the collection that the setting ORDERS_COLLECTION names; default: orders
  --pipeline NAME    default: firestore.orders
  --project ID       the Firebase project; default: GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, .firebaserc
  --help

Uses the Firestore emulator if FIRESTORE_EMULATOR_HOST is set, and otherwise the real project, with the credentials of
"gcloud auth application-default login".`

/** Returns the erasure to make. Throws an Error that says why it cannot be made. */
async function erasureOf(
  db: Firestore,
  sourceId: string,
  { pipeline, collection, anonymized }: { pipeline: string; collection: string; anonymized: boolean },
): Promise<Erasure> {
  const id = `${pipeline.slice(0, pipeline.indexOf('.'))}:${sourceId}`
  const atSource = await db.collection(collection).doc(sourceId).get()
  if (!atSource.exists) {
    if (anonymized)
      throw new Error(
        `${collection} has no order ${sourceId}. If it was deleted, leave --anonymized out; otherwise correct --collection.`,
      )
    return { pipeline, id, sourceId, absentAt: momentOfTimestamp(atSource.readTime) }
  }
  if (!anonymized) {
    throw new Error(
      `The order is still in ${collection}, and the next full run would bring it back. Delete it there; or remove the personal ` +
        'data there, run a sync, and repeat this with --anonymized.',
    )
  }
  const cached = await documentRef(db, orderStream.name, id).get()
  const version = atSource.updateTime && momentOfTimestamp(atSource.updateTime)
  if (cached.get('sync.version') !== version) {
    throw new Error(
      'The cache does not have the present state of the order yet. Run a sync (npm run schedule -- run), then repeat this.',
    )
  }
  return { pipeline, id, sourceId, absentAt: null }
}

function told({ id, absentAt }: Erasure, done: Erased): string[] {
  const { images, unreadable, wasCached, segments, reads, writes } = done
  const order =
    absentAt === null
      ? 'document and row kept as the source has them'
      : wasCached
        ? 'document and row removed'
        : 'it was no longer cached'
  return [
    `${id}: ${order}; ${images} before-images removed, ${segments} segments rewritten; ${reads} reads, ${writes} writes`,
    ...(unreadable > 0 ? [`${unreadable} entries of the journal could not be read and were removed whole.`] : []),
  ]
}

await runCommandLine(usage, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      anonymized: { type: 'boolean', default: false },
      collection: { type: 'string', default: 'orders' },
      pipeline: { type: 'string', default: 'firestore.orders' },
      project: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) return printLine(usage)
  const [given, ...others] = positionals
  if (given === undefined || given === '' || others.length > 0)
    throw new UsageError('Name one order by its id: npm run erase -- ORDER_ID')
  if (values.pipeline !== 'firestore.orders')
    throw new UsageError('--pipeline must be firestore.orders: no other pipeline can be erased yet')
  const projectId = workingProject(values.project)
  // As lists show it, or as the source has it.
  const sourceId = given.startsWith('firestore:') ? given.slice('firestore:'.length) : given
  const db = new Firestore({ projectId, ignoreUndefinedProperties: true })
  try {
    const erasure = await erasureOf(db, sourceId, values)
    const done = await erase(db, orderStream, erasure, systemClock, (runs) =>
      printLine(`${runs} runs of the journal read`),
    )
    for (const line of told(erasure, done)) printLine(line)
  } finally {
    await db.terminate()
  }
})
