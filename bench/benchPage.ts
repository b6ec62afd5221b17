import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { printLine, runCommandLine, UsageError } from '../cli/commandLine.ts'
import { insideSuite } from '../tools/stack/insideSuite.ts'
import { interruption } from '../tools/stack/interruption.ts'
import { progressOn } from './lab/progress.ts'
import { pageReportLines } from './page/report.ts'
import { measurePage } from './page/run.ts'
import { jsonOf } from './report/write.ts'

const usual = 314_000
const fewest = 1_000
const most = 1_000_000

const usage = `usage: npm run bench:page [-- FLAGS]

Measures the admin page in a real Chromium on the local stack, which it starts and fills: how long the first row takes, how much
JavaScript is loaded until then and later, and how long the page's main thread is busy while somebody searches, sorts, turns
pages and opens a filter. Prints tables and takes a few minutes, on a machine that does nothing else. It reports
missed targets and does not fail because of them.

flags
  --orders N     how many orders the cache holds, ${fewest} to ${most} (default: ${usual})
  --json FILE    also write the results to FILE, as JSON
  --out FOLDER   write page.json and page.md to FOLDER
  --help`

await runCommandLine(usage, async () => {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string', default: String(usual) },
      json: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return printLine(usage)
  const orders = ordersOf(values.orders)
  const progress = progressOn(process.stderr)
  progress.step('starting the emulators')
  const status = await insideSuite(interruption(), async (suite, aborted) => {
    Object.assign(process.env, suite.env)
    const results = await measurePage(orders, progress, aborted)
    const lines = pageReportLines(results)
    for (const line of lines) printLine(line)
    if (values.json !== undefined) writeFileSync(values.json, jsonOf(results))
    if (values.out !== undefined) {
      mkdirSync(values.out, { recursive: true })
      writeFileSync(join(values.out, 'page.json'), jsonOf(results))
      writeFileSync(join(values.out, 'page.md'), ['# The admin page', '', ...lines].join('\n'))
    }
    return 0
  })
  process.exit(status)
})
// Connections that a failure has left open.
process.exit()

function ordersOf(text: string): number {
  const orders = /^\d{1,9}$/.test(text) ? Number(text) : NaN
  if (orders >= fewest && orders <= most) return orders
  throw new UsageError(`--orders must be a whole number from ${fewest} to ${most}, not "${text}"`)
}
