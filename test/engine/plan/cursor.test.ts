import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { listOrdersRequestSchema, sortFields, type Filter, type Sort } from '../../../functions/src/contract/api.ts'
import { digestBytes, digestOf } from '../../../functions/src/lib/digest.ts'
import { InvalidInputError } from '../../../functions/src/lib/errors.ts'
import { compileOrderFilter, orderOfSort } from '../../../functions/src/engine/orders/orderQuery.ts'
import { decodeCursor as decode, encodeCursor as encode } from '../../../functions/src/engine/plan/cursor.ts'
import type { Position } from '../../../functions/src/engine/plan/sort.ts'
import { ownStream } from '../../query/ownStream.ts'
import { blockOf, row } from '../../query/rows.ts'

const byTotal: Sort = { field: 'total', direction: 'asc' }
const byName: Sort = { field: 'customer', direction: 'asc' }
const encodeCursor = (at: Position, filter: Filter, sort: Sort): string =>
  encode(at, compileOrderFilter(ownStream, filter), orderOfSort(ownStream, sort))
const decodeCursor = (cursor: string, filter: Filter, sort: Sort): Position =>
  decode(cursor, compileOrderFilter(ownStream, filter), orderOfSort(ownStream, sort))
const position: Position = { value: 1_250, id: 'firestore:abc' }
const named: Position = { value: 'jose', id: 'square:ü😀' }

/** The message with which a cursor is refused; throws whatever is no refusal of a cursor. */
function refusalOf(cursor: string, filter: Filter = {}, sort: Sort = byTotal): string {
  try {
    decodeCursor(cursor, filter, sort)
    return 'accepted'
  } catch (error) {
    if (error instanceof InvalidInputError && error.field === 'cursor') return error.message
    throw error
  }
}

/** The version and the digest of the query, which stand before the position. */
const headBytes = 1 + digestBytes

/** `bytes` with the checksum that belongs to them: what somebody could send who knows the layout. */
function forged(bytes: Buffer): string {
  return Buffer.concat([bytes, digestOf(bytes)]).toString('base64url')
}

function payloadOf(cursor: string): Buffer {
  return Buffer.from(cursor, 'base64url').subarray(0, -digestBytes)
}

describe('a cursor', () => {
  it('gives back the position it was made from', () => {
    expect(decodeCursor(encodeCursor(position, {}, byTotal), {}, byTotal)).toEqual(position)
    expect(decodeCursor(encodeCursor(named, {}, byName), {}, byName)).toEqual(named)
  })

  it('gives back any number and any string, halves of surrogate pairs too', () => {
    const number = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER, 0.5))
    const text = fc.string({ unit: 'binary', maxLength: 20 }).map((value) => value.slice(0, -1))
    const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(number, text, id, (total, name, rowId) => {
        for (const [sort, value] of [[byTotal, total] as const, [byName, name] as const]) {
          const given = { value, id: rowId }
          expect(decodeCursor(encodeCursor(given, {}, sort), {}, sort)).toEqual(given)
        }
      }),
      { numRuns: 500 },
    )
    const half = { value: 'a\uD83D', id: 'square:1' }
    expect(decodeCursor(encodeCursor(half, {}, byName), {}, byName)).toEqual(half)
  })

  it('stays within what a request may carry, however long the name and the id', () => {
    for (const letter of ['x', 'ß', '日', '😀', '\u0001', 'ﷺ']) {
      const id = `square:${'\u0001'.repeat(1_493)}`
      const long = row({ id, customerName: letter.repeat(100_000), orderNumber: letter.repeat(100_000) })
      const block = blockOf([long])
      for (const field of sortFields) {
        const sort: Sort = { field, direction: 'desc' }
        const last = { value: block.valuesOf(orderOfSort(ownStream, sort).column)(0), id }
        const cursor = encodeCursor(last, {}, sort)
        expect(cursor.length).toBeLessThanOrEqual(3_500)
        expect(listOrdersRequestSchema.safeParse({ cursor }).success).toBe(true)
        expect(decodeCursor(cursor, {}, sort)).toEqual(last)
      }
    }
  })
})

