import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { compileOrderFilter } from '../../../functions/src/engine/orders/orderQuery.ts'
import { matchesIn } from '../../../functions/src/engine/plan/matches.ts'
import { fold } from '../../../functions/src/engine/encoding/collation.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { naiveListing, signs } from '../../query/naive.ts'
import { blockOf, type OrderRow as Row, row } from '../../query/rows.ts'

/** The rows, by number, that a search finds of those that are not hidden. */
function found(rows: readonly Partial<Row>[], search: string, hiddenRows: readonly number[] = []): number[] {
  const block = blockOf(rows.map((fields, i) => row({ id: `square:${i}`, createdAt: i, ...fields })))
  const hidden = Uint8Array.from(rows, (_, i) => Number(hiddenRows.includes(i)))
  const { marks, count } = matchesIn({ block, hidden }, compileOrderFilter(orderStream, { search }))
  const numbers = rows.flatMap((_, i) => (marks?.[i] === 1 ? [i] : []))
  expect(numbers).toHaveLength(count)
  return numbers
}

/** Fields of which some columns are of plain letters as a whole, and others need not be. */
function fieldsOf(name: fc.Arbitrary<string>, number: fc.Arbitrary<string>): fc.Arbitrary<Partial<Row>> {
  return fc.record({
    customerName: fc.option(name),
    customerEmail: fc.option(number),
    orderNumber: number,
    skus: fc.array(name, { maxLength: 3 }).map((skus) => skus.join('\n')),
  })
}

