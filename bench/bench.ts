import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { printLine, runCommandLine, UsageError } from '../cli/commandLine.ts'
import { projectRoot, workFolder } from '../cli/paths.ts'
import { Interrupted, interruption, statusOfSignal } from '../tools/stack/interruption.ts'
import { runCosts } from './costs.ts'
import { Lab } from './lab/lab.ts'
import { progressOn } from './lab/progress.ts'
import { planOf } from './plan.ts'
import { otherResultsIn } from './report/kept.ts'
import { withCost } from './report/readme.ts'
import { reportLines } from './report/sections.ts'
import { jsonOf, writeReport } from './report/write.ts'
import type { Results } from './results.ts'
import { runBench } from './run.ts'

const folder = join(projectRoot, 'docs/benchmarks')
const readme = join(projectRoot, 'README.md')
const partsFile = join(workFolder, 'bench-parts.json')
const fewest = 1_000
const most = 1_000_000

const usage = `usage: npm run bench [-- FLAGS]

Measures Tidemark against querying the orders directly and against a JSON file, side by side on Firestore emulators that it
starts: what a day of an admin's work costs, with the change feed and without it, and what changes cost a busy shop; how long
pages take, how an instance grows with the store, how fast orders are copied. Prints tables. A full run takes about an hour
and a machine with 24 GB, and writes docs/benchmarks (results.json, a README and charts) and the cost table of README.md. It
reports missed targets and does not fail because of them. The results of each part are in .tidemark/bench-parts.json as soon
as it ends, in case a later part fails.

flags
  --quick        the small stores only, in about 3 minutes; only prints
  --only costs   measure the costs only, and take the rest from docs/benchmarks/results.json. Costs are counts, which do
                 not depend on how busy the machine is. The report has a date for each of the two
  --orders N     no store larger than N orders, ${fewest} to ${most}
  --json FILE    also write the results to FILE, as JSON
  --out FOLDER   write results.json, its README and the charts to FOLDER, and nothing into the project
  --help`

await runCommandLine(usage, async () => {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      orders: { type: 'string' },
      json: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return printLine(usage)
  const plan = planOf({ isQuick: values.quick, most: values.orders === undefined ? null : ordersOf(values.orders) })
  const isWhole = !values.quick && values.orders === undefined
  try {
    const lab = new Lab(plan, interruption(), progressOn(process.stderr), keepingParts())
    const results = isOnlyCosts(values.only) ? await withNewCosts(lab) : await runBench(lab)
    for (const line of reportLines(results)) printLine(line)
    if (values.json !== undefined) writeFileSync(values.json, jsonOf(results))
    if (values.out !== undefined) writeReport(values.out, results)
    else if (isWhole) {
      writeReport(folder, results)
      writeFileSync(readme, withCost(readFileSync(readme, 'utf8'), results))
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    process.exitCode = statusOfSignal(error.signal)
  }
})
// Connections and instances that a failure has left open.
process.exit()

function isOnlyCosts(only: string | undefined): boolean {
  if (only === undefined || only === 'costs') return only === 'costs'
  throw new UsageError(`--only must be costs, not "${only}"`)
}

async function withNewCosts(lab: Lab): Promise<Results> {
  const others = otherResultsIn(readFileSync(join(folder, 'results.json'), 'utf8'))
  return { ...others, costs: await runCosts(lab) }
}

function keepingParts(): (part: string, found: unknown) => void {
  const parts: Record<string, unknown> = {}
  mkdirSync(workFolder, { recursive: true })
  return (part, found) => {
    parts[part] = found
    writeFileSync(partsFile, jsonOf(parts))
  }
}

function ordersOf(text: string): number {
  const orders = /^\d{1,9}$/.test(text) ? Number(text) : NaN
  if (orders >= fewest && orders <= most) return orders
  throw new UsageError(`--orders must be a whole number from ${fewest} to ${most}, not "${text}"`)
}
