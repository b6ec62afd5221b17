import fc from 'fast-check'
import { expect, it } from 'vitest'

import { hrefOf, placeIn } from '../../../web/src/routing/location.ts'

it('a link leads to the place that it was made for, whatever an id holds', () => {
  const segments = fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 3 })
  const pairs = fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 3 })
  fc.assert(
    fc.property(segments, pairs, (path, query) => {
      const params = new URLSearchParams(query)
      const place = placeIn(hrefOf(path, params))
      expect(place.path).toEqual(path)
      expect(place.params.toString()).toBe(params.toString())
    }),
  )
})

it.each([
  ['', []],
  ['#', []],
  ['#/orders', ['orders']],
  ['#orders/firestore%3Aa%2Fb', ['orders', 'firestore:a/b']],
  ['#/orders/%E0%A4%A', ['orders', '%E0%A4%A']],
])('%s is the place %j', (hash, path) => {
  expect(placeIn(hash).path).toEqual(path)
})
