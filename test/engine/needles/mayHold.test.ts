import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { needleOf } from '../../../functions/src/engine/plan/filter.ts'
import { mayHold, waysOf } from '../../../functions/src/engine/needles/mayHold.ts'
import { packNeedlesOf, unpackNeedles } from '../../../functions/src/engine/needles/packNeedles.ts'
import type { Needles } from '../../../functions/src/engine/needles/needles.ts'
import { compileOrderFilter } from '../../../functions/src/engine/orders/orderQuery.ts'
import { matchesIn } from '../../../functions/src/engine/plan/matches.ts'
import { findBytes } from '../../../functions/src/engine/store/findBytes.ts'
import { searchedOf } from '../../../functions/src/engine/store/layout.ts'
import { nodeFinder } from '../../../functions/src/query/store/nodeFinder.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { blockOf, type OrderRow as Row, row } from '../../query/rows.ts'

const searched = searchedOf(orderStream)

/** Tells whether the needles of a segment of these rows let a search read it, and whether the search finds a row. */
function told(rows: readonly Partial<Row>[], search: string): { readonly may: boolean; readonly does: boolean } {
  const block = blockOf(rows.map((fields, i) => row({ id: `square:${i}`, createdAt: i, ...fields })))
  const needles = unpackNeedles(packNeedlesOf(block.columns, searched), searched)
  if (needles === null) throw new Error('The needles are of other columns.')
  const { count } = matchesIn({ block, hidden: null }, compileOrderFilter(orderStream, { search }))
  return { may: mayHoldIn(needles, search), does: count > 0 }
}

function mayHoldIn(needles: Needles, search: string): boolean {
  const needle = needleOf(search)
  const ways = needle === null ? null : waysOf(needle)
  if (ways === null) return true
  const [own, fast] = [findBytes, nodeFinder].map((finder) => mayHold(needles, ways, finder))
  expect(own).toBe(fast)
  return own === true
}

const pieces = [
  '1',
  '2',
  '12',
  '345',
  '20261',
  '１２',
  '٣',
  '①',
  ' ',
  '-',
  '+',
  '(',
  '/',
  '.',
  '@',
  'a',
  'B',
  'É',
  'ß',
  '日',
  '😀',
]
const piece = fc.constantFrom(...pieces)
const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''))
const lines = fc.array(fc.oneof({ weight: 9, arbitrary: piece }, fc.constant('\n')), { maxLength: 14 })
const fields: fc.Arbitrary<Partial<Row>> = fc.record({
  orderNumber: lines.map((parts) => parts.join('')),
  customerName: fc.option(text),
  customerEmail: fc.option(text),
  customerPhone: fc.option(text),
  skus: lines.map((parts) => parts.join('')),
  productNames: text,
})

/** A part of a text of a row, in one of the ways in which people may write it, or any text. */
const search = (rows: readonly Partial<Row>[]): fc.Arbitrary<string> => {
  const texts = rows.flatMap((one) => Object.values(one)).filter((one) => typeof one === 'string')
  const part = fc.tuple(fc.constantFrom('', ...texts), fc.nat(20), fc.integer({ min: 1, max: 14 }))
  const written = fc.constantFrom(
    (given: string) => given,
    (given: string) => given.toUpperCase(),
    (given: string) => given.replace(/[^0-9１２①]+/g, ''),
    (given: string) => Array.from(given).join(' '),
    (given: string) => `+${given}`,
  )
  const ofRow = fc.tuple(part, written).map(([[whole, from, length], write]) => write(whole.slice(from, from + length)))
  return fc.oneof({ weight: 5, arbitrary: ofRow }, text)
}

