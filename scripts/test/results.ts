import { existsSync, readFileSync } from 'node:fs'

import { z } from 'zod'

/** The part of vitest's JSON report that is summed up. */
const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
})

export interface Results {
  readonly passed: number
  readonly failed: number
}

/**
 * The results of one vitest run from its JSON report. A file that failed as a whole (it did not load, or a hook threw)
 * and a run that failed without a failed test or without a report count as one failed test each: no failure may look
 * like none.
 */
export function resultsOf(reportFile: string, exitStatus: number): Results {
  if (!existsSync(reportFile)) return { passed: 0, failed: exitStatus === 0 ? 0 : 1 }
  const { numPassedTests, numFailedTests, testResults } = reportSchema.parse(
    JSON.parse(readFileSync(reportFile, 'utf8')),
  )
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  ).length
  const failed = numFailedTests + brokenFiles
  return { passed: numPassedTests, failed: failed === 0 && exitStatus !== 0 ? 1 : failed }
}

export function sumOf(results: readonly Results[]): Results {
  return results.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  })
}

/** The line that other programs look for; its form stays as it is. */
export function summaryLine({ passed, failed }: Results): string {
  return `Tidemark: ${passed} passed, ${failed} failed`
}
