import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { jsonOf, updateLinks, writeReport } from '../../../bench/report/write.ts'
import { goodResults } from '../sampleResults.ts'

describe('figures', () => {
  it('are rounded in the JSON, whole ones kept', () => {
    const json = jsonOf({ ...goodResults, latencyOrders: 314_159, sync: { ...goodResults.sync, full: fullOf(1 / 3) } })
    expect(JSON.parse(json)).toMatchObject({ latencyOrders: 314_159, sync: { full: { tidemark: 0.3333 } } })
  })
})

describe('the report', () => {
  it('leads to what else was measured, where that is there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'))
    const page = (): string => {
      writeReport(folder, goodResults)
      return readFileSync(join(folder, 'README.md'), 'utf8')
    }
    expect(page()).not.toContain('sources.md')
    writeFileSync(join(folder, 'sources.md'), '# A shop at a vendor\n')
    expect(page()).toContain('(sources.md)')
    const before = page()
    writeFileSync(join(folder, 'peers.md'), '# Beside other engines\n')
    updateLinks(folder)
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(
      before.replace('(sources.md).', '(sources.md), [reading beside other engines](peers.md).'),
    )
  })
})

function fullOf(tidemark: number): typeof goodResults.sync.full {
  return { ...goodResults.sync.full, tidemark }
}
