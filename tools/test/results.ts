import { existsSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

import { z } from 'zod'

/** Random histories of one kind that one test played. */
const historiesSchema = z.object({ kind: z.string(), played: z.int().min(0) })
export type HistoriesRun = z.infer<typeof historiesSchema>

const fileSchema = z.object({
  project: z.string(),
  file: z.string(),
  /** Milliseconds from loading the file to its last hook. */
  ms: z.number(),
  passed: z.int().min(0),
  skipped: z.int().min(0),
  failures: z.array(z.object({ name: z.string(), message: z.string() })),
  histories: z.array(historiesSchema),
})
export type FileResult = z.infer<typeof fileSchema>

const runSchema = z.object({ files: z.array(fileSchema) })
/** One run of vitest, as reporter.ts writes it. */
export type RunResult = z.infer<typeof runSchema>

export interface Results {
  readonly files: readonly FileResult[]
  /** Failures that are no tests: a line each. */
  readonly faults: readonly string[]
}

/**
 * The results of one run of vitest from its report. A run that failed without a failed test, or without a report, is a fault: no
 * failure may look like none.
 */
export function resultsOf(reportFile: string, exitStatus: number): Results {
  const { files } = existsSync(reportFile)
    ? runSchema.parse(JSON.parse(readFileSync(reportFile, 'utf8')))
    : { files: [] }
  const isExplained = exitStatus === 0 || files.some(({ failures }) => failures.length > 0)
  return { files, faults: isExplained ? [] : [`vitest ended with exit status ${exitStatus}`] }
}

export const noResults: Results = { files: [], faults: [] }

export function sumOf(results: readonly Results[]): Results {
  return {
    files: results.flatMap(({ files }) => files),
    faults: results.flatMap(({ faults }) => faults),
  }
}

/** The results of all runs, in which nothing counted is a fault: a test that is not run has not passed. */
export function withoutEmptyRun(results: Results): Results {
  const ran = results.files.some(({ passed, failures }) => passed + failures.length > 0)
  if (ran || results.faults.length > 0) return results
  return { ...results, faults: ['No test was run: the arguments choose none.'] }
}

/** A line for each failure: where, which test, and how its message begins. */
export function failureLines({ files, faults }: Results): string[] {
  return [
    ...files.flatMap(({ file, failures }) =>
      failures.map(({ name, message }) => `${file}: ${name}: ${firstLine(message)}`),
    ),
    ...faults,
  ]
}

export function firstLine(message: string): string {
  return stripVTControlCharacters(message).split('\n', 1)[0] ?? ''
}
