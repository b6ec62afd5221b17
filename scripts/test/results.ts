import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

import { z } from 'zod'

import { projectRoot } from '../paths.ts'

/** The part of vitest's JSON report that is summed up. */
const reportSchema = z.object({
  numPassedTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
})
type FileReport = z.infer<typeof reportSchema>['testResults'][number]

export interface Results {
  readonly passed: number
  /** A line each: where, which test, and how its message begins. */
  readonly failures: readonly string[]
}

/**
 * The results of one vitest run from its JSON report. A file that failed as a whole (it did not load, or a hook threw)
 * and a run that failed without a failed test or without a report count as one failed test each: no failure may look
 * like none.
 */
export function resultsOf(reportFile: string, exitStatus: number): Results {
  const { passed, failures } = existsSync(reportFile) ? reported(reportFile) : { passed: 0, failures: [] }
  if (failures.length > 0 || exitStatus === 0) return { passed, failures }
  return { passed, failures: [`vitest ended with exit status ${exitStatus}`] }
}

function reported(reportFile: string): Results {
  const { numPassedTests, testResults } = reportSchema.parse(JSON.parse(readFileSync(reportFile, 'utf8')))
  return { passed: numPassedTests, failures: testResults.flatMap(failuresIn) }
}

function failuresIn({ name, status, message, assertionResults }: FileReport): string[] {
  const file = relative(projectRoot, name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  // Of a hook within a group vitest tells no message.
  const whole = firstLine(message) || 'a hook failed, see above'
  if (status === 'failed' && failed.length === 0) return [`${file}: ${whole}`]
  return failed.map(({ fullName, failureMessages }) => `${file}: ${fullName}: ${firstLine(failureMessages[0] ?? '')}`)
}

export function firstLine(message: string): string {
  return stripVTControlCharacters(message).split('\n', 1)[0] ?? ''
}

export function sumOf(results: readonly Results[]): Results {
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failures: results.flatMap(({ failures }) => failures),
  }
}

/**
 * What ends the output: each failure, which lies far above in it, and the line that other programs look for, whose form
 * stays as it is.
 */
export function summaryOf({ passed, failures }: Results): string {
  return [
    ...failures.map((failure) => `Failed: ${failure}`),
    `Tidemark: ${passed} passed, ${failures.length} failed`,
  ].join('\n')
}
