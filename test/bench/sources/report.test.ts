import { expect, it } from 'vitest'

import { sourcesReportLines } from '../../../bench/sources/report.ts'
import { failingCopy, goodSources, sourcesWith } from './sampleSources.ts'

const linesOf = (results = goodSources): string[] => sourcesReportLines(results).map((line) => line.replace(/ +/g, ' '))

it('the report has each copy beside the naive client and the copy from Firestore', () => {
  const lines = linesOf()
  expect(lines).toContain('| naive, nothing fails | 3,140 | 3,140 | 973.4 s | – | – | – |')
  expect(lines).toContain('| Tidemark, nothing fails | 3,210 | 3,210 | 200.0 s | 192.6 s | 1.04 | 2.0 |')
  expect(lines).toContain('| Tidemark, 2.00 % of calls fail | 3,290 | 3,225 | 250.0 s | 209.4 s | 1.19 | 2.0 |')
  expect(lines).toContain('| as many orders from Firestore | – | – | 180.0 s | – | – | 2.1 |')
})

it('the report has what a refresh takes, how calls failed, and what failed by it', () => {
  expect(linesOf()).toContain('| naive: every order again | 3,140 | 973.4 s |')
  expect(linesOf()).toContain("| Tidemark's incremental run | 2 | 0.7 s |")
  expect(linesOf()).toContain('| body stalls | 32 | 32 |')
  expect(linesOf().join()).toContain('made calls wait 60.0 s and 60.0 s, all together.')
  expect(linesOf()).toContain('after seconds. No task failed.')
  expect(linesOf(sourcesWith('failing', { ...failingCopy, failedTasks: 2 }))).toContain(
    'after seconds. Tasks that failed and were run again: 2.',
  )
})

it('the report leaves out what was not measured', () => {
  const lines = linesOf({ ...goodSources, resync: null })
  expect(lines).toContain('| body stalls | 32 |')
  expect(lines.filter((line) => line.startsWith('| again'))).toEqual([])
})
