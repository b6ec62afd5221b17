import { parseArgs } from 'node:util'

import { printLine, runCommandLine } from '../cli/commandLine.ts'
import { adminFirestore } from '../cli/firebaseAdmin.ts'
import { localProject } from '../cli/paths.ts'
import { billLines, monthLines } from './demo/bill.ts'
import { directReads } from './demo/directReads.ts'
import {
  changesWithinSeconds,
  firstSync,
  fullResync,
  incrementalSync,
  pages,
  questions,
  type Stage,
} from './demo/story.ts'
import { createLocalAdmin } from './local/admin.ts'
import { signInAsAdmin } from './local/client.ts'
import { openShop } from './local/shop.ts'
import { insideSuite } from './stack/insideSuite.ts'
import { interruption, unlessAborted } from './stack/interruption.ts'

const usage = `usage: npm run demo

Shows Tidemark at work on the local emulators, then ends: the first sync of 1,000 sample orders, the sync of a few changes,
pages, filters, a search and a full resync, with what Firestore would bill for each, compared with reading the orders
directly. Exits with 1 if the cache does not show exactly what the shop has.`

const sample = { seed: 2, count: 1_000 }

await runCommandLine(usage, async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } })
  if (values.help) return printLine(usage)
  printLine('Starting the emulators ...')
  const status = await insideSuite(interruption(), async (suite, aborted) => {
    Object.assign(process.env, suite.env)
    await unlessAborted(demo(aborted), aborted)
    return 0
  })
  process.exit(status)
})

async function demo(aborted: AbortSignal): Promise<void> {
  await createLocalAdmin()
  const stage: Stage = {
    shop: await openShop({ ...sample, now: Date.now() }),
    client: await signInAsAdmin(aborted),
    direct: directReads(adminFirestore(localProject)),
    aborted,
  }
  const first = await firstSync(stage)
  const changes = await incrementalSync(stage, 5, 3)
  const quiet = await incrementalSync(stage, 0, 0)
  const [page, ...morePages] = await pages(stage)
  const found = await questions(stage)
  await changesWithinSeconds(stage)
  const resync = await fullResync(stage)
  printLine('\nWhat Firestore bills\n')
  for (const line of billLines([first, changes, quiet, page, ...morePages, ...found, resync])) printLine(line)
  printLine('')
  // Every 15 minutes, and 1,000 looks at the first page a day.
  for (const line of monthLines({ sync: changes, page, syncs: 2_880, pages: 30_000 })) printLine(line)
  printLine('\nThe incremental sync found exactly the 5 new and 3 changed orders. Done.')
}
