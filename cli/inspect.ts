import { writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { settingsFileName, settingsFileParam, settingsFilePath } from '../functions/src/settingsFile.ts'
import { settingNames } from '../functions/src/sources/firestore/config.ts'
import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { workingProject } from './firebaseProject.ts'
import { deployedParams, openFirestore } from './deployedSettings.ts'
import { functionsFolder } from './functionsEnv.ts'
import { answersInFlags } from './inspect/answers.ts'
import { chooseCollection } from './inspect/chooseCollection.ts'
import { readSettingsText } from './inspect/settingsText.ts'
import { inspectCollection, trySettings } from './inspect/run.ts'
import { projectRoot } from './paths.ts'
import { ask } from './terminal.ts'

const [defaultSample, leastSample, mostSample] = [200, 10, 5_000]
const shownFile = `functions/${settingsFileName}`

const usage = `usage: npm run inspect -- [FLAGS]
       npm run inspect -- --try [FILE] [FLAGS]

Finds out how a shop writes its orders: reads a sample of the collection, says which field is what, in which unit, zone and words, what
would go to quarantine, and proposes ${shownFile} for it. It changes nothing in the database. What documents cannot
say (cents or euros, the meaning of a number) is asked.

With --try: parses the sample by the settings of FILE (default: ${shownFile}), and prints the orders, masked, and what
would go to quarantine.

flags
  --collection PATH  the collection; with names in braces for any document, users/{user}/orders. Default: what the settings name,
                     else what looks like orders
  --sample N         how many documents, ${leastSample} to ${mostSample} (default ${defaultSample}): the newest, the oldest and random ones
  --answer KEY=VALUE answers a question beforehand, like orders.money.unit=minor; may be repeated
  --write            write the settings into ${shownFile}; the difference is shown before, and asked about
  --yes              ask nothing: with --write the settings are written as shown, unless amounts are in doubt
  --replace          with --write: take the proposed settings in place of the shop's own where they differ
  --json             print one JSON document
  --project ID       the Firebase project; default: GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, .firebaserc
  --help

${settingsFileParam} names another file than ${shownFile}.

Uses the Firestore emulator if FIRESTORE_EMULATOR_HOST is set, and otherwise the real project, with the credentials of
"gcloud auth application-default login".`

await runCommandLine(usage, async () => {
  const { values, positionals } = parseArgs({
    options: {
      collection: { type: 'string' },
      sample: { type: 'string', default: String(defaultSample) },
      answer: { type: 'string', multiple: true, default: [] },
      try: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      replace: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      project: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  })
  if (values.help) return printLine(usage)
  const [named, surplus] = positionals
  if (surplus !== undefined || (named !== undefined && !values.try))
    throw new UsageError(`Unexpected argument: ${surplus ?? named}`)
  if (values.try && values.write) throw new UsageError('--try writes nothing: leave out --write.')
  if (!values.write && values.replace) throw new UsageError('--replace works with --write only.')
  const isAsking = process.stdin.isTTY && !values.json && !values.yes
  if (values.write && !isAsking && !values.yes) throw new UsageError('Nobody is there to ask: add --yes to --write.')
  const [size, answers] = [sampleOf(values.sample), answersInFlags(values.answer)]
  const project = workingProject(values.project)
  const params = deployedParams(project)
  const file = named === undefined ? settingsFilePath(params, functionsFolder) : resolve(named)
  const settings = readSettingsText(file, relative(projectRoot, file), named === undefined)
  const db = openFirestore(project, settings.file.database)
  const say = values.json ? () => {} : printLine
  const askHere = isAsking ? (question: string) => ask(question, 'Nobody is there to ask: add --yes.') : null
  try {
    const known = values.collection ?? settings.file.orders.collection ?? (params[settingNames.collection] || undefined)
    const collection = await chooseCollection(db, known, { say, ask: askHere })
    const defaultCurrency = params[settingNames.defaultCurrency] || null
    const job = { db, collection, size, settings, defaultCurrency, say }
    if (values.try) {
      const result = await trySettings(job)
      return values.json ? printLine(JSON.stringify({ project, ...result })) : undefined
    }
    const replaces = (path: string) =>
      values.replace || (path === 'orders.collection' && values.collection !== undefined)
    const { change, questions, json } = await inspectCollection(job, {
      answers,
      replaces,
      ask: askHere,
    })
    if (values.json) printLine(JSON.stringify({ project, ...json }))
    if (!values.write) return say(`Nothing was written. To write it: npm run inspect -- --write`)
    const essential = questions.filter(({ isEssential }) => isEssential).map(({ key }) => key)
    if (essential.length > 0)
      throw new Error(
        `Nothing was written, for amounts would be in doubt. Answer ${essential.map((key) => `--answer ${key}=...`).join(' ')}`,
      )
    if (change.before === change.after) return
    if (askHere !== null && !/^y(es)?$/i.test(await askHere(`Write ${settings.shown}? [y/N] `)))
      return say('Nothing was written.')
    writeFileSync(file, change.after)
    say(`${settings.shown} is written. See the orders with "npm run inspect -- --try", then deploy.`)
  } finally {
    await db.terminate()
  }
})

function sampleOf(text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : NaN
  if (count >= leastSample && count <= mostSample) return count
  throw new UsageError(`--sample must be a whole number from ${leastSample} to ${mostSample}, not "${text}"`)
}
