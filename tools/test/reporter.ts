import { writeFileSync } from 'node:fs'

import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'

import type { FileResult, HistoriesRun, RunResult } from './results.ts'

/** The variable that names the file which the reporter writes a run's results to. */
export const reportVariable = 'TIDEMARK_TEST_REPORT'

/** Writes what `npm test` sums up of one run of vitest, as JSON. */
export default class RunReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const path = process.env[reportVariable]
    if (path === undefined) throw new Error(`${reportVariable} must name a file.`)
    writeFileSync(path, JSON.stringify({ files: modules.map(resultOf) } satisfies RunResult))
  }
}

function resultOf(module: TestModule): FileResult {
  const tests = [...module.children.allTests()]
  const { duration, setupDuration, collectDuration, prepareDuration } = module.diagnostic()
  const count = (state: 'passed' | 'skipped'): number => tests.filter((test) => test.result().state === state).length
  return {
    project: module.project.name,
    file: module.relativeModuleId,
    ms: Math.round(duration + setupDuration + collectDuration + prepareDuration),
    passed: count('passed'),
    skipped: count('skipped'),
    failures: [
      ...[module, ...module.children.allSuites()].flatMap((group) => failuresOf(group)),
      ...tests.flatMap((test) => (test.result().state === 'failed' ? [failureOf(test)] : [])),
    ],
    histories: tests.flatMap((test) => historiesOf(test)),
  }
}

/** Errors outside of tests: a file that does not load, a hook that throws. */
function failuresOf(group: TestModule | TestSuite): FileResult['failures'][number][] {
  const name = group.type === 'suite' ? group.fullName : 'the file as a whole'
  return group.errors().map(({ message }) => ({ name, message }))
}

function failureOf(test: TestCase): FileResult['failures'][number] {
  return { name: test.fullName, message: test.result().errors?.[0]?.message ?? '' }
}

/** The random histories that a test played: test/harness/histories.ts leaves them in its meta. */
function historiesOf(test: TestCase): HistoriesRun[] {
  const { histories } = test.meta() as { histories?: HistoriesRun } // What that module writes.
  return histories === undefined ? [] : [histories]
}
