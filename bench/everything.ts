import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { UsageError } from '../cli/commandLine.ts'
import { projectRoot } from '../cli/paths.ts'
import { runCosts } from './costs.ts'
import type { Lab } from './lab/lab.ts'
import type { Asked, Measurement } from './measurement.ts'
import { planOf, type Plan } from './plan.ts'
import { otherResultsIn } from './report/kept.ts'
import { withCost } from './report/readme.ts'
import { reportLines } from './report/sections.ts'
import { benchmarksFolder, writeReport } from './report/write.ts'
import type { Results } from './results.ts'
import { runBench } from './run.ts'

const readme = join(projectRoot, 'README.md')

/** The measurement of stores in Firestore, or of their costs alone. Throws a UsageError. */
export function everythingOf({ isQuick, orders, only }: Asked): Measurement {
  const plan = planOf({ isQuick, most: orders })
  if (only !== null && only !== 'costs') throw new UsageError(`--only must be costs, not "${only}"`)
  return {
    plan: { mode: plan.mode, most: Math.max(...plan.stores.map((store) => store.orders)) },
    measure: async (lab) => {
      const results = only === null ? await runBench(lab, plan) : await withNewCosts(lab, plan)
      return {
        results,
        lines: reportLines(results),
        write: (folder) => writeReport(folder, results),
        publish: () => writeFileSync(readme, withCost(readFileSync(readme, 'utf8'), results)),
      }
    },
  }
}

async function withNewCosts(lab: Lab, plan: Plan): Promise<Results> {
  const others = otherResultsIn(readFileSync(join(benchmarksFolder, 'results.json'), 'utf8'))
  return { ...others, costs: await runCosts(lab, plan) }
}
