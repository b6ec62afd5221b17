import { minorUnitExponent } from '../../functions/src/contract/money.ts'
import { currencyFinder, currencyText } from '../../functions/src/sources/firestore/currencies.ts'
import type { FoundItems } from './items.ts'
import { nearness, quotients, worthOf } from './items.ts'
import { wordsOf } from './names.ts'
import { shareOf, type Profile } from './profile.ts'
import { roleNames } from './roleNames.ts'
import { candidatesOf, fitsAmount, type Candidate } from './roles.ts'
import { hasFraction, medianOf, roughAmount } from './roughAmounts.ts'

/** The amounts of an order beside those of its items. */
export const orderAmounts = ['subtotal', 'tax', 'shipping', 'discount'] as const

/** The fields that may be the total, the likeliest first. With `items`, a field that equals what they are worth scores more. */
export function findTotals(profiles: readonly Profile[], items: FoundItems | null): Candidate[] {
  const candidates = candidatesOf(profiles, roleNames.totalAmount, (profile) => {
    const fit = fitsAmount(profile)
    return fit < 0.5 ? 0 : fit
  })
  if (items === null) return candidates
  const worth = worthOf(items.items, items.fields['items.price'], items.fields['items.quantity'])
  return candidates
    .map(({ profile, score }) => ({ profile, score: score + nearness(quotients(roughTotals([profile]), worth)) / 2 }))
    .sort((a, b) => b.score - a.score)
}

/** The amount at the first of some fields that has one, by the number of the document. */
export function roughTotals(fields: readonly Profile[]): Map<number, number> {
  const totals = new Map<number, number>()
  for (const { values } of fields) {
    for (const { at, value } of values) {
      const amount = roughAmount(value)
      if (amount !== null && !totals.has(at)) totals.set(at, amount)
    }
  }
  return totals
}

/** The currencies of a sample. */
export interface FoundCurrency {
  /** The field that names the currency. */
  readonly field: Profile | null
  /** Codes that are surely meant, by a field or by the signs beside amounts, the most frequent first. */
  readonly codes: readonly string[]
  /** Signs and words that may mean several currencies, with their codes, or that mean none that is known. */
  readonly unclear: ReadonlyMap<string, readonly string[]>
  /** The number of documents that name no currency. */
  readonly untold: number
}

const meaningsOf = currencyFinder({})

/** The currencies of the field that names them, or else of the signs in the texts of `totals`. */
export function findCurrency(profiles: readonly Profile[], totals: readonly Profile[], sample: number): FoundCurrency {
  const [best] = candidatesOf(profiles, roleNames.currency, (profile) => shareOf(profile, isCurrency))
  const field = best?.profile ?? null
  const named = field?.values.map(({ value }) => currencyText(value) ?? '') ?? []
  const beside = totals.flatMap(({ values }) => values).map(({ value }) => signOf(value))
  const counts = new Map<string, number>()
  const unclear = new Map<string, readonly string[]>()
  for (const sign of [...named, ...beside].filter((text) => text !== '')) {
    const codes = codesOf(sign)
    const [code] = codes
    if (codes.length === 1 && code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1)
    else unclear.set(sign, codes)
  }
  const told = Math.max(named.filter((text) => text !== '').length, beside.filter((text) => text !== '').length)
  const codes = [...counts].sort(([, a], [, b]) => b - a).map(([code]) => code)
  return { field, codes, unclear, untold: sample - told }
}

function codesOf(sign: string): readonly string[] {
  const codes = meaningsOf(sign)
  return codes.length === 0 && /^[A-Za-z]{3}$/.test(sign) ? [sign.toUpperCase()] : codes
}

function isCurrency(value: unknown): boolean {
  const text = currencyText(value)
  return text !== null && text !== '' && text.length <= 20 && !/\d/.test(text)
}

