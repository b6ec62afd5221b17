import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { otherResultsIn } from '../../../bench/report/kept.ts'
import { reportLines } from '../../../bench/report/sections.ts'
import { jsonOf } from '../../../bench/report/write.ts'
import { goodResults } from '../sampleResults.ts'

describe('a report of which the costs alone were measured anew', () => {
  it('says when each part was measured', () => {
    const lines = reportLines(goodResults)
    expect(lines.find((line) => line.startsWith('2026-11-05'))).toBeDefined()
    expect(lines.find((line) => line.startsWith('2026-11-02'))).toBeDefined()
  })

  it('takes all else from the results of the full run', () => {
    const { costs: _, ...others } = goodResults
    expect(otherResultsIn(jsonOf(goodResults))).toEqual(others)
    expect(() => otherResultsIn(jsonOf({ ...others, growth: undefined }))).toThrow('growth')
  })

  it('can take it from those that the project has', () => {
    const text = readFileSync(new URL('../../../docs/benchmarks/results.json', import.meta.url), 'utf8')
    expect(otherResultsIn(text).latencyOrders).toBe(314_000)
  })
})
