import { describe, expect, it } from 'vitest'

import { figure, markdownTable } from '../../../bench/report/table.ts'

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
