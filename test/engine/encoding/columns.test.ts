import { describe, expect, it } from 'vitest'

import { packColumns, unpackColumns } from '../../../functions/src/engine/encoding/codec.ts'
import {
  allColumns,
  categoryIn,
  columnsOf as columnsOfRows,
  numbersIn,
  rowsOf,
  textsIn,
  wordAt,
  type Columns,
} from '../../../functions/src/engine/encoding/columns.ts'
import { textAt } from '../../../functions/src/engine/encoding/texts.ts'
import type { Row } from '../../../functions/src/model/row.ts'
import { sourceIdOf } from '../../../functions/src/model/stream.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { row } from '../../query/rows.ts'

const all = allColumns(orderStream)

function columnsOf(rows: readonly Row[]): Columns {
  return unpackColumns(all, packColumns(all, columnsOfRows(all, rows)), 'here').columns
}

const rows = [
  row({ id: 'square:1', customerName: null, customerEmail: '', status: 'shipped', skus: '' }),
  row({ id: 'square:a:b', customerName: '', customerEmail: 'a@b', orderNumber: 'x' }),
  row({
    id: 'square:3',
    customerName: 'Zoë',
    customerEmail: null,
    orderNumber: '😀y',
    deletedAt: 5,
  }),
]

describe('columns', () => {
  it('tell a text that is missing from one that is empty', () => {
    const columns = columnsOf(rows)
    const names = ['customerName', 'customerEmail', 'customerPhone', 'skus']
    const [customerName, customerEmail, customerPhone, skus] = names.map((name) => {
      const column = textsIn(columns, name)
      return rows.map((_, i) => textAt(column, i))
    })
    expect(customerName).toEqual([null, '', 'Zoë'])
    expect(customerEmail).toEqual(['', 'a@b', null])
    expect(customerPhone).toEqual([null, null, null])
    expect(skus).toEqual(['', '', ''])
  })

  it('keep texts apart though halves of a surrogate pair meet at their border: those become U+FFFD', () => {
    const halves = [
      { ...rows[1], orderNumber: 'x\uD83D' },
      { ...rows[2], orderNumber: '\uDE00y' },
    ] as Row[]
    const orderNumber = textsIn(columnsOf(halves), 'orderNumber')
    expect(halves.map((_, i) => textAt(orderNumber, i))).toEqual(['x\uFFFD', '\uFFFDy'])
  })

  it('hold each word once', () => {
    const status = categoryIn(columnsOf(rows), 'status')
    expect(status.words).toEqual(['shipped', 'pending'])
    expect(rows.map((_, i) => wordAt(status, i))).toEqual(['shipped', 'pending', 'pending'])
  })

  it('give back the rows that they were made of', () => {
    expect(rowsOf(columnsOf(rows))).toEqual(rows)
    expect(rowsOf(columnsOf([]))).toEqual([])
  })

  it('can be had one by one', () => {
    const packed = packColumns(all, columnsOfRows(all, rows))
    const wanted = all.filter(({ name }) => name === 'id' || name === 'total')
    const some = unpackColumns(wanted, packed, 'here').columns
    expect(Object.keys(some.byName).toSorted()).toEqual(['id', 'total'])
    expect(textAt(some.byName.id, 1)).toBe('square:a:b')
    expect([...numbersIn(some, 'total')]).toEqual([1_000, 1_000, 1_000])
  })
})

it('the source’s id is what follows the first colon', () => {
  expect([sourceIdOf('square:1'), sourceIdOf('square:a:b'), sourceIdOf('square:')]).toEqual(['1', 'a:b', ''])
})