describe('a damaged cursor', () => {
  const cursors = ['square:1', 'square:12', 'square:123'].map((id) => encodeCursor({ ...position, id }, {}, byTotal))
  const characters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. \n\0é')

  it('is one of three lengths here, so that each number of spare bits is tried', () => {
    expect(new Set(cursors.map((cursor) => cursor.length % 4))).toEqual(new Set([0, 2, 3]))
  })

  it.each(cursors)('is refused with any one character changed, left out, added or repeated: %s', (cursor) => {
    const accepted: string[] = []
    for (let at = 0; at <= cursor.length; at++) {
      const [before, here, after] = [cursor.slice(0, at), cursor.slice(at, at + 1), cursor.slice(at + 1)]
      const changed = characters.flatMap((character) => [before + character + after, before + character + here + after])
      for (const altered of [...changed, before + after, before + here + here + after]) {
        if (altered !== cursor && refusalOf(altered) === 'accepted') accepted.push(altered)
      }
    }
    expect(accepted).toEqual([])
    expect(decodeCursor(cursor, {}, byTotal).value).toBe(1_250)
  })

  it('is refused wherever it is cut off', () => {
    const [cursor = ''] = cursors
    for (let end = 0; end < cursor.length; end++) {
      expect(refusalOf(cursor.slice(0, end))).toMatch(/^cursor: (is not a cursor|was)/)
    }
  })

  it('says what is wrong with it', () => {
    const [cursor = ''] = cursors
    expect(refusalOf('not a cursor')).toMatch(/is not a cursor/)
    expect(refusalOf('a sentence that is long enough for a cursor, and is none')).toMatch(/is not a cursor/)
    expect(refusalOf('AQAA')).toMatch(/is not a cursor/)
    expect(refusalOf(`${cursor}=`)).toMatch(/is not a cursor/)
    const bytes = Buffer.from(cursor, 'base64url')
    bytes[20] = (bytes[20] ?? 0) ^ 1
    expect(refusalOf(bytes.toString('base64url'))).toMatch(/checksum/)
  })

  it('repeats nothing of what was sent', () => {
    const refusal = refusalOf('secret@example.com')
    expect(refusal).toMatch(/is not a cursor/)
    expect(refusal).not.toContain('secret')
  })
})

describe('a cursor with a right checksum and wrong contents', () => {
  const payload = payloadOf(encodeCursor(position, {}, byTotal))
  const head = payload.subarray(0, headBytes)
  const namedHead = payloadOf(encodeCursor(named, {}, byName)).subarray(0, headBytes)

  it('is refused as of another version', () => {
    for (const version of [0, 1, 2, 4, 255]) {
      expect(refusalOf(forged(Buffer.concat([Buffer.of(version), payload.subarray(1)])))).toMatch(/another version/)
    }
  })

  it('is refused where its number is missing or is none', () => {
    expect(refusalOf(forged(head))).toMatch(/is not a cursor/)
    expect(refusalOf(forged(payload.subarray(0, headBytes + 7)))).toMatch(/is not a cursor/)
    for (const value of [NaN, Infinity]) {
      const bytes = Buffer.alloc(8)
      bytes.writeDoubleBE(value)
      expect(refusalOf(forged(Buffer.concat([head, bytes, Buffer.from('square:1')])))).toMatch(/is not a cursor/)
    }
  })

  it('is refused where its string ends too early', () => {
    for (const bytes of [[], [0], [0, 1], [0, 1, 65], [255, 255, 65, 0]]) {
      expect(refusalOf(forged(Buffer.concat([namedHead, Buffer.from(bytes)])), {}, byName)).toMatch(/is not a cursor/)
    }
  })

  it('is refused where its id is not UTF-8', () => {
    expect(refusalOf(forged(Buffer.concat([payload, Buffer.of(0xff)])))).toMatch(/is not a cursor/)
  })
})

