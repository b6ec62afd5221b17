import { describe, expect, it } from 'vitest'

import { formatMoney, parseMoney } from '../../../web/src/format/money.ts'

describe('an amount', () => {
  it.each([
    [15_010, 'USD', '$150.10'],
    [15_010, 'JPY', '¥15,010'],
    [1_500, 'KWD', 'KWD 1.500'],
    [-5, 'EUR', '-€0.05'],
    [0, 'EUR', '€0.00'],
    // More digits than a double has.
    [4_503_599_627_370_495, 'USD', '$45,035,996,273,704.95'],
  ])('of %i %s is %s', (minor, currency, text) => {
    expect(formatMoney(minor, currency, 'en-US').replace(/\u00a0/g, ' ')).toBe(text)
  })

  it.each([
    ['12.5', 'EUR', 1_250],
    ['12,50', 'EUR', 1_250],
    [' 1000 ', 'JPY', 1_000],
    ['', 'EUR', null],
    ['abc', 'EUR', null],
    ['1e9', 'EUR', null],
  ])('typed as "%s" %s is %j', (text, currency, minor) => {
    expect(parseMoney(text, currency)).toBe(minor)
  })
})
