import { readFileSync } from 'node:fs'

import { check, resolveConfig } from 'prettier'
import { describe, expect, it } from 'vitest'

import { costLines, costNotes } from '../../../bench/report/cost.ts'
import { busyLines, functionLines } from '../../../bench/report/feed.ts'
import { threeDigits } from '../../../bench/report/figures.ts'
import { otherResultsIn } from '../../../bench/report/kept.ts'
import { withCost } from '../../../bench/report/readme.ts'
import { reportLines } from '../../../bench/report/sections.ts'
import { figure, markdownTable } from '../../../bench/report/table.ts'
import { jsonOf } from '../../../bench/report/write.ts'
import type { ScenarioResult } from '../../../bench/results.ts'
import { dollarsOf, formatDollars } from '../../../functions/src/contract/prices.ts'
import { dayBill, goodResults, requestedOf, stretchOf } from '../sampleResults.ts'

describe('a table', () => {
  it('is as wide as its widest cell, text to the left and numbers to the right', () => {
    const rows = [
      ['direct', figure('45,177')],
      ['Tidemark', figure('2')],
    ]
    expect(markdownTable(['who', 'reads'], rows)).toEqual([
      '| who      |  reads |',
      '| -------- | -----: |',
      '| direct   | 45,177 |',
      '| Tidemark |      2 |',
    ])
  })

  it('keeps a bar within its cell', () => {
    expect(markdownTable(['who'], [['a | b']])[2]).toBe('| a \\| b |')
  })
})

describe('figures', () => {
  it('have three digits and no exponent', () => {
    expect([0, 0.0000123, 0.0456, 1.234, 45.67, 12_345].map(threeDigits)).toEqual([
      '0',
      '0.000012',
      '0.0456',
      '1.23',
      '45.7',
      '12345',
    ])
  })

  it('are rounded in the JSON, whole ones kept', () => {
    const json = jsonOf({ ...goodResults, latencyOrders: 314_159, sync: { ...goodResults.sync, full: fullOf(1 / 3) } })
    expect(JSON.parse(json)).toMatchObject({ latencyOrders: 314_159, sync: { full: { tidemark: 0.3333 } } })
  })
})

function fullOf(tidemark: number): typeof goodResults.sync.full {
  return { ...goodResults.sync.full, tidemark }
}

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

  it('has the functions beside it, and their sum', () => {
    const day = costs.feedDay[10_000]
    const rows = day === undefined ? [] : functionLines(10_000, day)
    expect(rowOf(rows, 'the trigger, `onOrderWritten`')).toEqual(
      ['300', '0', '300', '$0.00027', '4.50', '30.0', '512MiB', '$0.00080'], // prettier-ignore
    )
    expect(rowOf(rows, 'all')).toEqual(['686', '2,300', '2,090', '$0.0026', '13.5', '90.0', '', '$0.0024'])
  })
})

describe('a busy shop', () => {
  it('is told by the change, beside what a change may cost', () => {
    const rows = busyLines({ orders: 10_000, stretches: [stretchOf({})] })
    expect(rowOf(rows, '1 a second, for 8 minutes')).toEqual(
      ['480', '34', '3.21', '3.40', '1.28', '1.40', '2', '172', '196', 'yes'], // prettier-ignore
    )
  })

  it.each([
    ['requested runs', { requested: requestedOf({ writes: 675 }) }],
    ['scheduled runs', { scheduled: { ...stretchOf({}).scheduled, reads: 197 } }],
  ])('says so where its %s cost more', (_, changed) => {
    const rows = busyLines({ orders: 10_000, stretches: [stretchOf(changed)] })
    expect(rowOf(rows, '1 a second, for 8 minutes').at(-1)).toBe('NO')
  })
})

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

function billsOf(orders: number): ScenarioResult {
  const bills = goodResults.costs.scenario[orders]
  if (bills === undefined) throw new Error('The sample has this store.')
  return bills
}

/** The cells of a table's row but for its name. */
function rowOf(lines: readonly string[], name: string): string[] {
  const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()))
  return cells.find((row) => row[1] === name)?.slice(2, -1) ?? []
}

/** A text without what stands between the marks. */
function outside(text: string): string {
  return text.replace(/<!-- bench:cost -->[^]*<!-- \/bench:cost -->/, '')
}

describe("the README's cost table", () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')

  it('is written between its marks, and nothing else is', () => {
    const written = withCost(readme, goodResults)
    expect(written).toContain('| 314,000 orders, a day')
    expect(withCost(written, goodResults)).toBe(written)
    expect(outside(written)).toBe(outside(readme))
  })

  it('has the format of the project', async () => {
    const file = new URL('../../../README.md', import.meta.url)
    const options = { ...(await resolveConfig(file)), parser: 'markdown' }
    expect(await check(withCost(readme, goodResults), options)).toBe(true)
  })

  it('needs its marks', () => {
    expect(() => withCost('# Tidemark', goodResults)).toThrow('README.md must have <!-- bench:cost --> once')
  })
})
