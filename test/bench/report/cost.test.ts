import { describe, expect, it } from 'vitest'

import { costLines, costNotes } from '../../../bench/report/cost.ts'
import type { ScenarioResult } from '../../../bench/results.ts'
import { dollarsOf, formatDollars } from '../../../functions/src/contract/prices.ts'
import { dayBill, goodResults } from '../sampleResults.ts'
import { rowOf } from './rowOf.ts'

describe('the cost of a day', () => {
  const { costs } = goodResults

  it('is reads, writes and deletes at their prices', () => {
    expect(dollarsOf({ reads: 1_000_000, writes: 1_000_000 })).toBeCloseTo(1.2, 10)
    expect(dollarsOf({ reads: 0, writes: 0, deletes: 1_000_000 })).toBeCloseTo(0.1, 10)
    expect(formatDollars(dollarsOf({ reads: 45_177, writes: 0 }))).toBe('$0.014')
  })

  it('says what share of the direct reads and dollars each has', () => {
    const tidemarkFeed = dayBill({ pageReads: 500, syncReads: 200, fullReads: 100, dollars: 0.003 })
    const rows = costLines(10_000, { ...billsOf(10_000), tidemarkFeed })
    expect(rowOf(rows, 'Tidemark, change feed (default)')).toEqual(
      ['500', '200', '100', '800', '2.00 %', '0', '0', '$0.0030', '25.0 %'], // prettier-ignore
    )
  })

  it('says what was multiplied', () => {
    const notes = costNotes(costs).join('\n')
    expect(notes).toContain('querying orders directly 100 views (10,000 orders)')
    expect(notes).not.toContain('Tidemark, change feed (default) 1000 views')
  })
})

function billsOf(orders: number): ScenarioResult {
  const bills = goodResults.costs.scenario[orders]
  if (bills === undefined) throw new Error('The sample has this store.')
  return bills
}