/** The sign or code beside an amount's digits; empty where there is none. */
function signOf(value: unknown): string {
  return typeof value === 'string' && /\d/.test(value) ? value.replaceAll(/[\d.,'\s+-]/g, '') : ''
}

type Unit = 'major' | 'minor'

export type FoundUnit =
  | { readonly kind: 'certain'; readonly unit: Unit; readonly price?: Unit; readonly why: string }
  /** The amounts do not tell: `499` may be 499.00 or 4.99. */
  | { readonly kind: 'doubt'; readonly why: string }

const minorWords = ['cent', 'cents', 'minor', 'paise', 'paisa', 'pence', 'centavos', 'centimos', 'centimes', 'kurus', 'sen', 'kopecks', 'micros'] // prettier-ignore

/** Finds the unit of the totals, major (4.99) or minor (499), and that of the items' prices where it differs. */
export function findUnit(
  totals: readonly Profile[],
  items: FoundItems | null,
  currencies: readonly string[],
): FoundUnit {
  const price = items?.fields['items.price']
  const values = totals.flatMap((total) => total.values).map(({ value }) => value)
  const priceHasFraction = price?.values.some(({ value }) => hasFraction(value)) === true
  const withFraction = values.filter(hasFraction).length
  const words = totals.flatMap(({ keys }) => keys.flatMap(wordsOf))
  const ratio = unitRatio(totals, items)
  if (currencies.length > 0 && currencies.every((code) => minorUnitExponent(code) === 0)) {
    return { kind: 'certain', unit: 'major', why: `${currencies.join(', ')} has no smaller unit` }
  }
  if (withFraction > 0) {
    return {
      kind: 'certain',
      unit: 'major',
      ...(ratio === 0.01 && { price: 'minor' }),
      why: `${withFraction} of ${values.length} totals have a fraction`,
    }
  }
  if (words.some((word) => minorWords.includes(word))) {
    return {
      kind: 'certain',
      unit: 'minor',
      ...(priceHasFraction && { price: 'major' }),
      why: 'the field is called so',
    }
  }
  if (ratio === 100)
    return {
      kind: 'certain',
      unit: 'minor',
      price: 'major',
      why: 'totals are a hundred times what the items are worth',
    }
  if (ratio === 0.01)
    return { kind: 'certain', unit: 'major', price: 'minor', why: 'the items are worth a hundred times the totals' }
  if (priceHasFraction && ratio === 1)
    return { kind: 'certain', unit: 'major', why: 'the items, whose prices have fractions, are worth as much' }
  if (priceHasFraction && values.length === 0) return { kind: 'certain', unit: 'major', why: 'prices have fractions' }
  const amounts = values.map(roughAmount).filter((amount) => amount !== null && amount > 0)
  const tiny = amounts.filter((amount) => amount !== null && amount < 50).length
  if (tiny >= 3 && tiny >= 0.05 * amounts.length) {
    return {
      kind: 'certain',
      unit: 'major',
      why: `${tiny} of ${amounts.length} orders would cost less than half of a whole unit otherwise`,
    }
  }
  return { kind: 'doubt', why: 'all are whole numbers' }
}

/** The ratio of totals to what their items are worth: about 1, 100 or 0.01; null where it is none of these. */
function unitRatio(totals: readonly Profile[], items: FoundItems | null): 1 | 100 | 0.01 | null {
  if (items === null) return null
  const worth = worthOf(items.items, items.fields['items.price'], items.fields['items.quantity'])
  const found = quotients(roughTotals(totals), worth)
  const middle = medianOf(found)
  const near = (unit: number) =>
    found.filter((quotient) => Math.abs(Math.log(quotient / unit)) < 0.7).length >= 0.8 * found.length
  if (found.length < Math.min(5, totals.length) || middle === 0) return null
  return ([1, 100, 0.01] as const).find(near) ?? null
}

/** Finds the sign before decimals in texts like "1,234": other amounts may tell, or a currency without decimals. */
export function findDecimal(
  fields: readonly Profile[],
  currencies: readonly string[],
): { readonly kind: 'clear' } | { readonly kind: 'found'; readonly sign: '.' | ',' } | { readonly kind: 'doubt' } {
  const texts = fields
    .flatMap(({ values }) => values)
    .flatMap(({ value }) => (typeof value === 'string' ? [value.replaceAll(/[^\d.,]/g, '')] : []))
  const unclear = texts.filter((text) => /^\d{1,3}[.,]\d{3}$/.test(text))
  if (unclear.length === 0) return { kind: 'clear' }
  const signs = new Set(unclear.map((text) => text.replaceAll(/\d/g, '')))
  const [sign] = signs
  const [decimal, other] = sign === ',' ? (['.', ','] as const) : ([',', '.'] as const)
  // The same sign before one, two or many digits is that of decimals; the other sign there, or the sign twice, is not.
  const asDecimal = texts.some((text) => new RegExp(`^\\d+\\${other}(\\d{1,2}|\\d{4,})$`).test(text))
  const asThousands = texts.some(
    (text) => new RegExp(`\\d\\${decimal}\\d+$`).test(text) || new RegExp(`\\${other}\\d{3}\\${other}`).test(text),
  )
  const hasNone = currencies.length > 0 && currencies.every((code) => minorUnitExponent(code) === 0)
  if (signs.size > 1 || (asDecimal && asThousands)) return { kind: 'doubt' }
  if (asDecimal) return { kind: 'found', sign: other }
  return asThousands || hasNone ? { kind: 'found', sign: decimal } : { kind: 'doubt' }
}
