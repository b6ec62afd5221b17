import { UsageError } from '../../cli/commandLine.ts'
import type { Asked, Measurement } from '../measurement.ts'
import { squarePlanOf } from './plan.ts'
import { squareReportLines } from './report.ts'
import { runSquare } from './run.ts'
import { writeSquare } from './write.ts'

/** The measurement of a Square merchant. Throws a UsageError. */
export function squareOf({ isQuick, orders, only }: Asked): Measurement {
  if (only !== null) throw new UsageError('--only is for a run without "square"')
  const plan = squarePlanOf({ isQuick, orders })
  return {
    plan,
    measure: async (lab) => {
      const results = await runSquare(lab, plan)
      return { results, lines: squareReportLines(results), write: (folder) => writeSquare(folder, results) }
    },
  }
}
