import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { UsageError } from '../../cli/commandLine.ts'
import type { Asked, Measurement } from '../measurement.ts'
import { jsonOf } from '../report/write.ts'
import { searchPlanOf } from './plan.ts'
import { searchReportLines } from './report.ts'
import type { SearchResults } from './results.ts'
import { runSearch } from './run.ts'

/** The measurement of search by phone number and product. Throws a UsageError. */
export function searchOf({ isQuick, orders, only }: Asked): Measurement {
  if (only !== null) throw new UsageError('--only is for a run without "search"')
  const plan = searchPlanOf({ isQuick, orders })
  return {
    plan,
    measure: async (lab) => {
      const results = await runSearch(lab, plan)
      return { results, lines: searchReportLines(results), write: (folder) => writeSearch(folder, results) }
    },
  }
}

function writeSearch(folder: string, results: SearchResults): void {
  mkdirSync(folder, { recursive: true })
  const heading = ['# Search by phone number and product', '', 'Written by `npm run bench -- search`.', '']
  writeFileSync(join(folder, 'search.json'), jsonOf(results))
  writeFileSync(join(folder, 'search.md'), [...heading, ...searchReportLines(results)].join('\n'))
}
