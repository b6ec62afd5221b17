import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ByteReader, ByteWriter } from '../../functions/src/engine/encoding/bytes.ts'
import { zoneMapOf } from '../../functions/src/cache/facetCounts.ts'
import { emptyHead, type Head, type SegmentInfo } from '../../functions/src/engine/encoding/head.ts'
import { decodeHead, encodeHead } from '../../functions/src/cache/head.ts'
import { unmappedOf } from '../../functions/src/cache/unmapped.ts'
import { EncodingError } from '../../functions/src/lib/errors.ts'
import { instantFromParts } from '../../functions/src/lib/instant.ts'
import { packBytes, unpackBytes } from '../../functions/src/lib/packing.ts'
import type { RowKey } from '../../functions/src/model/row.ts'
import { declarationOf } from '../../functions/src/model/stream.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { anyRow, rowOfSeed } from './randomRows.ts'
import { stored } from './stored.ts'

const pipeline = 'firestore.orders'
const path = `orders_cache_head/${pipeline}`
const bound = instantFromParts(1_767_225_600, 123_456_789)

const key: fc.Arbitrary<RowKey> = fc.record({ createdAt: fc.integer(), id: fc.string({ unit: 'grapheme' }) })
const segment: fc.Arbitrary<SegmentInfo> = fc.record({
  n: fc.nat(),
  version: fc.nat(),
  low: key,
  rows: fc.nat(),
  live: fc.nat(),
  shown: fc.nat(),
  bytes: fc.nat(),
  needles: fc.option(fc.record({ n: fc.nat(), bytes: fc.nat() })),
  zone: fc.array(anyRow(), { maxLength: 3 }).map((rows) => zoneMapOf(declarationOf(orderStream), rows)),
})
const uniqueRows = fc.uniqueArray(anyRow(), { selector: ({ id }) => id, maxLength: 6 })
const head: fc.Arbitrary<Head> = fc.record({
  columns: fc.constant(declarationOf(orderStream)),
  cacheVersion: fc.nat(),
  bound: fc.constantFrom(null, bound),
  reportsBound: fc.constantFrom(null, bound),
  nextSegment: fc.nat(),
  segments: fc.array(segment, { maxLength: 4 }),
  pending: fc
    .tuple(uniqueRows, fc.infiniteStream(fc.option(key)))
    .map(([rows, keys]) => new Map(rows.map((row) => [row.id, { row, segmentKey: keys.next().value ?? null }]))),
  newest: uniqueRows,
  newestFloor: fc.option(key),
  live: fc.nat(),
  facets: uniqueRows.map((rows) => zoneMapOf(declarationOf(orderStream), rows).facets),
  unmapped: uniqueRows.map((rows) => unmappedOf(orderStream, rows)),
})

describe('a head', () => {
  it('is read as it was written, its pending changes oldest first', () => {
    fc.assert(
      fc.property(head, (given) => {
        const read = decodeHead(orderStream, stored(path, encodeHead(orderStream, given, pipeline)))
        expect(read).toEqual(given)
        expect([...read.pending]).toEqual([...given.pending])
      }),
    )
  })

  it('of a pipeline that never ran is empty', () => {
    expect(decodeHead(orderStream, stored(path, undefined))).toEqual(emptyHead(orderStream))
  })

  it('of a pipeline whose runs found no order has their bound all the same', () => {
    expect(decodeHead(orderStream, stored(path, { pipeline, bound }))).toEqual({ ...emptyHead(orderStream), bound })
  })

  it('does not take a damaged bound for one', () => {
    expect(
      decodeHead(
        orderStream,
        stored(path, { ...encodeHead(orderStream, emptyHead(orderStream), pipeline), bound: 'yesterday' }),
      ).bound,
    ).toBeNull()
  })
})

describe('a head that cannot be trusted', () => {
  const row = rowOfSeed('firestore:a', 1, 1)
  const pending = new Map([[row.id, { row, segmentKey: null }]])
  const encoded = encodeHead(orderStream, { ...emptyHead(orderStream), pending, newest: [row], live: 1 }, pipeline)
  const reader = new ByteReader(unpackBytes(encoded.data as Uint8Array, path)) // As encodeHead makes it.
  const manifest = JSON.parse(reader.text()) as Record<string, unknown>
  const [pendingRows, newest] = [reader.section(), reader.section()]

  /** The same head with other parts, which are what they were where they are not named. */
  function damaged(members: Record<string, unknown>, rows = pendingRows, rest = newest): Record<string, unknown> {
    const writer = new ByteWriter()
    writer.text(JSON.stringify({ ...manifest, ...members }))
    writer.section(rows)
    writer.section(rest)
    return { ...encoded, data: packBytes(writer.written()) }
  }

  it('is read where nothing of it is another', () => {
    expect(decodeHead(orderStream, stored(path, damaged({})))).toEqual(decodeHead(orderStream, stored(path, encoded)))
  })

  it('because newer functions wrote it is refused with the way out', () => {
    expect(() => decodeHead(orderStream, stored(path, { ...encoded, encoding: 6 }))).toThrow(
      `${path} has encoding 6, this code reads 5: deploy the newer functions.`,
    )
  })

  it.each([
    ['without an encoding', { ...encoded, encoding: undefined }],
    ['without a cache version', { ...encoded, cacheVersion: undefined }],
    ['of text', { ...encoded, data: 'rows' }],
    ['of other bytes', { ...encoded, data: Buffer.from('rows') }],
    ['without its segments', damaged({ segments: undefined })],
    ['with a segment that has no key', damaged({ segments: [{ n: 1 }] })],
    ['with a negative count', damaged({ live: -1 })],
    ['with damaged pending rows', damaged({}, pendingRows.slice(1))],
    ['with damaged newest rows', damaged({}, pendingRows, new Uint8Array(3))],
    ['without the keys of its pending rows', damaged({ segmentKeys: [] })],
  ])('%s is refused, and named', (_what, data) => {
    expect(() => decodeHead(orderStream, stored(path, data))).toThrow(EncodingError)
    expect(() => decodeHead(orderStream, stored(path, data))).toThrow(path)
  })
})
