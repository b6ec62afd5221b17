import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { resultsOf, summaryLine, sumOf } from '../../scripts/test/results.ts'

let folder = ''
let report = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-'))
  report = join(folder, 'report.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Writes a report of files, each a list of its tests' statuses. */
function write(...files: readonly { status: 'passed' | 'failed'; tests: readonly string[] }[]): void {
  const all = files.flatMap(({ tests }) => tests)
  const testResults = files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map((test) => ({ status: test })),
  }))
  const count = (wanted: string): number => all.filter((status) => status === wanted).length
  writeFileSync(
    report,
    JSON.stringify({ numPassedTests: count('passed'), numFailedTests: count('failed'), testResults }),
  )
}

describe('resultsOf', () => {
  it('counts the tests', () => {
    write(
      { status: 'passed', tests: ['passed', 'passed', 'pending'] },
      { status: 'failed', tests: ['passed', 'failed'] },
    )
    expect(resultsOf(report, 1)).toEqual({ passed: 3, failed: 1 })
  })

  it('counts a file that failed as a whole', () => {
    write(
      { status: 'passed', tests: ['passed'] },
      { status: 'failed', tests: [] },
      { status: 'failed', tests: ['pending'] },
    )
    expect(resultsOf(report, 1)).toEqual({ passed: 1, failed: 2 })
  })

  it('never lets a failed run look like a passed one', () => {
    write({ status: 'passed', tests: ['passed'] })
    expect(resultsOf(report, 1)).toEqual({ passed: 1, failed: 1 })
    expect(resultsOf(join(folder, 'none.json'), 137)).toEqual({ passed: 0, failed: 1 })
  })

  it('is zero for a project whose tests were not chosen', () => {
    expect(resultsOf(join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 0 })
  })
})

describe('summaryLine', () => {
  it('sums up in the form that other programs look for', () => {
    expect(
      summaryLine(
        sumOf([
          { passed: 300, failed: 0 },
          { passed: 41, failed: 2 },
        ]),
      ),
    ).toBe('Tidemark: 341 passed, 2 failed')
    expect(summaryLine(sumOf([]))).toBe('Tidemark: 0 passed, 0 failed')
  })
})
