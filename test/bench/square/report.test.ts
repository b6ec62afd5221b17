import { expect, it } from 'vitest'

import { squareReportLines } from '../../../bench/square/report.ts'
import { goodSquare, listOf, squareWith } from './sampleSquare.ts'

const linesOf = (results = goodSquare): string[] => squareReportLines(results).map((line) => line.replace(/ +/g, ' '))

it('the report has each stage, and the first sync and the rebuilding as a whole', () => {
  const lines = linesOf()
  expect(lines).toContain('| first sync | 150.0 s | 400 | 0 | 240,000 | 2.0 |')
  expect(lines).toContain('| – what is computed from it | 90.0 s | 0 | 0 | 150,000 | 2.0 |')
  expect(lines).toContain('| a run of 100 changes | 5.0 s | 35 | 0 | 0 | 2.0 |')
  expect(lines).toContain('| clear and rebuild | 200.0 s | 850 | 0 | 160,000 | 2.0 |')
})

it('the report has each list with its rows and its sum, and what is wrong with one', () => {
  expect(linesOf()).toContain('| orders | orders | 32,000 | 1,234,567.5 | the same |')
  const wrong = listOf(3, { rows: 2, missing: 2, surplus: 1 })
  expect(linesOf(squareWith('vendors', wrong))).toContain(
    '| vendors | vendors | 2 | – | 3 expected, 2 missing, 1 surplus |',
  )
})
