import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { cacheEncoding } from '../../functions/src/engine/encoding/codec.ts'
import type { SegmentInfo } from '../../functions/src/engine/encoding/head.ts'
import { segmentIndexOf } from '../../functions/src/engine/encoding/segment.ts'
import { decodeSegment, encodeSegment, splitRows, type Piece } from '../../functions/src/cache/segments.ts'
import { EncodingError } from '../../functions/src/lib/errors.ts'
import { compareKeys, isLive, type Row, type RowKey } from '../../functions/src/model/row.ts'
import { declarationOf } from '../../functions/src/model/stream.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { anyRow, noise, rowOfSeed, rowsInTime, type RowSize } from './randomRows.ts'
import { stored } from './stored.ts'

const pipeline = 'firestore.orders'
const path = 'orders_cache_segments/firestore.orders:7'
const zone = { ranges: {}, facets: {} }

function bytesOf(field: unknown): number {
  return (field as Uint8Array).byteLength // As a segment is encoded.
}

function bytesIn({ packed: { cells, texts, sync } }: Piece): number {
  return cells.byteLength + texts.byteLength + sync.byteLength
}

function encoded(rows: readonly Row[]) {
  const [piece] = splitRows(orderStream, rows, true)
  if (piece === undefined) throw new Error('There is no piece.')
  const id = { n: 7, version: 3, low: { createdAt: 0, id: '' } }
  return encodeSegment(declarationOf(orderStream), pipeline, id, piece, true)
}

describe('a segment', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(anyRow(), { minLength: 1, maxLength: 8 }), (rows) => {
        const { info, document } = encoded(rows)
        expect(decodeSegment(orderStream, stored(path, document), info)).toEqual(rows)
        expect(info).toMatchObject({ n: 7, version: 3, rows: rows.length })
        expect(info.live).toBe(rows.filter(isLive).length)
        expect(info.bytes).toBe(bytesOf(document.cells) + bytesOf(document.texts) + bytesOf(document.sync))
      }),
    )
  })

  it('has the least and the greatest of its live rows in its zone map, and counts their facets', () => {
    const rows = [
      { ...rowOfSeed('a', 10, 1), total: -5, status: 'shipped', currency: 'EUR', updatedAt: 20 },
      { ...rowOfSeed('b', 11, 1), total: 7, status: 'pending', currency: 'EUR', updatedAt: 12 },
      { ...rowOfSeed('c', 99, 1), total: 9_999, status: 'refunded', currency: 'JPY', updatedAt: 99, deletedAt: 99 },
    ] as const
    expect(encoded(rows).info.zone).toEqual({
      ranges: { createdAt: { min: 10, max: 11 }, total: { min: -5, max: 7 }, updatedAt: { min: 12, max: 20 } },
      facets: { source: { firestore: 2 }, status: { shipped: 1, pending: 1 }, currency: { EUR: 2 } },
    })
    expect(encoded(rows.slice(2)).info.zone).toEqual({ ranges: {}, facets: { source: {}, status: {}, currency: {} } })
  })

  const { info, document } = encoded([rowOfSeed('a', 1, 1)])
  const { document: others } = encoded([rowOfSeed('a', 1, 1), rowOfSeed('b', 2, 1)])
  it.each([
    ['that does not exist', undefined, 'is missing'],
    ['of another version than the head names', { ...document, version: 4 }, 'is not the version that the head names'],
    ['without bytes', { ...document, cells: undefined }, 'is not the version that the head names'],
    ['of a later encoding', { ...document, encoding: cacheEncoding + 1 }, 'deploy the newer functions'],
    ['without an encoding', { ...document, encoding: undefined }, 'has encoding none'],
    ['of damaged bytes', { ...document, texts: Buffer.from('rows') }, 'is damaged'],
    ['without what the sync compares', { ...document, sync: undefined }, 'is not the version that the head names'],
    ['of other rows in what the sync compares', { ...document, sync: others.sync }, 'is damaged'],
  ])('%s is refused, and named', (_what, data, says) => {
    const read = (): Row[] => decodeSegment(orderStream, stored(path, data), info)
    expect(read).toThrow(EncodingError)
    expect(read).toThrow(says)
    expect(read).toThrow(path)
  })
})

