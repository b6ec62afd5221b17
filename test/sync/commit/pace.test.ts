import { expect, it } from 'vitest'

import { advisedPace, documentsAfter, unlimitedPace } from '../../../functions/src/sync/commit/pace.ts'

it.each([
  [0, 500],
  [299_999, 500],
  [300_000, 750],
  [600_000, 1_125],
  [1_500_000, 3_796],
])('a full run of %i ms writes at most %i documents a commit', (elapsedMs, documents) => {
  expect(documentsAfter(advisedPace, elapsedMs)).toBe(documents)
})

it('on the emulators nothing but bytes limits a commit', () => {
  expect(documentsAfter(unlimitedPace, 0)).toBe(Infinity)
})
