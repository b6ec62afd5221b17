import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { failureLines, resultsOf, sumOf, withoutEmptyRun, type FileResult } from '../../../tools/test/results.ts'

let folder = ''
let report = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-'))
  report = join(folder, 'report.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const passed: FileResult = {
  project: 'unit',
  file: 'test/a.test.ts',
  ms: 100,
  passed: 2,
  skipped: 1,
  failures: [],
  histories: [],
}
const failed: FileResult = {
  ...passed,
  file: 'test/b.test.ts',
  failures: [
    { name: 'group test 1', message: '\u001B[31mError: one is not two\u001B[39m\n    at a line\n    at another' },
    { name: 'the file as a whole', message: 'The hook threw\n  here' },
  ],
}

describe('the results of a run', () => {
  it('name each test that failed, and what failed outside of tests', () => {
    writeFileSync(report, JSON.stringify({ files: [passed, failed] }))
    const results = resultsOf(report, 1)
    expect(results).toEqual({ files: [passed, failed], faults: [] })
    expect(failureLines(results)).toEqual([
      'test/b.test.ts: group test 1: Error: one is not two',
      'test/b.test.ts: the file as a whole: The hook threw',
    ])
  })

  it('never let a failed run look like a passed one', () => {
    writeFileSync(report, JSON.stringify({ files: [passed] }))
    expect(failureLines(resultsOf(report, 1))).toEqual(['vitest ended with exit status 1'])
    expect(failureLines(resultsOf(join(folder, 'none.json'), 137))).toEqual(['vitest ended with exit status 137'])
  })

  it('of tests that were all left out are a failure', () => {
    const skipped = { files: [{ ...passed, passed: 0 }], faults: [] }
    expect(failureLines(withoutEmptyRun(skipped))).toEqual(['No test was run: the arguments choose none.'])
    for (const results of [
      { files: [passed], faults: [] },
      { files: [{ ...failed, passed: 0 }], faults: [] },
      { files: [], faults: ['vitest ended with exit status 1'] },
    ])
      expect(withoutEmptyRun(results)).toBe(results)
  })

  it('are summed up over several runs', () => {
    const sum = sumOf([
      { files: [passed], faults: [] },
      { files: [failed], faults: ['The emulator suite ended by itself.'] },
    ])
    expect(failureLines(sum)).toEqual([
      expect.stringContaining('one is not two'),
      expect.stringContaining('The hook threw'),
      'The emulator suite ended by itself.',
    ])
  })
})
