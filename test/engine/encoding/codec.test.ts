import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  assertReadable,
  cacheEncoding,
  joined,
  packColumns,
  parted,
  unpackColumns,
  type Packed,
  type Unpacked,
} from '../../../functions/src/engine/encoding/codec.ts'
import { allColumns, columnsOf, keyColumns, rowsOf } from '../../../functions/src/engine/encoding/columns.ts'
import { rowsBy } from '../../../functions/src/engine/encoding/rowOrder.ts'
import { EncodingError } from '../../../functions/src/lib/errors.ts'
import type { Row } from '../../../functions/src/model/row.ts'
import type { ColumnDeclaration } from '../../../functions/src/model/stream.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { anyRow, rowOfSeed } from '../../cache/randomRows.ts'
import { readBack } from '../../cache/readBack.ts'

const columns = allColumns(orderStream)
const where = 'orders_cache_segments/firestore.orders:3'
const rows = [1, 2, 3].map((seed) => rowOfSeed(`firestore:${seed}`, seed, seed))
const orders = new Map(['customerName', 'status'].map((name) => [name, rowsBy(columnsOf(columns, rows), name)]))

function packed(declared: readonly ColumnDeclaration[] = columns, given: readonly Row[] = rows): Packed {
  return packColumns(declared, columnsOf(declared, given))
}

function read(bytes: Uint8Array): Unpacked {
  return unpackColumns(columns, parted(bytes, where), where)
}

function expectRefusal(bytes: Uint8Array): void {
  expect(() => read(bytes)).toThrow(EncodingError)
  expect(() => read(bytes)).toThrow(where)
}

describe('rows', () => {
  it('come back as they were, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(anyRow(), { maxLength: 12 }), (given) => {
        expect(readBack(given)).toEqual(given)
      }),
      { numRuns: 500 },
    )
  })

  it('come back with amounts as large as an order may have, next to each other', () => {
    const extremes = fc.constantFrom(2 ** 52 - 1, 1 - 2 ** 52, 1, 0, -2)
    const given = fc
      .array(extremes, { maxLength: 6 })
      .map((totals) => totals.map((total, i) => ({ ...rowOfSeed(`firestore:${i}`, i, i), total })))
    fc.assert(
      fc.property(given, (some) => {
        expect(readBack(some)).toEqual(some)
      }),
    )
  })

  it('come back by the thousand, many of a kind and in any order of time', () => {
    const given = Array.from({ length: 5_000 }, (_, i) => rowOfSeed(`firestore:${i}`, (i * 7_919) % 5_000, i))
    expect(readBack(given)).toEqual(given)
  })

  it('come back with the orders that were packed with them', () => {
    const found = unpackColumns(columns, packColumns(columns, columnsOf(columns, rows), orders), where)
    expect([...found.orders]).toEqual([...orders])
  })
})

describe('a reader', () => {
  it('refuses rows that were cut off, or go on, wherever that is', () => {
    const whole = joined(packColumns(columns, columnsOf(columns, rows), orders))
    for (let length = 0; length < whole.length; length++) expectRefusal(whole.slice(0, length))
    expectRefusal(Uint8Array.from([...whole, 0]))
  })

  it('gives rows or a refusal, and takes no memory to speak of, whatever single byte is another', () => {
    const whole = joined(packColumns(columns, columnsOf(columns, rows), orders))
    for (let at = 0; at < whole.length; at++) {
      for (const by of [1, 0xff]) {
        const other = whole.slice()
        other[at] = (other[at] ?? 0) ^ by
        // No row count that is read is far from what there is, or memory would be taken for it.
        expect(readOrRefused(other)?.columns.rows ?? 0).toBeLessThan(1_000)
      }
    }
  })

  it.each(keyColumns.map(({ name }) => name))('refuses rows without %s', (name) => {
    expectRefusal(joined(packed(columns.filter((column) => column.name !== name))))
  })

  it('gives nobody a value of a column that was declared later, or as another kind', () => {
    const before = columns
      .filter(({ name }) => name !== 'customerName')
      .map((column): ColumnDeclaration => (column.name === 'total' ? { name: 'total', kind: 'text' } : column))
    const found = unpackColumns(columns, packed(before), where)
    expect(rowsOf(found.columns)).toEqual(rows.map((row) => ({ ...row, total: null, customerName: null })))
  })

  it('takes no order of a column that was declared as another kind since', () => {
    const before = columns.map((column): ColumnDeclaration => {
      return column.name === 'customerName' ? { name: 'customerName', kind: 'category' } : column
    })
    const stored = columnsOf(before, rows)
    const bytes = packColumns(before, stored, new Map([['customerName', rowsBy(stored, 'customerName')]]))
    expect(unpackColumns(columns, bytes, where).orders.size).toBe(0)
  })

  it('passes over a column that it does not know', () => {
    const later: ColumnDeclaration = { name: 'later', kind: 'flag' }
    expect(rowsOf(unpackColumns(columns, packed([...columns, later]), where).columns)).toEqual(rows)
  })

  it('takes no order in which a row is missing', () => {
    const [first = 0, , last = 0] = rowsBy(columnsOf(columns, rows), 'status')
    const order = Uint16Array.of(first, first, last)
    expectRefusal(joined(packColumns(columns, columnsOf(columns, rows), new Map([['status', order]]))))
  })
})

function readOrRefused(bytes: Uint8Array): Unpacked | null {
  try {
    return read(bytes)
  } catch (error) {
    if (error instanceof EncodingError) return null
    throw error
  }
}

describe('an encoding', () => {
  it('of this version is read', () => {
    expect(() => assertReadable(cacheEncoding, where)).not.toThrow()
  })

  it('of a later version is refused: the functions are too old', () => {
    expect(() => assertReadable(cacheEncoding + 1, where)).toThrow(
      new EncodingError(`${where} has encoding 6, this code reads 5: deploy the newer functions.`, { isNewer: true }),
    )
  })

  it.each([undefined, null, 0, 4, '5', Number.NaN])('%s is refused: the cache has to be written anew', (encoding) => {
    expect(() => assertReadable(encoding, where)).toThrow(/this code reads 5: run "npm run rebuild"\.$/)
  })
})
