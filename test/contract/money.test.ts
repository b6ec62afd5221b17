import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  largestAmount,
  majorUnits,
  minorUnitExponent,
  minorUnits,
  minorUnitsOfLine,
} from '../../functions/src/contract/money.ts'

describe('minorUnits', () => {
  it.each([
    [150, 'USD', 15_000],
    [150.1, 'USD', 15_010],
    [0.1 + 0.2, 'USD', 30],
    [1.005, 'USD', 101],
    [-1.005, 'USD', -101],
    [1.0049999, 'USD', 100],
    [0.285, 'USD', 29],
    ['1234.50', 'USD', 123_450],
    ['+.5', 'USD', 50],
    ['7.', 'USD', 700],
    ['00012.3', 'USD', 1230],
    [1500, 'JPY', 1500],
    [1500.5, 'JPY', 1501],
    [-0.4, 'JPY', 0],
    [1.2345, 'KWD', 1235],
    [2.5, 'CLF', 25_000],
    [3.21, 'XYZ', 321],
    [1e-7, 'USD', 0],
    [5e-324, 'USD', 0],
    ['45035996273704.95', 'USD', largestAmount],
    ['-45035996273704.95', 'USD', -largestAmount],
  ])('reads %s %s as %i', (amount, currency, units) => {
    // `toBe` tells 0 from -0, which JSON and Firestore would write in two ways.
    expect(minorUnits(amount, currency)).toBe(units)
  })

  it.each([
    ['1,234.50'],
    ['1 234'],
    [' 1'],
    ['1e3'],
    ['0x10'],
    ['$5'],
    [''],
    ['.'],
    ['-'],
    ['1.2.3'],
    ['9'.repeat(65)],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [1e21],
    [45_035_996_273_704.96],
    ['-45035996273704.955'],
  ])('has no answer for %s', (amount) => {
    expect(minorUnits(amount, 'USD')).toBeNull()
  })

  it('agrees with whole numbers for every decimal text and exponent', () => {
    const digits = fc.tuple(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 6 }))
    fc.assert(
      fc.property(
        digits,
        fc.boolean(),
        fc.constantFrom('JPY', 'USD', 'KWD', 'CLF'),
        ([units, scale], isNegative, code) => {
          const text = String(units).padStart(scale + 1, '0')
          const amount = `${isNegative ? '-' : ''}${text.slice(0, text.length - scale)}.${text.slice(text.length - scale)}`
          // Twice the amount plus one half, in units of 10^-scale: an independent way to round half up.
          const [numerator, denominator] = [
            BigInt(units) * 10n ** BigInt(minorUnitExponent(code)),
            10n ** BigInt(scale),
          ]
          const magnitude = Number((2n * numerator + denominator) / (2n * denominator))
          expect(minorUnits(amount, code)).toBe(isNegative && magnitude > 0 ? -magnitude : magnitude)
        },
      ),
    )
  })

  it('reads a number as the decimal that JavaScript writes', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e12, max: 1e12, noNaN: true }).filter((n) => !/e/.test(String(n))),
        (amount) => {
          expect(minorUnits(amount, 'USD')).toBe(minorUnits(String(amount), 'USD'))
        },
      ),
    )
  })

  it('is exact for every whole number of cents', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (cents) => {
        expect(minorUnits(cents / 100, 'USD')).toBe(cents)
      }),
    )
  })
})

describe('minorUnitsOfLine', () => {
  it('rounds once, after multiplying', () => {
    expect(minorUnitsOfLine(0.333, 3, 'USD')).toBe(100)
    expect(minorUnitsOfLine('0.145', 3, 'USD')).toBe(44)
    expect(minorUnitsOfLine(19.99, -2, 'USD')).toBe(-3998)
    expect(minorUnitsOfLine('free', 2, 'USD')).toBeNull()
  })
})

describe('majorUnits', () => {
  it.each([
    [15_010, 'USD', '150.10'],
    [5, 'USD', '0.05'],
    [-5, 'USD', '-0.05'],
    [0, 'USD', '0.00'],
    [-0, 'USD', '0.00'],
    [150, 'JPY', '150'],
    [-150, 'JPY', '-150'],
    [1_500, 'KWD', '1.500'],
    [1, 'CLF', '0.0001'],
    [Number.MAX_SAFE_INTEGER, 'USD', '90071992547409.91'],
  ])('%d of %s are %s', (minor, currency, major) => {
    expect(majorUnits(minor, currency)).toBe(major)
  })

  it('is what minorUnits reads back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -largestAmount, max: largestAmount }),
        fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'),
        (minor, currency) => {
          expect(minorUnits(majorUnits(minor, currency), currency)).toBe(minor + 0)
        },
      ),
    )
  })
})

function byIntl(currency: string): number | undefined {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
}

it('counts digits by ISO 4217, where Intl counts those that are printed', () => {
  for (const currency of [
    'USD',
    'EUR',
    'JPY',
    'KRW',
    'VND',
    'CLP',
    'ISK',
    'XAF',
    'KWD',
    'BHD',
    'JOD',
    'OMR',
    'TND',
    'LYD',
  ]) {
    expect(minorUnitExponent(currency)).toBe(byIntl(currency))
  }
  expect(['HUF', 'COP', 'IDR', 'IQD', 'CLF', 'UYW'].map(minorUnitExponent)).toEqual([2, 2, 2, 3, 4, 4])
})
