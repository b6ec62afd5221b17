import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { printLine, runCommandLine, UsageError } from '../cli/commandLine.ts'
import { localProject, projectRoot } from '../cli/paths.ts'
import { Firestore } from '../functions/src/lib/firestore/firestore.ts'
import { changeSample, fillSample } from './checkSquare/merchant.ts'
import { readEverything } from './checkSquare/readEverything.ts'
import { withValidatingProxy } from './checkSquare/validatingProxy.ts'
import { WatchedFetch } from './checkSquare/violations.ts'
import { MerchantCopier } from './engine/merchantCopier.ts'
import { merchantPipelines } from './engine/merchantPipelines.ts'
import { FakeSquare } from './fakes/square/fakeSquare.ts'
import { withFirestore } from './stack/firestoreOnly.ts'
import { interruption } from './stack/interruption.ts'

const defaultFile = join(projectRoot, '../shared/data/square-openapi.json')

const usage = `usage: npm run check:square -- [FLAGS]

Copies a sample merchant of the fake Square into a Firestore emulator, by a first sync and an incremental one, and looks records up by
id, through a proxy that checks every request of ours and every answer of the fake by the vendor's OpenAPI file. Fails on the first
violation. The proxy (Prism) is fetched by npx, so it needs the npm registry once. Without the file it says so and ends with success.

flags
  --openapi FILE  the vendor's OpenAPI file (https://github.com/square/connect-api-specification), with no unknown members allowed
                  in requests; default: ${defaultFile}
  --orders N      the sample's number of sales; default: 1500
  --help`

await runCommandLine(usage, async () => {
  const { values } = parseArgs({
    options: {
      openapi: { type: 'string', default: defaultFile },
      orders: { type: 'string', default: '1500' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return printLine(usage)
  const orders = Number(values.orders)
  if (!Number.isInteger(orders) || orders < 1) throw new UsageError('--orders must be a whole number of 1 or more')
  const file = resolve(values.openapi)
  if (!existsSync(file)) return printLine(`Skipped: there is no OpenAPI file ${file}. Name one with --openapi FILE.`)
  const interrupted = interruption()
  const fake = await FakeSquare.start({ app: { clientId: 'app', clientSecret: 'secret' } })
  try {
    await withFirestore(interrupted, [], (env) => {
      Object.assign(process.env, env)
      return withValidatingProxy(file, fake.url, interrupted, (url) => check(fake, url, orders))
    })
  } finally {
    await fake.stop()
  }
})

async function check(fake: FakeSquare, url: string, orders: number): Promise<void> {
  const merchant = fake.addMerchant({ id: 'SAMPLE' })
  const filling = fillSample(merchant, orders)
  const { accessToken } = fake.authorizations.grant(merchant.id)
  const watched = new WatchedFetch()
  const db = new Firestore({ projectId: localProject, ignoreUndefinedProperties: true })
  const opening = { url, merchantId: merchant.id, accessToken }
  try {
    const copier = new MerchantCopier(db, opening, watched.fetch)
    await copier.copyFirst()
    await copier.computeFirst()
    printLine(`A first sync: ${watched.calls} calls`)
    const sinceMs = merchant.now() - 1
    changeSample(merchant, filling)
    for (const run of await copier.sync()) {
      const { pipeline, created, updated, deleted, sourceCalls } = run
      printLine(`${pipeline}: ${created} new, ${updated} changed, ${deleted} gone, in ${sourceCalls} calls`)
    }
    for (const pipeline of merchantPipelines(db, opening, { fetch: watched.fetch })) {
      if (pipeline.source.strategy === 'derived') continue
      const { stream, enumerated, changed, lookedUp } = await readEverything(pipeline, sinceMs, Date.now())
      printLine(`${stream}: ${enumerated} records, ${changed} since, ${lookedUp} by id`)
    }
  } catch (error) {
    // What the proxy found says more than what became of it.
    if (watched.violations.size === 0) throw error
  } finally {
    await db.terminate()
  }
  if (watched.violations.size > 0) {
    throw new Error(`The OpenAPI file is violated:\n${[...watched.violations].slice(0, 10).join('\n')}`)
  }
  printLine(`${watched.calls} calls, no violation.`)
}
