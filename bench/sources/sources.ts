import { UsageError } from '../../cli/commandLine.ts'
import type { Asked, Measurement } from '../measurement.ts'
import { sourcesPlanOf } from './plan.ts'
import { sourcesReportLines } from './report.ts'
import { runSources } from './run.ts'
import { writeSources } from './write.ts'

/** The measurement of a shop at a vendor. Throws a UsageError. */
export function sourcesOf({ isQuick, orders, only }: Asked): Measurement {
  if (only !== null) throw new UsageError('--only is for a run without "sources"')
  const plan = sourcesPlanOf({ isQuick, orders })
  return {
    plan,
    measure: async (lab) => {
      const results = await runSources(lab, plan)
      return { results, lines: sourcesReportLines(results), write: (folder) => writeSources(folder, results) }
    },
  }
}
