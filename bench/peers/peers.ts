import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { UsageError } from '../../cli/commandLine.ts'
import type { Asked, Measurement } from '../measurement.ts'
import { jsonOf, updateLinks } from '../report/write.ts'
import { installDuckDb } from './duckdb/install.ts'
import { peersPlanOf } from './plan.ts'
import { peersReportLines } from './report.ts'
import type { PeersResults } from './results.ts'
import { runPeers } from './run.ts'

/** The measurement of the read path beside other engines. Throws a UsageError. */
export function peersOf({ isQuick, orders, only, before }: Asked): Measurement {
  if (only !== null) throw new UsageError('--only is for a run without "peers"')
  const checkout = before === null ? null : checkoutIn(before)
  const plan = peersPlanOf({ isQuick, orders })
  return {
    plan,
    measure: async (lab) => {
      if (!isQuick) await installDuckDb(lab.interrupted)
      const results = await runPeers(lab, plan, checkout)
      return { results, lines: peersReportLines(results), write: (folder) => writePeers(folder, results) }
    },
  }
}

/** The folder of another copy of this project. Throws a UsageError where it cannot be measured. */
function checkoutIn(folder: string): string {
  const path = resolve(folder)
  if (!existsSync(join(path, 'functions/src/query/store/reader.ts'))) {
    throw new UsageError(`--before must name the folder of another copy of this project, not "${folder}"`)
  }
  if (!existsSync(join(path, 'functions/node_modules'))) {
    throw new UsageError(`The packages of "${folder}" are not installed: run "npm run check" there first.`)
  }
  return path
}

function writePeers(folder: string, results: PeersResults): void {
  mkdirSync(folder, { recursive: true })
  const heading = ['# Beside other engines', '', 'Written by `npm run bench -- peers`.', '']
  writeFileSync(join(folder, 'peers.json'), jsonOf(results))
  writeFileSync(join(folder, 'peers.md'), [...heading, ...peersReportLines(results)].join('\n'))
  updateLinks(folder)
}
