import { readFileSync } from 'node:fs'

import { check, resolveConfig } from 'prettier'
import { describe, expect, it } from 'vitest'

import { costLines, costNotes } from '../../bench/report/cost.ts'
import { threeDigits } from '../../bench/report/figures.ts'
import { withCost } from '../../bench/report/readme.ts'
import { figure, markdownTable } from '../../bench/report/table.ts'
import { jsonOf } from '../../bench/report/write.ts'
import { dollarsOf, formatDollars } from '../../scripts/local/prices.ts'
import { dayBill, goodResults } from './sampleResults.ts'

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
  it('is reads and writes at their prices', () => {
    expect(dollarsOf({ reads: 1_000_000, writes: 1_000_000 })).toBeCloseTo(1.2, 10)
    expect(formatDollars(dollarsOf({ reads: 45_177, writes: 0 }))).toBe('$0.014')
  })

  it('says what share of the direct reads each has', () => {
    const bills = { ...goodResults.scenario[10_000], tidemark: dayBill({ pageReads: 500, syncReads: 300 }) }
    const rows = costLines(10_000, bills as Parameters<typeof costLines>[1]) // The sample has the others.
    expect(rows.find((row) => row.startsWith('| Tidemark'))).toMatch(/ 500 \| +300 \| +800 \|.* 2\.00 % \|$/)
  })

  it('says what was multiplied', () => {
    const notes = costNotes(goodResults).join('\n')
    expect(notes).toContain('querying orders directly 100 views (10,000 orders)')
    expect(notes).not.toContain('Tidemark 1000 views')
  })

  it('says what a weekly full run adds to a day', () => {
    expect(costNotes(goodResults).join('\n')).toContain('46,000 reads or $0.014 for 314,000 orders')
  })
})

/** A text without what stands between the marks. */
function outside(text: string): string {
  return text.replace(/<!-- bench:cost -->[^]*<!-- \/bench:cost -->/, '')
}

describe("the README's cost table", () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

  it('is written between its marks, and nothing else is', () => {
    const written = withCost(readme, goodResults)
    expect(written).toContain('| 314,000 orders, a day')
    expect(withCost(written, goodResults)).toBe(written)
    expect(outside(written)).toBe(outside(readme))
  })

  it('has the format of the project', async () => {
    const file = new URL('../../README.md', import.meta.url)
    const options = { ...(await resolveConfig(file)), parser: 'markdown' }
    expect(await check(withCost(readme, goodResults), options)).toBe(true)
  })

  it('needs its marks', () => {
    expect(() => withCost('# Tidemark', goodResults)).toThrow('README.md must have <!-- bench:cost --> once')
  })
})
