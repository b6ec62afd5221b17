import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { digestBytes, digestOf } from '../../functions/src/lib/digest.ts'

const hexOf = (data: string | Uint8Array): string => Buffer.from(digestOf(data)).toString('hex')

it('is the same for the same bytes, on every machine', () => {
  expect(digestOf('')).toHaveLength(digestBytes)
  expect(['', 'a', 'jose'].map(hexOf)).toMatchInlineSnapshot(`
    [
      "1aee8d83488bdcb8",
      "82c97901501c2ba7",
      "8f91683423a16d6e",
    ]
  `)
  expect(hexOf(new TextEncoder().encode('jose'))).toBe(hexOf('jose'))
})

it('is another one as soon as one byte is', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, by) => {
      const altered = bytes.map((byte, i) => (i === at % bytes.length ? byte ^ by : byte))
      expect(hexOf(altered)).not.toBe(hexOf(bytes))
    }),
  )
})

it('tells many short texts apart', () => {
  const texts = Array.from({ length: 100_000 }, (_, i) => `[[],[["status","${i.toString(36)}"]]]`)
  expect(new Set(texts.map(hexOf)).size).toBe(texts.length)
})
