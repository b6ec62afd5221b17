import { parseArgs } from 'node:util'

import { erase, type Erased, type Erasure } from '../functions/src/cache/erase.ts'
import { documentRef } from '../functions/src/cache/paths.ts'
import type { Firestore } from '../functions/src/lib/firestore/firestore.ts'
import { systemClock } from '../functions/src/lib/systemClock.ts'
import type { Pipeline } from '../functions/src/model/pipeline.ts'
import { noInputs } from '../functions/src/model/source.ts'
import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { openFirestore } from './deployedSettings.ts'
import { workingProject } from './firebaseProject.ts'
import { shopPipelines } from './shopSettings.ts'

const usage = `usage: npm run erase -- ID [FLAGS]

Removes what Tidemark stores of one order's customer, or of another record: its earlier states in the journal (before-images), its
document, its list row and its entry in quarantine. Delete it at its source first. If it has to stay there, remove the personal
data there, run a sync, and add --anonymized. Reads the whole journal once. Safe to repeat.

flags
  --anonymized       it stays at its source, without personal data: keep its document and row as the source has them
                     now, and remove its earlier states only
  --pipeline NAME    firestore.orders (the default), or firestore.NAME of a stream in functions/tidemark.json
  --project ID       the Firebase project; default: GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, .firebaserc
  --help

Uses the Firestore emulator if FIRESTORE_EMULATOR_HOST is set, and otherwise the real project, with the credentials of
"gcloud auth application-default login".`

/** Returns the erasure to make. Throws an Error that says why it cannot be made. */
async function erasureOf(
  db: Firestore,
  { id: pipeline, source, stream }: Pipeline,
  sourceId: string,
  isAnonymized: boolean,
): Promise<Erasure> {
  const id = `${source.name}:${sourceId}`
  const { found, readTime } = await source.lookup([sourceId], noInputs)
  const [atSource] = found
  const { name, setting } = source.origin
  if (atSource === undefined) {
    if (isAnonymized)
      throw new Error(
        `There is no ${sourceId} in ${name}. If it was deleted, leave --anonymized out; otherwise correct ${setting}.`,
      )
    return { pipeline, id, sourceId, absentAt: readTime }
  }
  if (!isAnonymized) {
    throw new Error(
      `The record is still in ${name}, and the next full run would bring it back. Delete it there; or remove the personal ` +
        'data there, run a sync, and repeat this with --anonymized.',
    )
  }
  const cached = await documentRef(db, stream.name, id).get()
  if (cached.get('sync.version') !== atSource.version) {
    throw new Error(
      'The cache does not have the present state of the record yet. Run a sync (npm run schedule -- run), then repeat this.',
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
      pipeline: { type: 'string', default: 'firestore.orders' },
      project: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) return printLine(usage)
  const [given, ...others] = positionals
  if (given === undefined || given === '' || others.length > 0)
    throw new UsageError('Name one order by its id: npm run erase -- ID')
  const projectId = workingProject(values.project)
  // As lists show it, or as the source has it.
  const sourceId = given.startsWith('firestore:') ? given.slice('firestore:'.length) : given
  const db = openFirestore(projectId)
  try {
    const own = shopPipelines(projectId, db)
    const pipeline = own.find((one) => one.id === values.pipeline)
    if (pipeline === undefined)
      throw new UsageError(
        `--pipeline must be one of ${own.map((one) => one.id).join(', ')}: no other can be erased yet`,
      )
    const erasure = await erasureOf(db, pipeline, sourceId, values.anonymized)
    const done = await erase(db, pipeline.stream, erasure, systemClock, (runs) =>
      printLine(`${runs} runs of the journal read`),
    )
    for (const line of told(erasure, done)) printLine(line)
  } finally {
    await db.terminate()
  }
})
