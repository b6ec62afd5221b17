import { describe, expect, it } from 'vitest'

import { columnNames, packRows, unpackColumns } from '../../functions/src/cache/codec.ts'
import { rowsOf, sourceIdOf, textAt, wordAt, type Columns } from '../../functions/src/cache/columns.ts'
import { pack, unpack } from '../../functions/src/lib/packing.ts'
import type { Row } from '../../functions/src/model/row.ts'
import { row } from '../query/rows.ts'

function columnsOf(rows: readonly Row[]): Columns {
  return unpackColumns(unpack(pack(packRows(rows)), 'here'), 'here', columnNames)
}

const rows = [
  row({ id: 'square:1', sourceId: '1', customerName: null, customerEmail: '', status: 'shipped', skus: '' }),
  row({ id: 'square:a:b', sourceId: 'a:b', customerName: '', customerEmail: 'a@b', orderNumber: 'x\uD83D' }),
  row({
    id: 'square:3',
    sourceId: '3',
    customerName: 'Zoë',
    customerEmail: null,
    orderNumber: '\uDE00y',
    deleted: true,
  }),
]

describe('columns', () => {
  it('tell a text that is missing from one that is empty', () => {
    const { customerName, customerEmail, customerPhone, skus } = columnsOf(rows)
    expect(rows.map((_, i) => textAt(customerName, i))).toEqual([null, '', 'Zoë'])
    expect(rows.map((_, i) => textAt(customerEmail, i))).toEqual(['', 'a@b', null])
    expect(rows.map((_, i) => textAt(customerPhone, i))).toEqual([null, null, null])
    expect(rows.map((_, i) => textAt(skus, i))).toEqual(['', '', ''])
  })

  it('keep texts apart though halves of a surrogate pair meet at their border', () => {
    const { orderNumber } = columnsOf(rows)
    expect(rows.map((_, i) => textAt(orderNumber, i))).toEqual(['', 'x\uD83D', '\uDE00y'])
  })

  it('hold each word once', () => {
    const { status } = columnsOf(rows)
    expect(status.words).toEqual(['shipped', 'pending'])
    expect(rows.map((_, i) => wordAt(status, i))).toEqual(['shipped', 'pending', 'pending'])
  })

  it('give back the rows that they were made of', () => {
    expect(rowsOf(columnsOf(rows))).toEqual(rows)
    expect(rowsOf(columnsOf([]))).toEqual([])
  })

  it('can be had one by one', () => {
    const packed = unpack(pack(packRows(rows)), 'here')
    const some = unpackColumns(packed, 'here', ['id', 'total'])
    expect(Object.keys(some).toSorted()).toEqual(['id', 'rows', 'total'])
    expect(textAt(some.id, 1)).toBe('square:a:b')
    expect([...some.total]).toEqual([1_000, 1_000, 1_000])
  })
})

it('the source’s id is what follows the first colon', () => {
  expect([sourceIdOf('square:1'), sourceIdOf('square:a:b'), sourceIdOf('square:')]).toEqual(['1', 'a:b', ''])
})
