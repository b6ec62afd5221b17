import { zstdCompressSync } from 'node:zlib'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { EncodingError } from '../../functions/src/lib/errors.ts'
import { pack, unpack } from '../../functions/src/lib/packing.ts'

const where = 'orders_cache_head/firestore.orders'

it('gives back what was packed', () => {
  // JSON has one zero.
  const json = fc.json().map((text): unknown => JSON.parse(text.replaceAll('-0', '0')))
  fc.assert(
    fc.property(json, (value) => {
      expect(unpack(pack(value), where)).toEqual(value)
    }),
  )
})

describe('damaged bytes', () => {
  const packed = pack({ name: 'Ann Example', rows: Array.from({ length: 50 }, (_, i) => i) })

  it('are refused wherever they were cut off, with the document and the way out named', () => {
    for (let length = 0; length < packed.byteLength; length++) {
      expect(() => unpack(packed.subarray(0, length), where), `cut at ${length}`).toThrow(
        /^orders_cache_head\/firestore\.orders is damaged: .* Run "npm run rebuild"\.$/,
      )
    }
  })

  it('of any kind end in an EncodingError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.string().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          let thrown: unknown
          try {
            unpack(bytes, where)
          } catch (error) {
            thrown = error
          }
          expect(thrown).toBeInstanceOf(EncodingError)
          expect(thrown).toHaveProperty('cause')
        },
      ),
    )
  })
  it('that unpack to something else are refused without being quoted', () => {
    expect(() => unpack(zstdCompressSync(Buffer.from('ann@example.com')), where)).toThrow(
      expect.objectContaining({ name: 'EncodingError', message: expect.not.stringContaining('ann@') }),
    )
  })
})
