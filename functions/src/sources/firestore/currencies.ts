import { isMap } from '../../lib/firestore/firestoreValues.ts'
import { currenciesOfSign, signKey } from './currencySigns.ts'
import { keysOf, valueAt } from './fields.ts'
import type { OrderSettings } from './settings.ts'
import { remembering, wordFinder } from './words.ts'

export type Problem = { readonly problem: string }

type Money = OrderSettings['money']

const unread: Problem = {
  problem:
    'is not a currency code of three letters, like USD, nor a known sign: say what it means in orders.money.currencies',
}
const shared: Problem = {
  problem: 'is a sign of several currencies: say which in orders.money.currencies, like {"$":"USD"}',
}
const unreadCountry: Problem = {
  problem: 'has no currency, and its country is not among orders.money.byCountry.currencies',
}

/**
 * Reads the currency of a document: from the value of its currency field (a code in any case, a sign, a word of the shop's, a
 * map with `code` or `symbol`), else by its country where the shop says so. `currency` is null where neither is there.
 */
export function currencyReader(
  money: Pick<Money, 'currencies' | 'byCountry'>,
  defaultCurrency: string,
): (value: unknown, data: unknown) => { readonly currency: string | null } | Problem {
  const codesOf = currencyFinder(money.currencies)
  const currencyByCountry = countryReader(money.byCountry)
  return (value, data) => {
    const text = currencyText(value)
    if (text === null) return unread
    if (text === '') return currencyByCountry(data)
    const codes = codesOf(text)
    if (codes.length === 0) return /^[a-z]{3}$/i.test(text) ? { currency: text.toUpperCase() } : unread
    const [currency = null] = codes.length === 1 ? codes : codes.filter((code) => code === defaultCurrency)
    return currency === null ? shared : { currency }
  }
}

/** The text of a currency field's value, empty where there is none; null where the value is of another type. */
export function currencyText(value: unknown): string | null {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number') return String(value)
  if (!isMap(value)) return null
  const text = [value.code, value.symbol].find((part) => typeof part === 'string' && /\S/.test(part))
  return typeof text === 'string' ? text.trim() : null
}

function countryReader(
  byCountry: Money['byCountry'],
): (data: unknown) => { readonly currency: string | null } | Problem {
  if (byCountry === undefined) return () => ({ currency: null })
  const keys = keysOf(byCountry.path)
  const currencyOf = wordFinder(Object.entries(byCountry.currencies))
  return (data) => {
    const country = valueAt(data, keys)
    if (country === undefined || country === null || country === '') return { currency: null }
    const currency = typeof country === 'string' ? currencyOf(country) : undefined
    return currency === undefined ? unreadCountry : { currency }
  }
}

/**
 * Finds the codes of the currencies that a sign or word may stand for: what the shop says, else what is usual. None for what
 * is not known, codes included.
 */
export function currencyFinder(own: Money['currencies']): (sign: string) => readonly string[] {
  const codeOf = new Map(Object.entries(own).map(([sign, code]) => [signKey(sign), code]))
  return remembering((sign) => {
    const code = codeOf.get(signKey(sign))
    return code === undefined ? currenciesOfSign(sign) : [code]
  })
}
