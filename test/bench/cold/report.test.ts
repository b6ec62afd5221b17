import { describe, expect, it } from 'vitest'

import { requestOf } from '../../../bench/cold/questions.ts'
import { coldLines } from '../../../bench/cold/report.ts'
import type { ColdAnswer, ColdFigures } from '../../../bench/cold/results.ts'

const answer = (medianMs: number, reads = 1): ColdAnswer => ({
  medianMs,
  leastMs: medianMs - 100,
  mostMs: medianMs + 100,
  reads,
})

function figuresOf(firstPageMs: number, more: Partial<ColdFigures> = {}): ColdFigures {
  const now = { firstPage: answer(firstPageMs), search: answer(900, 63), orderNumber: answer(700, 2) }
  return { orders: 314_000, rounds: 11, bare: answer(500), now, before: null, ...more }
}

describe('the table of cold answers', () => {
  it('has a row for each first answer, and how long it takes beside the bare callable', () => {
    const rows = coldLines(figuresOf(550)).filter((line) => line.startsWith('|'))
    expect(rows.slice(2).map((row) => row.split('|').map((cell) => cell.trim()))).toEqual([
      ['', 'bare callable, one document', '500', '400', '600', '1.00', '1', ''],
      ['', 'first page', '550', '450', '650', '1.10', '1', ''],
      ['', 'search of all orders', '900', '800', '1,000', '1.80', '63', ''],
      ['', 'search of an order number', '700', '600', '800', '1.40', '2', ''],
    ])
  })

  it('has the other copy in the same table', () => {
    const before = { firstPage: answer(750), search: answer(950, 63), orderNumber: answer(950, 63) }
    const lines = coldLines(figuresOf(550, { before }))
    expect(lines.filter((line) => line.includes(', before'))).toHaveLength(3)
  })

  it.each([
    [600, 'yes'],
    [601, 'NO'],
  ])('says of a first page of %s ms whether it is within the target: %s', (firstPageMs, said) => {
    expect(coldLines(figuresOf(firstPageMs)).at(-1)).toContain(`callable: ${said}.`)
  })
})

it('a search of an order number looks for one that the shop has, and that no other begins with', () => {
  const { search } = requestOf('orderNumber', 10_000).filter ?? {}
  expect(search).toBe('#16001')
  expect(requestOf('orderNumber', 314_000).filter?.search).toBe('#198401')
})