it('a segment of which a single byte is another is refused, whichever it is, and never read as other rows', () => {
  const { info, document } = encoded([rowOfSeed('a', 1, 1), rowOfSeed('b', 2, 2)])
  for (const field of ['cells', 'texts', 'sync']) {
    const bytes = document[field] as Uint8Array // As a segment is encoded.
    for (let at = 0; at < bytes.byteLength; at++) {
      for (const by of [1, 0x10, 0x80, 0xff]) {
        const other = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ by : byte))
        const read = (): Row[] => decodeSegment(orderStream, stored(path, { ...document, [field]: other }), info)
        expect(read, `byte ${at} of ${field}`).toThrow(EncodingError)
      }
    }
  }
})

describe('rows that are too many for one segment', () => {
  it('are cut into pieces that fit, and none is lost', () => {
    const sizes = fc.array(fc.constantFrom<RowSize>('small', 'medium', 'large', 'largest'), {
      minLength: 1,
      maxLength: 90,
      size: 'max',
    })
    fc.assert(
      fc.property(sizes, fc.boolean(), (given, isLast) => {
        const rows = given.map((size, i) => rowOfSeed(`firestore:${i}`, i, i, size))
        const pieces = splitRows(orderStream, rows, isLast)
        expect(pieces.flatMap((piece) => piece.rows)).toEqual(rows)
        for (const piece of pieces) {
          expect(piece.rows.length).toBeGreaterThan(0)
          expect(bytesIn(piece) <= 300_000 || piece.rows.length === 1).toBe(true)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('leave no segment behind them that is not full where they are the last of the cache', () => {
    // About 75 bytes a row: 300 KB are reached before 5,000 rows.
    const rows = rowsInTime(0, 12_000).map((row, i) => ({ ...row, customerPhone: noise(i, 90) }))
    const pieces = splitRows(orderStream, rows, true)
    expect(pieces.flatMap((piece) => piece.rows)).toEqual(rows)
    for (const piece of pieces.slice(0, -1)) expect(bytesIn(piece)).toBeGreaterThan(250_000)
  })

  it('are halved in the middle of the cache, and fill segments up at its end', () => {
    const rows = rowsInTime(0, 5_001)
    expect(splitRows(orderStream, rows, false).map((piece) => piece.rows.length)).toEqual([2_501, 2_500])
    expect(splitRows(orderStream, rows, true).map((piece) => piece.rows.length)).toEqual([5_000, 1])
    expect(splitRows(orderStream, rows.slice(0, 5_000), true)).toHaveLength(1)
    const large = rowsInTime(0, 400, 'medium')
    expect(splitRows(orderStream, large, false).map((piece) => piece.rows.length)).toEqual([200, 200])
    expect(splitRows(orderStream, large, true).map((piece) => piece.rows.length < 200)).toEqual([false, true])
  })
})

describe('the segment of a key', () => {
  const key: fc.Arbitrary<RowKey> = fc.record({
    createdAt: fc.integer({ min: 0, max: 5 }),
    id: fc.constantFrom('a', 'b', 'c'),
  })

  it('is the last that begins at or below it; the first takes all below', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { comparator: (a, b) => compareKeys(a, b) === 0, minLength: 1, maxLength: 12 }),
        key,
        (lows, wanted) => {
          const segments = lows.toSorted(compareKeys).map((low): SegmentInfo => {
            return { n: 0, version: 0, low, rows: 1, live: 1, shown: 1, bytes: 1, needles: null, zone }
          })
          const naive = segments.findLastIndex(({ low }) => compareKeys(low, wanted) <= 0)
          expect(segmentIndexOf(segments, wanted)).toBe(Math.max(0, naive))
        },
      ),
    )
  })

  it('is none where there are no segments', () => {
    expect(segmentIndexOf([], { createdAt: 0, id: 'a' })).toBe(-1)
  })
})
