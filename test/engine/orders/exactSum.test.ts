import fc from 'fast-check'
import { expect, it } from 'vitest'

import { ExactSum } from '../../../functions/src/engine/orders/exactSum.ts'

const most = Number.MAX_SAFE_INTEGER

function sumOf(amounts: readonly number[]): number | null {
  const sum = new ExactSum()
  for (const amount of amounts) sum.add(amount)
  return sum.value()
}

it.each([
  [[], 0],
  [[most - 1, 1], most],
  [[-most, 0], -most],
  [[most, 1], null],
  [[-most, -1], null],
  // Beyond, and back again.
  [[most, most, 3, -most, -5], most - 2],
  [[most, 2, -1, -1], most],
])('%j come to %j', (amounts, sum) => {
  expect(sumOf(amounts)).toBe(sum)
})

it('is what big integers come to, whatever the order', () => {
  const amounts = fc.array(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(most, -most)))
  fc.assert(
    fc.property(amounts, (given) => {
      const total = given.reduce((sum, amount) => sum + BigInt(amount), 0n)
      const isHeld = total <= BigInt(most) && total >= -BigInt(most)
      expect(sumOf(given)).toBe(isHeld ? Number(total) : null)
    }),
  )
})
