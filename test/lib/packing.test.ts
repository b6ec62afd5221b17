import { crc32, zstdCompressSync } from 'node:zlib'

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
        /^orders_cache_head\/firestore\.orders is damaged: .* Run "npm run rebuild" or start a full resync\.$/,
      )
    }
  })

  it('are refused though a single bit is another, wherever it is', () => {
    for (let bit = 0; bit < packed.byteLength * 8; bit++) {
      const flipped = Buffer.from(packed)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => unpack(flipped, where), `bit ${bit}`).toThrow(EncodingError)
    }
  })

  it('are refused whichever of them are others, one byte or forty', () => {
    const large = pack(Array.from({ length: 5_000 }, (_, i) => `${i} ${Math.sin(i)}`))
    const damage = fc.record({ at: fc.nat(large.byteLength - 1), by: fc.uint8Array({ minLength: 1, maxLength: 40 }) })
    fc.assert(
      fc.property(damage, ({ at, by }) => {
        const damaged = Buffer.from(large)
        by.forEach((byte, i) => {
          if (at + i < damaged.byteLength) damaged[at + i] = (damaged[at + i] ?? 0) ^ byte
        })
        fc.pre(!damaged.equals(large))
        expect(() => unpack(damaged, where)).toThrow(EncodingError)
      }),
      { numRuns: 1_000 },
    )
  })

  it('are told with what is to be done about them', () => {
    expect(() => unpack(packed.subarray(1), where, 'Ask.')).toThrow(
      `${where} is damaged: its bytes cannot be unpacked. Ask.`,
    )
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

it('reads what was packed before there were checksums', () => {
  expect(unpack(zstdCompressSync(Buffer.from('[1]')), where)).toEqual([1])
})

it('reads what was packed before lengths were told', () => {
  const frame = zstdCompressSync(Buffer.from('[1]'))
  const header = Buffer.from('TMK1....')
  header.writeUInt32LE(crc32(frame), 4)
  expect(unpack(Buffer.concat([header, frame]), where)).toEqual([1])
})