describe('the query of a cursor', () => {
  const filter = {
    status: ['pending', 'shipped'],
    source: ['firestore', 'square'],
    currency: ['EUR', 'USD'],
    createdFrom: '2026-01-01T00:00:00Z',
    createdTo: '2026-02-01T00:00:00Z',
    updatedFrom: '2026-01-01T00:00:00Z',
    updatedTo: '2026-02-01T00:00:00Z',
    totalMin: 1,
    totalMax: 9,
    search: 'jose',
    extra: { note: { in: ['a', 'b'] }, weight: { min: 1 } },
  } satisfies Required<Filter>
  const cursor = encodeCursor(position, filter, byTotal)

  it.each<[string, Filter]>([
    ['list entries in another order', { ...filter, status: ['shipped', 'pending'], currency: ['USD', 'EUR'] }],
    ['list entries repeated', { ...filter, source: ['square', 'firestore', 'square'] }],
    ['members in another order', Object.fromEntries(Object.entries(filter).toReversed())],
    ['the same moments written otherwise', { ...filter, createdFrom: '2026-01-01T01:00:00.000+01:00' }],
    ['a search that finds the same', { ...filter, search: 'JOSÉ' }],
    ['own columns in another order', { ...filter, extra: { weight: { min: 1 }, note: { in: ['b', 'a'] } } }],
  ])('may be spelled with %s', (_, spelled) => {
    expect(decodeCursor(cursor, spelled, byTotal)).toEqual(position)
  })

  it.each<[string, Filter]>([
    ['status', { ...filter, status: ['pending'] }],
    ['source', { ...filter, source: ['firestore'] }],
    ['currency', { ...filter, currency: ['EUR', 'GBP'] }],
    ['createdFrom', { ...filter, createdFrom: '2026-01-01T00:00:00.001Z' }],
    ['createdTo', { ...filter, createdTo: '2026-02-01T00:00:00.0001Z' }],
    ['updatedFrom', { ...filter, updatedFrom: '2026-01-01T00:00:00+01:00' }],
    ['updatedTo', { ...filter, updatedTo: '2026-02-01T00:00:01Z' }],
    ['totalMin', { ...filter, totalMin: 0 }],
    ['totalMax', { ...filter, totalMax: 10 }],
    ['search', { ...filter, search: 'jos' }],
    ['own column', { ...filter, extra: { ...filter.extra, weight: { min: 2 } } }],
    ['number of own columns', { ...filter, extra: { note: { in: ['a', 'b'] } } }],
  ])('may not have another %s', (_, other) => {
    expect(refusalOf(cursor, other)).toMatch(/another filter or sort/)
  })

  it.each(Object.keys(filter))('may not lack %s', (member) => {
    const rest = Object.fromEntries(Object.entries(filter).filter(([name]) => name !== member))
    expect(refusalOf(cursor, rest)).toMatch(/another filter or sort/)
  })

  it.each([
    [false, 1_250],
    [false, 0],
    [true, 'jose'],
  ])('may not be of a column that was declared otherwise since (text: %s, at %j)', (isText, value) => {
    const all = compileOrderFilter(ownStream, {})
    const sort = { column: 'extra_weight', direction: 'asc' } as const
    const before = encode({ value, id: 'firestore:abc' }, all, { ...sort, isText })
    expect(() => decode(before, all, { ...sort, isText: !isText })).toThrow(/another filter or sort/)
  })

  it('does not take values of one member for those of another', () => {
    const times = encodeCursor(position, { createdFrom: filter.createdFrom }, byTotal)
    expect(refusalOf(times, { updatedFrom: filter.createdFrom })).toMatch(/another filter or sort/)
    const totals = encodeCursor(position, { totalMin: 5 }, byTotal)
    expect(refusalOf(totals, { totalMax: 5 })).toMatch(/another filter or sort/)
  })

  it('may not have another sort', () => {
    for (const field of sortFields) {
      for (const direction of ['asc', 'desc'] as const) {
        if (field === 'total' && direction === 'asc') continue
        expect(refusalOf(cursor, filter, { field, direction })).toMatch(/another filter or sort/)
      }
    }
  })
})
