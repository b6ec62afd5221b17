import { expect, it } from 'vitest'

import { questionKinds, type QuestionKind } from '../../../bench/peers/questions.ts'
import { peersReportLines } from '../../../bench/peers/report.ts'
import type { PeerResult, PeersResults, Times } from '../../../bench/peers/results.ts'

function peerResult(changed: Partial<PeerResult>): PeerResult {
  const times = questionKinds.map((kind, i): [QuestionKind, Times] => [kind, { p50: i + 1, p99: 10 * (i + 1) }])
  return {
    storedBytes: 24_500_000,
    loadMs: 1_283,
    onceMs: 2_500,
    rss: 271e6,
    kept: 120e6,
    billed: null,
    answers: Object.fromEntries(times) as Record<QuestionKind, Times>, // One for each kind.
    ...changed,
  }
}

const results: PeersResults = {
  environment: {
    date: '2026-11-30T00:00:00.000Z',
    cpu: 'A processor',
    cores: 2,
    memoryGB: 25,
    node: 'v24.0.0',
    mode: 'full',
    seconds: 600,
    sqlite: '3.50.0',
    duckDb: '1.5.6',
  },
  orders: 314_000,
  runs: 5,
  samples: 100,
  compared: 809,
  peers: {
    tidemark: peerResult({ billed: { everyRow: 86, rareSearch: 87, firstPage: 1 } }),
    sqlite: peerResult({ storedBytes: 150e6 }),
  },
}
const linesOf = (of: PeersResults): string[] => peersReportLines(of).map((line) => line.replace(/ +/g, ' '))

it('the report has the figures of everybody who was measured, and of nobody else', () => {
  const lines = linesOf(results)
  const times = '1.00 | 2.00 | 3.00 | 4.00 | 5.00 | 6.00 | 7.00 | 8.00 |'
  expect(lines).toContain(`| Tidemark | 24.5 | 1,283 | 2,500 | 271 | 120 | ${times}`)
  expect(lines).toContain(`| node:sqlite, FTS5 with trigrams | 150 | 1,283 | 2,500 | 271 | 120 | ${times}`)
  expect(lines).toContain('| Tidemark | 10.0 | 20.0 | 30.0 | 40.0 | 50.0 | 60.0 | 70.0 | 80.0 |')
  expect(lines.filter((line) => line.startsWith('| Tidemark before'))).toEqual([])
})

it('the report has the reads of those whom Firestore bills', () => {
  const lines = linesOf(results)
  expect(lines).toContain('| Tidemark | 86 | 87 | 1 |')
  expect(lines.filter((line) => line.startsWith('| node:sqlite'))).toHaveLength(2)
})

it('the report says who was left out', () => {
  const leftOut = /DuckDB is not installed/
  expect(linesOf(results).some((line) => leftOut.test(line))).toBe(false)
  const without = { ...results, environment: { ...results.environment, duckDb: null } }
  expect(linesOf(without).some((line) => leftOut.test(line))).toBe(true)
})