describe('search over many rows', () => {
  it('finds what stands at the very beginning and the very end of a row', () => {
    const rows = [{ skus: 'xyz' }, { id: 'xyz:1' }, { skus: 'axyz' }, { id: 'square:xyz' }, { skus: 'xyz\nb' }, {}]
    expect(found(rows, 'xyz')).toEqual([0, 1, 2, 3, 4])
    expect(found([{ id: 'xyz:1' }], 'xyz')).toEqual([0])
    expect(found([{}, {}, { skus: 'xyz' }], 'xyz')).toEqual([2])
    expect(found([], 'xyz')).toEqual([])
  })

  it('finds a row once, however often it has the text, and the next one behind it', () => {
    const rows = [{ orderNumber: 'ababab', customerName: 'abab', skus: 'ab\nab' }, {}, { customerName: 'ab' }, {}]
    expect(found(rows, 'ab')).toEqual([0, 2])
    expect(found(rows, 'abab')).toEqual([0])
  })

  it('finds no text that begins in one row and ends in the next', () => {
    const rows = [{ skus: 'red' }, { id: 'blue:1' }]
    expect(found(rows, 'redblue')).toEqual([])
    expect(found(rows, 'red\nblue')).toEqual([])
    expect(found(rows, 'd\nb')).toEqual([])
  })

  it('finds no row that is not shown', () => {
    const rows = [{ skus: 'red' }, { skus: 'red' }, { skus: 'red' }]
    expect(found(rows, 'red', [1])).toEqual([0, 2])
    expect(found(rows, 'red', [0, 1, 2])).toEqual([])
    expect(found(rows, '\u0301', [0])).toEqual([1, 2])
  })

  it('finds a phone number by its digits, however it and the search are written', () => {
    const rows = [
      { customerPhone: '+1 (555) 010-0123' },
      { customerPhone: '0044 20 7946 0018' },
      { orderNumber: '5550100' },
      { customerPhone: null },
    ]
    expect(found(rows, '5550100')).toEqual([0, 2])
    expect(found(rows, '555-0100')).toEqual([0, 2])
    expect(found(rows, '(555) 010')).toEqual([0, 2])
    expect(found(rows, '+1 555 010 0123')).toEqual([0])
    expect(found(rows, '20.7946')).toEqual([1])
    // Too few digits for a phone number, and letters are none.
    expect(found(rows, '55-50')).toEqual([])
    expect(found(rows, '5550100a')).toEqual([])
  })

  it('finds the digits of any phone number, and nothing that is not there', () => {
    const digits = fc.stringMatching(/^\d{7,15}$/)
    const sign = fc.constantFrom('', ' ', '-', '.', ' (', ') ', '/')
    fc.assert(
      fc.property(digits, fc.array(sign, { minLength: 15, maxLength: 15 }), fc.nat(7), (number, between, start) => {
        const written = number.replace(/\d/g, (digit, i: number) => `${digit}${between[i] ?? ''}`)
        const rows = [{ customerPhone: `+${written}` }]
        expect(found(rows, number.slice(start))).toEqual([0])
        expect(found(rows, written.trim())).toEqual([0])
        expect(found(rows, `${number}0`)).toEqual([])
      }),
    )
  })

  it('finds a product by its name, and no text of two of them', () => {
    const rows = [{ productNames: 'Green tea\nMug' }, { productNames: 'Kräutertee' }]
    expect(found(rows, 'TEA')).toEqual([0])
    expect(found(rows, 'krauter')).toEqual([1])
    expect(found(rows, 'tea mug')).toEqual([])
  })

  it('takes a line feed literally within a field, and finds none between SKUs', () => {
    const rows = [{ customerName: 'Ana\nLópez' }, { orderNumber: 'a\nl' }, { skus: 'A\nL' }, { skus: 'a\nlopez' }]
    expect(found(rows, 'a\nl')).toEqual([0, 1])
    expect(found(rows, 'A\nLOPEZ')).toEqual([0])
    expect(found(rows, '\n')).toEqual([0, 1])
    expect(found(rows, 'ana')).toEqual([0])
    expect(found(rows, 'a\nl', [0])).toEqual([1])
  })

  it('finds a text whose folding is longer beside columns of plain letters', () => {
    // One column is folded as a whole, the other text by text, and both grow or not.
    const rows = [
      { orderNumber: 'A1', customerName: 'Straße' },
      { orderNumber: 'B2', customerName: 'ﬁn' },
      { orderNumber: 'C3', customerName: 'Œuvre İ' },
      { orderNumber: 'D4', customerName: null },
      { orderNumber: 'STRASSE', customerName: '' },
    ]
    expect(found(rows, 'strasse')).toEqual([0, 4])
    expect(found(rows, 'STRAßE')).toEqual([0, 4])
    expect(found(rows, 'FIN')).toEqual([1])
    expect(found(rows, 'oeuvre i')).toEqual([2])
    expect(found(rows, 'd4')).toEqual([3])
    expect(found(rows, 'b2')).toEqual([1])
  })

  it('finds halves of surrogate pairs that stand alone, and makes no pair of two texts', () => {
    const rows = [{ orderNumber: 'a\uD83D' }, { orderNumber: '\uDE00b' }, { orderNumber: '😀' }]
    expect(found(rows, '😀')).toEqual([2])
    expect(found(rows, 'a\uD83D')).toEqual([0])
    expect(found(rows, '\uDE00b')).toEqual([1])
  })

  it('is what looking at field after field finds', () => {
    const text = fc.array(fc.constantFrom(...signs.keys()), { maxLength: 4 }).map((parts) => parts.join(''))
    const ascii = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '1', ' '), maxLength: 4 })
    const rows = fc.oneof(
      ...[text, ascii].map((name) => fc.array(fieldsOf(name, ascii), { maxLength: 30, size: 'max' })),
    )
    let hits = 0
    fc.assert(
      fc.property(rows, fc.oneof(text, ascii), fc.uniqueArray(fc.nat(30)), (given, search, hidden) => {
        const all = given.map((values, i) => row({ id: `square:${i}`, createdAt: i, ...values }))
        const shown = all.filter((_, i) => !hidden.includes(i))
        const listing = naiveListing(shown, { search }, { field: 'createdAt', direction: 'asc' })
        expect(found(given, search, hidden)).toEqual(listing.map(({ createdAt }) => createdAt))
        if (fold(search) !== '') hits += listing.length
      }),
      { numRuns: 1_000 },
    )
    expect(hits).toBeGreaterThan(500)
  })
})
