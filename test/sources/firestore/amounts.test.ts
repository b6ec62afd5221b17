import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { majorUnits } from '../../../functions/src/contract/money.ts'
import { amountReader } from '../../../functions/src/sources/firestore/amounts.ts'
import { orderSettingsSchema } from '../../../functions/src/sources/firestore/settings.ts'

function reader(money: object = {}, defaultCurrency = 'USD') {
  return amountReader(orderSettingsSchema.parse({ money }).money, defaultCurrency)
}

/** The amount in minor units with its currency, or the problem. */
function read(value: unknown, money: object = {}, currency: string | null = null, defaultCurrency = 'USD'): string {
  const amount = reader(money, defaultCurrency).read(value, 'totalAmount', currency)
  return 'problem' in amount ? amount.problem : `${amount.minor} ${amount.currency}`
}

describe('an amount in major units', () => {
  it.each([
    [150.1, '15010 USD'],
    [1.005, '101 USD'],
    [-0, '0 USD'],
    ['150', '15000 USD'],
    ['150.', '15000 USD'],
    ['.5', '50 USD'],
    [' 12.50 ', '1250 USD'],
    ['12,50', '1250 USD'],
    ['0,125', '13 USD'],
    ['0.333', '33 USD'],
    ['1234.500', '123450 USD'],
    ['1,234.50', '123450 USD'],
    ['1.234,50', '123450 USD'],
    ['1 234,50', '123450 USD'],
    ['1\u00a0234,50', '123450 USD'],
    ['1\u202f234', '123400 USD'],
    ["1'234.50", '123450 USD'],
    ['1\u2019234\u2019567', '123456700 USD'],
    ['1,234,567', '123456700 USD'],
    ['1.234.567', '123456700 USD'],
    ['1,23,456.00', '12345600 USD'],
    ['1,23,456', '12345600 USD'],
    ['1,234.567', '123457 USD'],
    ['-12.50', '-1250 USD'],
    ['\u221212.50', '-1250 USD'],
    ['-$5', '-500 USD'],
    ['$-5', '-500 USD'],
  ])('%j is %s', (value, amount) => {
    expect(read(value)).toBe(amount)
  })

  it.each(['1,234', '1.234', '12.500', '123,456', '$1,234'])('%s could be two amounts', (text) => {
    expect(read(text)).toMatch(/^has a separator that could .* orders\.money\.decimal/)
  })

  it.each([
    ['1,234', '.', '123400 USD'],
    ['1.234', '.', '123 USD'],
    ['1.234', ',', '123400 USD'],
    ['1,234', ',', '123 USD'],
    ['1,234.50', '.', '123450 USD'],
    ['12,50', '.', 'is not a decimal amount, or too large'],
    ['12.50', ',', 'is not a decimal amount, or too large'],
    ['1.234,50', '.', 'is not a decimal amount, or too large'],
  ])('%s with the decimal sign %s is %s', (text, decimal, amount) => {
    expect(read(text, { decimal })).toBe(amount)
  })

  it.each([
    '',
    ' ',
    'secret',
    '1e5',
    '12 50',
    '1,23.4,5',
    '1.2.3',
    '1,2,3',
    '0,123,456',
    '12.50 13.00',
    '12.50-13.00',
    '(12.50)',
    '5-',
    '12..5',
    '--5',
    '5\u2075\u2070',
    '\u0661\u0662',
    'USD.50',
    'Kč.500',
    '45035996273704.96',
    '9'.repeat(65),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e20,
    true,
    null,
    [5],
    { value: 1 },
    { amount: 5, currency: 'EUR', precision: 2 },
    { amount: { amount: 5, currency: 'EUR' }, currency: 'EUR' },
  ])('%j is a problem', (value) => {
    expect(read(value)).toMatch(/^(is not a decimal amount, or too large|has beside its number)/)
  })
})

describe('the currency of an amount', () => {
  it.each([
    ['$12.50', '1250 USD'],
    ['US$ 12.50', '1250 USD'],
    ['12,50 €', '1250 EUR'],
    ['€12', '1200 EUR'],
    ['INR 499', '49900 INR'],
    ['499 inr', '49900 INR'],
    ['₹1,23,456.00', '12345600 INR'],
    ['R$ 1.234,50', '123450 BRL'],
    ['Rp 1.234.567', '123456700 IDR'],
    ['1.234.567 ₫', '1234567 VND'],
    ['₺12,50', '1250 TRY'],
    ['12,50 TL', '1250 TRY'],
    ['zł 5', '500 PLN'],
    ['$12.50 USD', '1250 USD'],
    ['CA$ 5', '500 CAD'],
    ['\u200f12.50\u00a0₪', '1250 ILS'],
    [{ amount: '12.50', currencyCode: 'EUR' }, '1250 EUR'],
    [{ amount: 12.5, currency: 'eur' }, '1250 EUR'],
    [{ value: '12.50', currency_code: 'GBP' }, '1250 GBP'],
    [{ amount: 12.5, currency: null }, '1250 USD'],
    [{ amount: 12.5, currency: { code: 'EUR', symbol: '€' } }, '1250 EUR'],
  ])('%j is %s', (value, amount) => {
    expect(read(value)).toBe(amount)
  })

  it('is what the shop says that a sign is, first of all', () => {
    expect(read('$5', { currencies: { $: 'CAD' } })).toBe('500 CAD')
    expect(read('5 bucks', { currencies: { Bucks: 'USD' } }, null, 'EUR')).toBe('500 USD')
  })

  it.each([
    ['$5', 'CAD', '500 CAD'],
    ['Rs. 500', 'PKR', '50000 PKR'],
    ['Rs.500', 'INR', '50000 INR'],
    ['500 kr.', 'SEK', '50000 SEK'],
  ])('%s is of the default one where that is written so: %s', (text, currency, amount) => {
    expect(read(text, {}, null, currency)).toBe(amount)
    expect(read(text, {}, currency)).toBe(amount)
  })

  it('is told where a sign is of several, of none that is known, or of another than the order', () => {
    expect(read('$5', {}, null, 'EUR')).toMatch(/^has a sign of several currencies: .* orders\.money\.currencies/)
    expect(read('5 pcs')).toMatch(/^has beside its number what is no known currency/)
    expect(read('5 €', {}, 'USD')).toBe('names another currency than its order')
    expect(read({ amount: 5, currency: 'EUR' }, {}, 'USD')).toBe('names another currency than its order')
    expect(read('€5 USD')).toMatch(/^has beside its number/)
  })
})

