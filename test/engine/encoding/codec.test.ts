import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { assertReadable, cacheEncoding, packRows, unpackRows } from '../../../functions/src/engine/encoding/codec.ts'
import { allColumns, keyColumns } from '../../../functions/src/engine/encoding/columns.ts'
import { EncodingError } from '../../../functions/src/lib/errors.ts'
import { pack, unpack } from '../../../functions/src/lib/packing.ts'
import { rowOf, type Row } from '../../../functions/src/model/row.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { order } from '../../cache/order.ts'
import { anyRow, rowOfSeed } from '../../cache/randomRows.ts'

const columns = allColumns(orderStream)
const where = 'orders_cache_segments/firestore.orders:3'
const readBack = (rows: readonly Row[]): Row[] =>
  unpackRows(columns, unpack(pack(packRows(columns, rows)), where), where)

/** Packed rows as a reader finds them, to be damaged. */
interface Found {
  readonly rows: number
  readonly columns: Record<string, { readonly kind: string; readonly cells: unknown }>
}

function found(rows: readonly Row[]): Found {
  return JSON.parse(JSON.stringify(packRows(columns, rows))) as Found
}

function expectRefusal(packed: unknown): void {
  expect(() => unpackRows(columns, packed, where)).toThrow(EncodingError)
  expect(() => unpackRows(columns, packed, where)).toThrow(where)
}

describe('rows', () => {
  it('come back as they were, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(anyRow(), { maxLength: 12 }), (rows) => {
        expect(readBack(rows)).toEqual(rows)
      }),
      { numRuns: 500 },
    )
  })

  it('come back with amounts as large as an order may have, next to each other', () => {
    const extremes = fc.constantFrom(2 ** 52 - 1, 1 - 2 ** 52, 1, 0, -2)
    const rows = fc
      .array(extremes, { maxLength: 6 })
      .map((totals) => totals.map((total, i) => ({ ...rowOfSeed(`firestore:${i}`, i, i), total })))
    fc.assert(
      fc.property(rows, (given) => {
        expect(readBack(given)).toEqual(given)
      }),
    )
  })

  it('come back by the thousand, many of a kind and in any order of time', () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => rowOfSeed(`firestore:${i}`, (i * 7_919) % 5_000, i))
    expect(readBack(rows)).toEqual(rows)
  })
})

describe('the columns', () => {
  it('are the members of a row, all of them and no others', () => {
    const row = rowOf(orderStream, order, '1', 'h')
    expect(Object.keys(packRows(columns, []).columns).toSorted()).toEqual(Object.keys(row).toSorted())
  })
})

describe('a reader', () => {
  const rows = [1, 2, 3].map((seed) => rowOfSeed(`firestore:${seed}`, seed, seed))
  const names = Object.keys(found(rows).columns)

  it.each(names)('refuses rows with too few of column %s, or with something else in its place', (name) => {
    const { columns: all } = found(rows)
    const { kind, cells } = all[name] ?? { kind: '', cells: null }
    const texts = { text: 'abc', lengths: [1, 1, 1], missing: [] }
    const words = { words: ['a'], codes: [0, 0, 0] }
    const wrong = [
      null,
      'text',
      7,
      [{}, {}, {}],
      Array.isArray(cells) ? cells.slice(1) : [1, 2, 3],
      ...[
        [1, 1],
        [1, 1, 2],
        [1, -1, 3],
        [0.5, 1.5, 1],
        ['1', 1, 1],
      ].map((lengths) => ({ ...texts, lengths })),
      ...[[3], [-1], [0.5], ['0']].map((missing) => ({ ...texts, missing })),
      ...[
        [0, 0],
        [0, 0, 1],
        [0, 0, -1],
        [0, 0, 0.5],
        [0, 0, 65_536],
      ].map((codes) => ({ ...words, codes })),
      { ...words, words: [1] },
    ]
    for (const other of wrong) expectRefusal({ rows: 3, columns: { ...all, [name]: { kind, cells: other } } })
    for (const other of wrong) expectRefusal({ rows: 3, columns: { ...all, [name]: other } })
  })

  it.each(keyColumns.map(({ name }) => name))('refuses rows without %s', (name) => {
    const { [name]: _missing, ...others } = found(rows).columns
    expectRefusal({ rows: 3, columns: others })
  })

  it('gives nobody a value of a column that was declared later, or as another kind', () => {
    const { total, customerName, ...others } = found(rows).columns
    const read = unpackRows(columns, { rows: 3, columns: { ...others, total: { ...total, kind: 'text' } } }, where)
    expect(customerName).toBeDefined()
    expect(read).toEqual(rows.map((row) => ({ ...row, total: null, customerName: null })))
  })

  it('refuses what is no packed rows at all', () => {
    for (const wrong of [undefined, null, [], 'x', {}, { rows: 1 }, { rows: -1, columns: {} }]) expectRefusal(wrong)
  })

  it('passes over a column that it does not know', () => {
    expect(
      unpackRows(
        columns,
        { ...found(rows), columns: { ...found(rows).columns, later: { kind: 'flag', cells: [1] } } },
        where,
      ),
    ).toEqual(rows)
  })
})

describe('an encoding', () => {
  it('of this version is read', () => {
    expect(() => assertReadable(cacheEncoding, where)).not.toThrow()
  })

  it('of a later version is refused: the functions are too old', () => {
    expect(() => assertReadable(cacheEncoding + 1, where)).toThrow(
      new EncodingError(`${where} has encoding 5, this code reads 4: deploy the newer functions.`, { isNewer: true }),
    )
  })

  it.each([undefined, null, 0, 3, '4', Number.NaN])('%s is refused: the cache has to be written anew', (encoding) => {
    expect(() => assertReadable(encoding, where)).toThrow(/this code reads 4: run "npm run rebuild"\.$/)
  })
})
