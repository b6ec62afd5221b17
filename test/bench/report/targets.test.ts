import { describe, expect, it } from 'vitest'

import { reportLines } from '../../../bench/report/sections.ts'
import { targetsOf } from '../../../bench/report/targets.ts'
import type { CostResult, Results, ScenarioResult } from '../../../bench/results.ts'
import { dayBill, goodResults, growthOf, latencyOf, requestedOf, stretchOf } from '../sampleResults.ts'

/** The targets that results miss. */
function missedBy(changed: Partial<Results>): string[] {
  return targetsOf({ ...goodResults, ...changed }).flatMap(({ target, isMet }) => (isMet === false ? [target] : []))
}

function costsWith(changed: Partial<CostResult>): Partial<Results> {
  return { costs: { ...goodResults.costs, ...changed } }
}

function scenarioWith(changed: Partial<ScenarioResult>): Partial<Results> {
  const bills = goodResults.costs.scenario[10_000]
  if (bills === undefined) throw new Error('The sample has this store.')
  return costsWith({ scenario: { 10_000: { ...bills, ...changed } } })
}

function growthWith(changed: Parameters<typeof growthOf>[0]): Partial<Results> {
  return { growth: { ...goodResults.growth, 314_000: growthOf(changed) } }
}

const { full, incremental } = goodResults.sync
const cases: readonly (readonly [string, Partial<Results>])[] = [
  ['10,000 orders: page reads at most 3 % of direct reads', scenarioWith({ tidemark: dayBill({ pageReads: 1_201 }) })],
  [
    '10,000 orders, without change feed: reads of pages and runs at most 5 % of direct reads',
    scenarioWith({ tidemark: dayBill({ pageReads: 1_000, syncReads: 1_001 }) }),
  ],
  [
    '10,000 orders, change feed (default): all reads at most 12 % of direct reads',
    scenarioWith({ tidemarkFeed: dayBill({ pageReads: 1_000, syncReads: 2_400, fullReads: 1_401 }) }),
  ],
  [
    '10,000 orders, change feed (default): at most 30 % of direct dollars',
    scenarioWith({ tidemarkFeed: dayBill({ dollars: 0.003_61 }) }),
  ],
  [
    'a busy shop: a change costs no more than invariant 13 allows, at each pace',
    costsWith({
      busyShop: { orders: 10_000, stretches: [stretchOf({}), stretchOf({ requested: requestedOf({ reads: 1_635 }) })] },
    }),
  ],
  [
    "10,000 orders: a warm page's p50 at most 1/20 of a direct query's",
    { latencyByOrders: { 10_000: latencyOf({ direct: 40, tidemark: 2.1 }) } },
  ],
  ["a cold instance's first page for 1 read, 10,000 to 1,000,000 orders", growthWith({ firstPageReads: 2 })],
  [
    "a page's reads do not grow, 10,000 to 1,000,000 orders",
    { growth: { 10_000: growthOf({}), 1_000_000: growthOf({ warmPageReads: 2 }) } },
  ],
  ['314,000 orders: at most 250 MB above an empty instance', growthWith({ memoryMB: 251 })],
  ['314,000 orders: every row in at most 100 reads', growthWith({ fullViewReads: 101 })],
  ['314,000 orders: cold full load under 3 × fetching and decompressing', growthWith({ coldMs: 900, fetchMs: 300 })],
  [
    '314,000 orders: full copy at least 0.6 × a bare bulkWriter',
    { sync: { incremental, full: { ...full, tidemark: 2_900 } } },
  ],
  [
    'a run of 100 changes: under 20 writes besides the documents',
    { sync: { full, incremental: { 100: { ms: 100, reads: 204, writes: 120 } } } },
  ],
]

describe('targets', () => {
  it('are all met by results that meet them', () => {
    expect(missedBy({})).toEqual([])
    expect(targetsOf(goodResults).filter(({ isMet }) => isMet === null)).toEqual([])
  })

  it.each(cases)('say that "%s" is not met', (target, results) => {
    expect(missedBy(results)).toEqual([target])
  })

  it('say so in the report', () => {
    const lines = reportLines({ ...goodResults, ...growthWith({ memoryMB: 300 }) })
    expect(lines.find((line) => line.includes('at most 250 MB'))).toMatch(/\| 300 MB +\| NO +\|$/)
    expect(lines.find((line) => line.includes('at most 100 reads'))).toMatch(/\| 83 reads +\| yes +\|$/)
  })

  it('of a store that was not measured are neither met nor missed', () => {
    const growth = { 10_000: growthOf({ memoryMB: 300 }) }
    const sync = { incremental, full: { ...full, orders: 10_000, tidemark: 2_000 } }
    const unmeasured = targetsOf({ ...goodResults, growth, sync }).filter(({ isMet }) => isMet === null)
    expect(unmeasured.filter(({ target }) => target.startsWith('314,000 orders'))).toHaveLength(4)
    expect(missedBy({ growth, sync })).toEqual([])
  })
})
