import { readFileSync } from 'node:fs'

import { check, resolveConfig } from 'prettier'
import { describe, expect, it } from 'vitest'

import { withCost } from '../../../bench/report/readme.ts'
import { goodResults } from '../sampleResults.ts'

/** A text without what stands between the marks. */
function outside(text: string): string {
  return text.replace(/<!-- bench:cost -->[^]*<!-- \/bench:cost -->/, '')
}

describe("the README's cost table", () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')

  it('is written between its marks, and nothing else is', () => {
    const written = withCost(readme, goodResults)
    expect(written).toContain('| 10,000 orders, a day')
    expect(written).not.toContain('| 314,000 orders, a day')
    expect(withCost(written, goodResults)).toBe(written)
    expect(outside(written)).toBe(outside(readme))
  })

  it('has the figures of docs/benchmarks', () => {
    const report = readFileSync(new URL('../../../docs/benchmarks/README.md', import.meta.url), 'utf8')
    const rows = readme.split('\n').filter((line) => /^\| (querying orders directly|JSON file|Tidemark, )/.test(line))
    expect(rows).toHaveLength(5)
    for (const row of rows) expect(report).toContain(row)
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
