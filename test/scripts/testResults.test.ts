import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { projectRoot } from '../../scripts/paths.ts'
import { resultsOf, summaryOf, sumOf } from '../../scripts/test/results.ts'

let folder = ''
let report = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-'))
  report = join(folder, 'report.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface File {
  readonly name: string
  readonly status: 'passed' | 'failed'
  readonly message?: string
  readonly tests: readonly string[]
}

/** Writes a report of files, each with its tests' statuses. */
function write(...files: readonly File[]): void {
  const testResults = files.map(({ name, status, message = '', tests }) => ({
    name: join(projectRoot, name),
    status,
    message,
    assertionResults: tests.map((test, index) => ({
      fullName: `group test ${index}`,
      status: test,
      failureMessages:
        test === 'failed' ? ['\u001B[31mError: one is not two\u001B[39m\n    at a line\n    at another'] : [],
    })),
  }))
  const numPassedTests = files.flatMap(({ tests }) => tests).filter((status) => status === 'passed').length
  writeFileSync(report, JSON.stringify({ numPassedTests, testResults }))
}

describe('resultsOf', () => {
  it('counts the tests, and names those that failed', () => {
    write(
      { name: 'test/a.test.ts', status: 'passed', tests: ['passed', 'passed', 'pending'] },
      { name: 'test/b.test.ts', status: 'failed', tests: ['passed', 'failed'] },
    )
    const failures = ['test/b.test.ts: group test 1: Error: one is not two']
    expect(resultsOf(report, 1)).toEqual({ passed: 3, failures })
  })

  it('counts a file that failed as a whole', () => {
    write(
      { name: 'test/a.test.ts', status: 'passed', tests: ['passed'] },
      { name: 'test/b.test.ts', status: 'failed', message: 'Cannot find module', tests: [] },
      { name: 'test/c.test.ts', status: 'failed', message: 'The hook threw\n  here', tests: ['pending'] },
      { name: 'test/d.test.ts', status: 'failed', message: '', tests: ['pending'] },
    )
    const failures = [
      'test/b.test.ts: Cannot find module',
      'test/c.test.ts: The hook threw',
      'test/d.test.ts: a hook failed, see above',
    ]
    expect(resultsOf(report, 1)).toEqual({ passed: 1, failures })
  })

  it('never lets a failed run look like a passed one', () => {
    write({ name: 'test/a.test.ts', status: 'passed', tests: ['passed'] })
    expect(resultsOf(report, 1)).toEqual({ passed: 1, failures: ['vitest ended with exit status 1'] })
    const none = { passed: 0, failures: ['vitest ended with exit status 137'] }
    expect(resultsOf(join(folder, 'none.json'), 137)).toEqual(none)
  })

  it('is zero for a project whose tests were not chosen', () => {
    expect(resultsOf(join(folder, 'none.json'), 0)).toEqual({ passed: 0, failures: [] })
  })
})

describe('summaryOf', () => {
  it('lists the failures and sums up in the form that other programs look for', () => {
    const sum = sumOf([
      { passed: 300, failures: [] },
      { passed: 41, failures: ['test/a.test.ts: one', 'test/b.test.ts: two'] },
    ])
    expect(summaryOf(sum)).toBe(
      'Failed: test/a.test.ts: one\nFailed: test/b.test.ts: two\nTidemark: 341 passed, 2 failed',
    )
    expect(summaryOf(sumOf([]))).toBe('Tidemark: 0 passed, 0 failed')
  })
})
