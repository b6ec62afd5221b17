import { expect, it } from 'vitest'

import { wordsOf } from '../../../web/src/format/words.ts'

it.each([
  ['catalogVariations', 'Catalog variations'],
  ['missingRecords', 'Missing records'],
  ['shipped_at', 'Shipped at'],
  ['orderID', 'Order id'],
  ['line2Total', 'Line2 total'],
  ['payments', 'Payments'],
])('%s reads "%s"', (name, words) => {
  expect(wordsOf(name)).toBe(words)
})
