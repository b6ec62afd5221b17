import { describe, expect, it } from 'vitest'

import { currencyReader } from '../../../functions/src/sources/firestore/currencies.ts'
import { orderSettingsSchema } from '../../../functions/src/sources/firestore/settings.ts'

function read(value: unknown, money: object = {}, defaultCurrency = 'USD', data: unknown = {}) {
  const reading = currencyReader(orderSettingsSchema.parse({ money }).money, defaultCurrency)(value, data)
  return 'problem' in reading ? reading.problem : reading.currency
}

describe('a currency', () => {
  it.each([
    [' eur ', 'EUR'],
    // No list of codes is asked: what the next one is called, no list knows.
    ['XTS', 'XTS'],
    // Three letters, and no code: yen have no decimals.
    ['Yen', 'JPY'],
    ['WON', 'KRW'],
    ['₹', 'INR'],
    ['€', 'EUR'],
    ['R$', 'BRL'],
    ['Rp', 'IDR'],
    ['₫', 'VND'],
    ['$', 'USD'],
    [{ code: 'EUR', symbol: '€' }, 'EUR'],
    [{ symbol: '€' }, 'EUR'],
    [undefined, null],
    [null, null],
    ['  ', null],
  ])('%j is %s', (value, currency) => {
    expect(read(value)).toBe(currency)
  })

  it('that several countries write alike is the default one, if that is one of them', () => {
    expect(['$', '¥', 'kr', 'Rs.'].map((sign, i) => read(sign, {}, ['MXN', 'CNY', 'NOK', 'LKR'][i]))).toEqual([
      'MXN',
      'CNY',
      'NOK',
      'LKR',
    ])
    expect(read('$', {}, 'EUR')).toMatch(/^is a sign of several currencies: .* orders\.money\.currencies/)
    expect(read('$', { currencies: { $: 'USD' } }, 'EUR')).toBe('USD')
  })

  it.each(['dollars', 'U$D', 'ÄÖÜ', '?', 978, true, ['EUR'], {}, { code: 5 }])('%j is told', (value) => {
    expect(read(value)).toMatch(/^is not a currency code .* orders\.money\.currencies/)
  })

  it('is what the shop calls it', () => {
    const currencies = { Dollars: 'USD', 978: 'EUR', USD: 'CAD' }
    expect(['dollars', 978, 'usd'].map((value) => read(value, { currencies }, 'EUR'))).toEqual(['USD', 'EUR', 'CAD'])
  })

  it('follows from the country where the shop says so and the order names none', () => {
    const money = { byCountry: { path: 'address.country', currencies: { Türkiye: 'TRY', DE: 'EUR' } } }
    const inCountry = (country: unknown) => read(null, money, 'USD', { address: { country } })
    expect(['türkiye', 'Turkiye', 'de', null, undefined, ''].map(inCountry)).toEqual([
      'TRY',
      'TRY',
      'EUR',
      null,
      null,
      null,
    ])
    expect(inCountry('France')).toBe('has no currency, and its country is not among orders.money.byCountry.currencies')
    expect(inCountry(49)).toMatch(/^has no currency/)
    expect(read('INR', money, 'USD', { address: { country: 'DE' } })).toBe('INR')
  })
})
