import { writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { format, resolveConfig } from 'prettier'

import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { currentProject } from './firebaseProject.ts'
import { readIndexFile, type FieldOverride, type IndexFile } from './indexes/file.ts'
import { isOf, mergedFile, missingOverrides } from './indexes/merge.ts'
import { deployedNeeds, indexFilePath } from './indexes/settings.ts'

const usage = `usage: npm run indexes -- show|merge [FLAGS]

Holds firestore.indexes.json against the settings: the time fields of a collection whose path has names in braces, like
users/{uid}/orders, need indexes for the collection group, and the caches of the streams in functions/tidemark.json need none for most
of their fields. "show" prints what the file misses. "merge" prints it and adds it; whatever the file has stays. Nothing is
deployed: "npm run firebase -- deploy --only firestore:indexes" does that, and Firestore builds an index in minutes to hours.

flags
  --file PATH      another index file (default firestore.indexes.json)
  --json           print one JSON document
  --project ID     the Firebase project, for functions/.env.PROJECT; default: GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, .firebaserc
  --help`

await runCommandLine(usage, async () => {
  const { values, positionals } = parseArgs({
    options: {
      file: { type: 'string', default: indexFilePath },
      json: { type: 'boolean', default: false },
      project: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  })
  if (values.help) return printLine(usage)
  const [command, surplus] = positionals
  if (command !== 'show' && command !== 'merge')
    throw new UsageError(command === undefined ? 'Name a command: show or merge.' : `Unknown command: ${command}`)
  if (surplus !== undefined) throw new UsageError(`Unexpected argument: ${surplus}`)
  const { closed, ...needs } = deployedNeeds(values.project ?? currentProject())
  // npm starts a script in the project's folder; INIT_CWD is where its caller stands.
  const path = resolve(process.env.INIT_CWD ?? '', values.file)
  const file = readIndexFile(path)
  const missing = missingOverrides(file, needs)
  const name = basename(path)
  if (values.json) printLine(JSON.stringify({ file: name, missing, cachesWithoutRule: closed }))
  else for (const line of told(name, file, missing, closed)) printLine(line)
  if (command === 'show' || missing.length === 0) return
  const text = JSON.stringify(mergedFile(file, missing))
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), parser: 'json' }))
  if (!values.json) printLine(`${name} has them now. Deploy it: npm run firebase -- deploy --only firestore:indexes`)
})

function* told(name: string, file: IndexFile, missing: readonly FieldOverride[], closed: readonly string[]) {
  if (missing.length === 0) yield `${name} has all that the settings need.`
  else yield `${name} misses ${missing.length} of its fieldOverrides:`
  for (const one of missing) {
    const isNew = !file.fieldOverrides.some((other) => isOf(other, one))
    yield `${isNew ? '+' : '~'} ${JSON.stringify(one)}`
  }
  for (const cache of closed) {
    yield `firestore.rules let no client read ${cache}; the page reads through the functions. For clients of your own: match /${cache}/{id} { allow read: if isAdmin(); }`
  }
}
