import { expect, it } from 'vitest'

import { functionBillOf } from '../../../tools/local/functionPrices.ts'

it("each call's time is rounded up to 100 ms, and billed with its memory and its request", () => {
  const bill = functionBillOf([3, 100, 101], '512MiB')
  expect(bill).toMatchObject({ calls: 3, billedSeconds: 0.4 })
  expect(bill.dollars).toBeCloseTo(0.4 * (24e-6 + 0.5 * 2.5e-6) + 3 * 4e-7, 12)
  expect(functionBillOf([1_000], '1GiB').dollars).toBeCloseTo(26.5e-6 + 4e-7, 12)
})

it('a function that is not called costs nothing', () => {
  expect(functionBillOf([], '1GiB')).toEqual({ calls: 0, billedSeconds: 0, dollars: 0 })
})

it('an amount of memory that it does not know is an error', () => {
  expect(() => functionBillOf([1], '1 gigabyte')).toThrow('1 gigabyte')
})