describe('what the needles of a segment prove', () => {
  it('is never wrong, whatever is searched', () => {
    const seen = { proofs: 0, finds: 0 }
    const property = fc.property(
      fc.array(fields, { minLength: 1, maxLength: 2 }).chain((rows) => fc.tuple(fc.constant(rows), search(rows))),
      ([rows, sought]) => {
        const { may, does } = told(rows, sought)
        if (does) expect(may).toBe(true)
        seen.finds += Number(does)
        seen.proofs += Number(!may)
      },
    )
    fc.assert(property, { numRuns: 500 })
    expect(seen.finds).toBeGreaterThan(50)
    expect(seen.proofs).toBeGreaterThan(20)
  })

  const rows = [
    {
      orderNumber: '#10042',
      customerName: 'Ann 98765',
      customerEmail: 'Jöhn.smith@example.test',
      customerPhone: '+1 (202) 555-0142',
      skus: 'CUP-0010042-B\nal@x',
    },
  ]

  it.each([
    '#10042',
    '#1004',
    '#10042-B',
    '10042',
    '0042-B',
    'cup-0010042-b',
    '98765',
    '+1 202 555 0142',
    '202-555',
    '2025550142',
    '５５５０１４２',
    '555.0142',
    'john.smith@example',
    'smith@',
    'AL@X',
  ])('lets a segment be read that has %s, or something like it', (sought) => {
    expect(told(rows, sought).may).toBe(true)
  })

  it.each([
    '#10043',
    '#100421',
    '#0042-1',
    '42000',
    'x0042-1',
    'ann 98766',
    '87650a',
    '+1 202 555 0143',
    '2025550143',
    '202 555 0143',
    'bsmith@example',
    'jane.smith@example.test',
    'bal@x',
    '#10042 and 77777x',
    '#98765',
    'x10042',
  ])('leaves a segment alone that has no %s', (sought) => {
    expect(told(rows, sought)).toEqual({ may: false, does: false })
  })

  it.each(['ann', '#1004'.slice(0, 4), '1004', '@', '@x', 'a\nb', '\u0301', '1-2-3-4', '10042\n'])(
    'is nothing of %j: what has neither five digits nor the end of a name before an "@"',
    (sought) => {
      expect(told([{}], sought).may).toBe(true)
    },
  )

  it('is nothing where other columns are searched now, or in another way', () => {
    const block = blockOf([row({ id: 'square:1' })])
    const packed = packNeedlesOf(block.columns, searched)
    expect(unpackNeedles(packed, searched)).not.toBeNull()
    expect(unpackNeedles(packed, searched.slice(1))).toBeNull()
    expect(unpackNeedles(packed, [...searched, { name: 'note', by: 'text' }])).toBeNull()
    const otherwise = searched.map(({ name, by }) => ({ name, by: by === 'phone' ? ('text' as const) : by }))
    expect(unpackNeedles(packed, otherwise)).toBeNull()
  })
})

const textsOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString()

describe('packed needles', () => {
  it('are read as they were taken, texts of any length among them', () => {
    const long = '9'.repeat(70_000)
    const block = blockOf([
      row({ id: 'square:1', orderNumber: `${long}x${long}8`, customerEmail: 'é日@a', customerPhone: '1234567' }),
      row({ id: 'square:2', orderNumber: '00012', customerEmail: 'b@b@b', customerPhone: '123' }),
    ])
    const needles = unpackNeedles(packNeedlesOf(block.columns, searched), searched)
    expect(textsOf(needles?.numbers)).toBe(`\n00012\n${long}\nx${long}8\n`)
    expect(textsOf(needles?.phones)).toBe('\n123\n1234567\n')
    expect(textsOf(needles?.mails)).toBe('\nb\nb@b\ne日\n')
  })

  it('that were cut or lengthened are refused', () => {
    const packed = packNeedlesOf(blockOf([row({ id: 'square:1', orderNumber: '12345' })]).columns, searched)
    for (let length = 0; length < packed.length; length++) {
      expect(() => unpackNeedles(packed.subarray(0, length), searched)).toThrow(/bytes|numbers|Texts|text|Offset/i)
    }
    expect(() => unpackNeedles(Uint8Array.of(...packed, 0), searched)).toThrow(RangeError)
  })
})
