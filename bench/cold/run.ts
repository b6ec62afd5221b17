import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { UsageError } from '../../cli/commandLine.ts'
import type { LabPlan } from '../lab/lab.ts'
import type { Asked, Measurement } from '../measurement.ts'
import { environmentLines, section } from '../report/sections.ts'
import { jsonOf } from '../report/write.ts'
import { measureCold, type ColdPlan } from './cold.ts'
import { coldLines } from './report.ts'
import type { ColdResults } from './results.ts'

/** The measurement of first answers of new instances. Throws a UsageError. */
export function coldOf(asked: Asked): Measurement {
  if (asked.only !== null) throw new UsageError('--only is for a run without "cold"')
  const plan = coldPlanOf(asked)
  return {
    plan,
    measure: async (lab) => {
      const figures = await lab.withEmulator(() => measureCold(plan, (what) => void lab.progress.step(`cold: ${what}`)))
      const results = { ...figures, environment: lab.environment() }
      return { results, lines: reportLines(results), write: (folder) => writeCold(folder, results) }
    },
  }
}

function coldPlanOf({ isQuick, orders, before }: Asked): ColdPlan & LabPlan {
  const count = orders ?? (isQuick ? 10_000 : 314_000)
  // Their lists alone are written, once for each copy, and no documents.
  return { mode: isQuick ? 'quick' : 'full', most: count / 50, orders: count, rounds: isQuick ? 3 : 11, before }
}

function reportLines(results: ColdResults): string[] {
  return [
    ...section('First answers of new instances', coldLines(results)),
    ...section('Measured on', environmentLines('All of it', results.environment)),
  ]
}

function writeCold(folder: string, results: ColdResults): void {
  mkdirSync(folder, { recursive: true })
  const heading = ['# First answers of new instances', '', 'Written by `npm run bench -- cold`.', '']
  writeFileSync(join(folder, 'cold.json'), jsonOf(results))
  writeFileSync(join(folder, 'cold.md'), [...heading, ...reportLines(results)].join('\n'))
}
