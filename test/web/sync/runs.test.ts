import { describe, expect, it } from 'vitest'

import { runInHistorySchema } from '../../../web/src/backend/runHistory.ts'
import { measuredRuns, runChart, runChartSummary } from '../../../web/src/sync/runChart.ts'
import { costOf, runColumns } from '../../../web/src/sync/runFigures.ts'

const ended = {
  runId: 'b',
  pipeline: 'firestore.orders',
  mode: 'incremental' as const,
  status: 'succeeded' as const,
  created: 5,
  updated: 3,
  deleted: 0,
  quarantined: 0,
  firestoreReads: 29,
  firestoreWrites: 15,
  durationMs: 812,
  startedAt: '2026-11-20T10:15:00.000Z',
  endedAt: '2026-11-20T10:15:01.000Z',
}
/** As the one who takes an expired lease writes it (functions/src/cache/lease.ts). */
const dead = {
  runId: 'a',
  pipeline: 'firestore.orders',
  mode: 'incremental' as const,
  status: 'failed' as const,
  error: 'The run ended without a word; its lease ran out.',
  startedAt: '2026-11-20T10:00:00.000Z',
  endedAt: null,
}

describe('the history of runs', () => {
  it('knows runs that died and runs that are under way, which have no figures', () => {
    expect(runInHistorySchema.safeParse(ended).success).toBe(true)
    expect(runInHistorySchema.safeParse(dead).success).toBe(true)
    const { endedAt: _endedAt, error: _error, ...underWay } = { ...dead, status: 'running' as const }
    expect(runInHistorySchema.safeParse(underWay).success).toBe(true)
  })

  it('says what a run cost by its reads and writes, and that nobody knows it of one that died', () => {
    expect(costOf(ended)).toBeCloseTo(29 * 0.0000003 + 15 * 0.0000009, 12)
    expect(costOf(dead)).toBeNull()
    expect(runColumns.map(({ textOf }) => textOf(dead))).toEqual(runColumns.map(() => '–'))
    expect(runColumns.map(({ label, textOf }) => [label, textOf(ended)])).toEqual([
      ['New', '5'],
      ['Updated', '3'],
      ['Deleted', '0'],
      ['Quarantined', '0'],
      ['Duration', '0.8 s'],
      ['Reads', '29'],
      ['Writes', '15'],
      ['Cost', '$0.000022'],
    ])
  })

  it('draws the runs of one mode that have figures, oldest first', () => {
    const earlier = { ...ended, runId: 'c', startedAt: '2026-11-20T09:00:00.000Z', durationMs: 2_000 }
    const full = { ...ended, runId: 'd', mode: 'full' as const }
    const runs = measuredRuns([ended, full, dead, earlier], 'incremental')
    expect(runs.map(({ runId }) => runId)).toEqual(['c', 'b'])
    expect(runChart(runs, 'UTC').series.map(({ label, values }) => [label, values.length])).toEqual([
      ['Duration', 2],
      ['Cost', 2],
    ])
    expect(runChart(runs, 'Pacific/Auckland').points[0]?.shortName).toContain('22:00')
    expect(runChartSummary(runs, 'incremental')).toContain('2 incremental runs: the longest took 2.0 s')
  })
})
