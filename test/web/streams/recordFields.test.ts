import { describe, expect, it } from 'vitest'

import { fieldColumns, recordFields, tableOf } from '../../../web/src/streams/recordFields.ts'
import { textOfValue } from '../../../web/src/list/RecordValue.tsx'
import { payments } from './payments.ts'

it('a record’s fields are those of its columns in their order, then the others by name; empty ones are left out', () => {
  const record = {
    id: 'square:1',
    source: 'square',
    sourceId: '1',
    status: 'PAID',
    order: 'o1',
    amount: 0,
    zone: 'A',
    cardBrand: 'VISA',
    note: '',
    tips: [],
    address: {},
    reason: null,
    createdAt: '2026-01-01T00:00:00.000Z',
  }
  const fields = recordFields(record, fieldColumns(payments))
  expect(fields.map(({ label, value }) => [label, value])).toEqual([
    ['Order', 'o1'],
    ['Status', 'PAID'],
    ['Amount', 0],
    ['Created', '2026-01-01T00:00:00.000Z'],
    ['Card brand', 'VISA'],
    ['Zone', 'A'],
  ])
})

describe('a list within a record', () => {
  it('is a table where its things are flat and alike', () => {
    expect(tableOf([{ a: 1 }, { a: 2, b: 'x', c: null }])).toEqual(['a', 'b'])
  })

  it.each([
    [['a', 'b']],
    [[{ a: { b: 1 } }]],
    [[{ a: [1] }]],
    [[{}]],
    [[[1]]],
    [[Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`c${n}`, n]))]],
  ])('is none for %j', (list) => {
    expect(tableOf(list)).toBeNull()
  })
})

function text(name: string, values: Readonly<Record<string, unknown>>): string {
  const column = payments.columns.find((one) => one.name === name)
  if (column === undefined) throw new Error(`There is no column ${name}.`)
  return textOfValue(column, values)
}

describe('a value as text', () => {
  it('is an amount in its currency; without one it says so', () => {
    expect(text('amount', { amount: 1_050, currency: 'USD' })).toBe('$10.50')
    expect(text('amount', { amount: 1_050, currency: 'JPY' })).toBe('¥1,050')
    expect(text('amount', { amount: 1_050, currency: null })).toBe('1,050 (no currency)')
  })

  it('is words for flags and sources, and the source’s own otherwise', () => {
    expect(text('isRefunded', { isRefunded: false })).toBe('No')
    expect(text('source', { source: 'tiktokShop' })).toBe('TikTok Shop')
    expect(text('status', { status: 'tiktokShop' })).toBe('tiktokShop')
    expect(text('score', { score: 0.25 })).toBe('0.25')
  })
})
