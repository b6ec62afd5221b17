import { largestAmount, majorUnits, minorUnits } from '../../contract/money.ts'
import { isMap } from '../../lib/firestore/firestoreValues.ts'
import { readAmountText } from './amountTexts.ts'
import { currencyFinder, currencyText, type Problem } from './currencies.ts'
import type { amountFields } from './fieldNames.ts'
import type { OrderSettings } from './settings.ts'

export type AmountField = (typeof amountFields)[number]

export interface Amount {
  readonly currency: string
  /** The amount in minor units of `currency`, rounded half away from zero. */
  readonly minor: number
  /** The amount in major units, unrounded, to be multiplied by a quantity: a number or a plain decimal. */
  readonly exact: number | string
}

export interface AmountReader {
  /**
   * Reads an amount. `field` is null for an amount that is none of an order's own. `currency` is the order's, null where only the amount
   * itself may name one.
   */
  readonly read: (value: unknown, field: AmountField | null, currency: string | null) => Amount | Problem
}

const unread: Problem = { problem: 'is not a decimal amount, or too large' }
const ambiguous: Problem = {
  problem:
    'has a separator that could stand before decimals or thousands: set orders.money.decimal to "." or ",", or write numbers',
}
const fractional: Problem = {
  problem:
    'is not a whole number of minor units: set orders.money.unit, or orders.money.units for this amount, to "major"',
}
const unknownSign: Problem = {
  problem: 'has beside its number what is no known currency: say what it means in orders.money.currencies',
}
const sharedSign: Problem = {
  problem: 'has a sign of several currencies: say which in orders.money.currencies, like {"$":"USD"}',
}
const otherCurrency: Problem = { problem: 'names another currency than its order' }

const knownCodes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/**
 * Reads amounts: numbers, texts with thousands separators and currency signs, and maps of an amount and its currency
 * (`{amount, currency}`, `{amount, currencyCode}`, `{value, currency_code}`). An amount that names no currency is in the
 * order's, or else in `defaultCurrency`. What could be two amounts is a problem, told by what a message says behind the name
 * of the field.
 */
export function amountReader(money: OrderSettings['money'], defaultCurrency: string): AmountReader {
  const codesOf = currencyFinder(money.currencies)

  function read(value: unknown, field: AmountField | null, currency: string | null): Amount | Problem {
    const unit = (field && money.units[field]) ?? money.unit
    if (typeof value === 'number') return amountOf(value, unit, currency ?? defaultCurrency)
    if (typeof value === 'string') return readText(value, unit, currency)
    const parts = isMap(value) ? partsOf(value) : null
    if (parts === null) return unread
    const text = currencyText(parts.currency)
    if (text === null) return unknownSign
    const named = currencyOfSigns(text === '' ? [] : [text], currency)
    return 'problem' in named ? named : read(parts.amount, field, named.currency)
  }

  function readText(text: string, unit: Unit, currency: string | null): Amount | Problem {
    const written = readAmountText(text, money.decimal)
    if (written === null) return unread
    if (written === 'ambiguous') return ambiguous
    const named = currencyOfSigns(written.signs, currency)
    return 'problem' in named ? named : amountOf(written.decimal, unit, named.currency)
  }

  function currencyOfSigns(signs: readonly string[], currency: string | null): { readonly currency: string } | Problem {
    const meanings = signs.map((sign) => meaningsOf(sign, currency))
    if (meanings.some((codes) => codes.length === 0)) return unknownSign
    const [first = [currency ?? defaultCurrency], ...others] = meanings
    const codes = first.filter((code) => others.every((other) => other.includes(code)))
    if (currency !== null) return codes.includes(currency) ? { currency } : otherCurrency
    if (codes.length === 0) return unknownSign
    const [code = null] = codes.length === 1 ? codes : codes.filter((one) => one === defaultCurrency)
    return code === null ? sharedSign : { currency: code }
  }

  /**
   * The currencies that a sign may mean. Three letters beside a number are a code only where they are that of a known currency: otherwise
   * the "kgs" of "5 kgs" would be one.
   */
  function meaningsOf(sign: string, currency: string | null): readonly string[] {
    const codes = codesOf(sign)
    const code = sign.toUpperCase()
    const isCode = knownCodes.has(code) || code === currency || code === defaultCurrency
    return codes.length === 0 && isCode ? [code] : codes
  }

  return { read }
}

type Unit = OrderSettings['money']['unit']

/** `amount` as a number, or as a plain decimal. */
function amountOf(amount: number | string, unit: Unit, currency: string): Amount | Problem {
  if (unit === 'major') {
    const minor = minorUnits(amount, currency)
    return minor === null ? unread : { currency, minor, exact: amount }
  }
  const minor = Number(amount)
  if (!Number.isFinite(minor)) return unread
  // A text with a point has decimals, be they zeros.
  if (!Number.isInteger(minor) || (typeof amount === 'string' && amount.includes('.'))) return fractional
  return Math.abs(minor) > largestAmount ? unread : { currency, minor: minor + 0, exact: majorUnits(minor, currency) }
}

const amountKeys = ['amount', 'value']
const currencyKeys = ['currency', 'currencyCode', 'currency_code']

/** The amount and the currency in a map of nothing else; null for any other map. */
function partsOf(map: Readonly<Record<string, unknown>>): { amount: unknown; currency: unknown } | null {
  const keys = Object.keys(map)
  const amountKey = keys.find((key) => amountKeys.includes(key))
  const currencyKey = keys.find((key) => currencyKeys.includes(key))
  if (amountKey === undefined || currencyKey === undefined || keys.length !== 2) return null
  const [amount, currency] = [map[amountKey], map[currencyKey]]
  return isMap(amount) ? null : { amount, currency }
}