describe('an amount in minor units', () => {
  const minor = { unit: 'minor' }

  it.each([
    [4599, '4599 USD'],
    ['4599', '4599 USD'],
    ['4 599 ₫', '4599 VND'],
    [-0, '0 USD'],
    [{ amount: 4599, currency: 'EUR' }, '4599 EUR'],
  ])('%j is %s', (value, amount) => {
    expect(read(value, minor)).toBe(amount)
  })

  it.each([45.99, '45.99', '10.00', '$12.50', 1998.9999999999998])('%j is told, and not rounded', (value) => {
    expect(read(value, minor)).toMatch(/^is not a whole number of minor units: set orders\.money\.unit/)
  })

  it('stands beside others in major units', () => {
    const { read: readAmount } = reader({ unit: 'minor', units: { 'items.price': 'major' } })
    expect(readAmount(45.99, 'items.price', 'EUR')).toEqual({ currency: 'EUR', minor: 4599, exact: 45.99 })
    expect(readAmount(4599, 'totalAmount', 'EUR')).toEqual({ currency: 'EUR', minor: 4599, exact: '45.99' })
    expect(read(2 ** 53, minor)).toBe('is not a decimal amount, or too large')
  })
})

describe('whatever the amount', () => {
  const amounts = fc.tuple(
    fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
    fc.constantFrom('USD', 'EUR', 'INR', 'VND', 'JPY', 'KWD', 'TRY', 'BRL'),
  )
  const locales = fc.constantFrom(
    'en-US',
    'en-IN',
    'de-DE',
    'fr-FR',
    'de-CH',
    'pt-BR',
    'es-ES',
    'id-ID',
    'vi-VN',
    'tr-TR',
    'sv-SE',
    'pl-PL',
    'he-IL',
  )
  const displays = fc.constantFrom('symbol', 'code', 'narrowSymbol', null)

  it('a text in the style of a country reads back exactly, or is refused', () => {
    let [exact, all] = [0, 0]
    fc.assert(
      fc.property(amounts, locales, displays, (...[[minor, currency], locale, display]) => {
        const major = majorUnits(minor, currency)
        const digits = major.split('.')[1]?.length ?? 0
        const format = new Intl.NumberFormat(locale, {
          ...(display && { style: 'currency', currency, currencyDisplay: display }),
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        })
        // A decimal text, which is formatted exactly.
        const text = format.format(major as `${number}`)
        const amount = reader({}, currency).read(text, 'totalAmount', null)
        all += 1
        if ('problem' in amount) return
        exact += 1
        expect({ text, minor: amount.minor, currency: amount.currency }).toEqual({ text, minor: minor + 0, currency })
      }),
      { numRuns: 2000 },
    )
    // Those of three decimals, and whole ones of one group, could be two amounts.
    expect(exact / all).toBeGreaterThan(0.8)
  })

  it('a plain text or number is what `majorUnits` writes', () => {
    fc.assert(
      fc.property(amounts, ([minor, currency]) => {
        const major = majorUnits(minor, currency)
        const amount = reader({ decimal: '.' }).read(major, 'totalAmount', currency)
        expect(amount).toMatchObject({ minor: minor + 0, currency })
        expect(reader().read(Number(major), 'totalAmount', currency)).toMatchObject({ minor: minor + 0, currency })
      }),
    )
  })

  it('any text at all is an amount or a problem that quotes nothing of it', () => {
    const problems = ['secret', '1,234', '5 pcs'].map((value) => read(value))
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[$€ ]?[\d.,' -]{1,12}[a-z€ ]{0,4}$/))
    fc.assert(
      fc.property(text, (value) => {
        const amount = reader().read(value, 'totalAmount', null)
        if ('problem' in amount) {
          expect(problems).toContain(amount.problem)
          return
        }
        expect(Number.isSafeInteger(amount.minor)).toBe(true)
        // The digits that are written are those of the amount.
        expect(String(amount.exact).replaceAll(/\D/g, '')).toBe(value.replaceAll(/\D/g, ''))
      }),
    )
  })
})
