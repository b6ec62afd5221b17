import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { findBytes } from '../../../functions/src/engine/store/findBytes.ts'
import { nodeFinder } from '../../../functions/src/query/store/nodeFinder.ts'

it('finds every place where Node finds the bytes, wherever it starts', () => {
  // Few different bytes, so that much looks alike.
  const bytes = fc.uint8Array({ max: 2, maxLength: 60, size: 'max' })
  const sought = fc.uint8Array({ max: 2, minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(bytes, sought, (within, wanted) => {
      const [find, native] = [findBytes(within, wanted), nodeFinder(within, wanted)]
      for (let from = 0; from <= within.length; from++) expect(find(from)).toBe(native(from))
    }),
  )
})

it('finds bytes of every value', () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i)
  for (let i = 0; i < 254; i++) expect(findBytes(all, all.subarray(i, i + 3))(0)).toBe(i)
})
