import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { printLine, runCommandLine, UsageError } from '../cli/commandLine.ts'
import { workFolder } from '../cli/paths.ts'
import { Interrupted, interruption, statusOfSignal } from '../tools/stack/interruption.ts'
import { coldOf } from './cold/run.ts'
import { everythingOf } from './everything.ts'
import { Lab, type LabPlan } from './lab/lab.ts'
import { progressOn } from './lab/progress.ts'
import type { Asked, Measurement } from './measurement.ts'
import { peersOf } from './peers/peers.ts'
import { benchmarksFolder, jsonOf } from './report/write.ts'
import { sourcesOf } from './sources/sources.ts'
import { searchOf } from './search/search.ts'
import { squareOf } from './square/square.ts'

const partsFile = join(workFolder, 'bench-parts.json')
const fewest = 1_000
const most = 1_000_000

const usage = `usage: npm run bench [-- [sources | square | search | peers | cold] [FLAGS]]

Measures Tidemark against querying the orders directly and against a JSON file, side by side on Firestore emulators that it
starts: what a day of an admin's work costs, with the change feed and without it, and what changes cost a busy shop; how long
pages take, how an instance grows with the store, how fast orders are copied. Prints tables. A full run takes about an hour
and a machine with 24 GB, and writes docs/benchmarks (results.json, a README and charts) and the cost table of README.md. It
reports missed targets and does not fail because of them. The results of each part are in .tidemark/bench-parts.json as soon
as it ends, in case a later part fails.

With "sources" it measures something else: how a shop at a vendor (a fake TikTok Shop, 314,000 orders, 300 ms a call) is copied,
while nothing fails and while 2 % of the calls fail in every way, beside a copy from Firestore and a client that reads one page
after another. A full run takes about half an hour and a machine with 24 GB, and writes sources.json and sources.md to docs/benchmarks.

With "search" it measures what search by phone number and by product takes: the same 314,000 orders with what those need and without,
in turns. It takes some minutes, and writes search.json and search.md to docs/benchmarks.

With "peers" it measures reading 314,000 orders beside DuckDB, SQLite and a plain array, one process each, in turns. Every answer is
compared with a reference's. It needs no emulator, installs DuckDB (70 MB) where it is missing, takes about a quarter of an hour, and
writes peers.json and peers.md to docs/benchmarks.
With "cold" it measures the first answers of new instances over HTTP, beside a callable that returns one document and does nothing else,
in turns. It takes some minutes, and writes cold.json and cold.md to docs/benchmarks.

flags
  --quick        the small stores only, in about 3 minutes; only prints. A vendor's answers take 100 ms then
  --only costs   measure the costs only, and take the rest from docs/benchmarks/results.json. Costs are counts, which do
                 not depend on how busy the machine is. The report has a date for each of the two
  --before DIR   with "peers" or "cold": measure the copy of this project in DIR as well, whose packages are installed
  --orders N     no store larger than N orders, ${fewest} to ${most}; with a word, a shop of N orders
  --json FILE    also write the results to FILE, as JSON
  --out FOLDER   write the results as JSON, their report and its charts to FOLDER, and nothing into the project
  --help`

await runCommandLine(usage, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      before: { type: 'string' },
      orders: { type: 'string' },
      json: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return printLine(usage)
  const size = { isQuick: values.quick, orders: values.orders === undefined ? null : ordersOf(values.orders) }
  const isWhole = !values.quick && values.orders === undefined
  const before = values.before === undefined ? null : resolve(values.before)
  const asked = { ...size, only: values.only ?? null, before }
  const { plan, measure } = measurementOf(positionals, asked)
  try {
    const { results, lines, write, publish } = await measure(labOf(plan))
    for (const line of lines) printLine(line)
    if (values.json !== undefined) writeFileSync(values.json, jsonOf(results))
    if (values.out !== undefined) write(values.out)
    else if (isWhole) {
      write(benchmarksFolder)
      publish?.()
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    process.exitCode = statusOfSignal(error.signal)
  }
})
// Connections and instances that a failure has left open.
process.exit()

function measurementOf(positionals: readonly string[], asked: Asked): Measurement {
  const [what, ...more] = positionals
  if (asked.before !== null && what !== 'peers' && what !== 'cold')
    throw new UsageError('--before is for a run with "peers" or "cold"')
  if (what === 'cold' && more.length === 0) return coldOf(asked)
  if (what === undefined) return everythingOf(asked)
  if (what === 'sources' && more.length === 0) return sourcesOf(asked)
  if (what === 'square' && more.length === 0) return squareOf(asked)
  if (what === 'search' && more.length === 0) return searchOf(asked)
  if (what === 'peers' && more.length === 0) return peersOf(asked)
  throw new UsageError(
    `the things to name are sources, square, search, peers and cold, one at a time, not "${positionals.join(' ')}"`,
  )
}

function labOf(plan: LabPlan): Lab {
  return new Lab(plan, interruption(), progressOn(process.stderr), keepingParts())
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
