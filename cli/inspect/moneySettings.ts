import type { AmountField } from '../../functions/src/sources/firestore/amounts.ts'
import type { Findings } from './findings.ts'
import { findDecimal, findUnit, orderAmounts, type FoundUnit } from './money.ts'
import { countOf, type OrderSettingsInput, type SettingsPart } from './part.ts'
import { plainValue } from './mask.ts'
import type { Profile } from './profile.ts'
import type { Answers, Question } from './questions.ts'
import { coverageOf } from './roles.ts'
import { hasFraction } from './roughAmounts.ts'

type MoneyInput = NonNullable<OrderSettingsInput['money']>
type Unit = 'major' | 'minor'

const keys = {
  unit: 'orders.money.unit',
  decimal: 'orders.money.decimal',
  currency: 'orders.currency',
  sign: 'orders.money.currencies.',
  total: 'orders.fields.totalAmount.default',
} as const

/** The settings for the unit and currency of amounts, and for orders without a total. `defaultCurrency`: null where no param sets it. */
export function moneySettings(findings: Findings, answers: Answers, defaultCurrency: string | null): SettingsPart {
  const parts = [
    currencyPart(findings, answers, defaultCurrency),
    unitPart(findings, answers, defaultCurrency),
    decimalPart(findings, answers, defaultCurrency),
    totalPart(findings, answers),
  ]
  const money: MoneyInput = Object.assign({}, ...parts.map(({ orders }) => orders.money))
  return {
    orders: {
      ...Object.assign({}, ...parts.map(({ orders }) => orders)),
      ...(Object.keys(money).length > 0 ? { money } : {}),
    },
    questions: parts.flatMap(({ questions }) => questions),
    notes: parts.flatMap(({ notes }) => notes),
  }
}

/** The codes that amounts may be in: those that documents and answers name, and the default for documents that name none. */
export function currenciesOf({ currency }: Findings, answers: Answers, defaultCurrency: string | null): string[] {
  const given = answers.get(keys.currency) ?? defaultCurrency
  const signs = [...answers].flatMap(([key, code]) => (key.startsWith(keys.sign) ? [code] : []))
  const others = currency.untold > 0 || currency.unclear.size > 0 ? [given].filter((code) => code !== null) : []
  return [...new Set([...currency.codes, ...signs, ...others])]
}

/** The most signs that are asked about: nobody answers more questions. */
const mostSigns = 10

function currencyPart({ currency, sample }: Findings, answers: Answers, defaultCurrency: string | null): SettingsPart {
  const answer = answers.get(keys.currency)
  const signs = Object.fromEntries(
    [...answers].flatMap(([key, code]) => (key.startsWith(keys.sign) ? [[key.slice(keys.sign.length), code]] : [])),
  )
  const given = answer ?? defaultCurrency
  const shared = [...currency.unclear].filter(
    ([sign, codes]) => !(sign in signs) && (given === null || !codes.includes(given)),
  )
  // Of a sign that several currencies have, the one that is given counts for orders without any, too: that is asked for first.
  const isOpen = given === null && (currency.untold > 0 || shared.some(([, codes]) => codes.length > 0))
  const unclear = shared
    .filter(([, codes]) => given !== null || codes.length === 0)
    .map(([sign]) => sign)
    .slice(0, mostSigns)
  return {
    orders: {
      ...(answer !== undefined && { currency: answer }),
      ...(Object.keys(signs).length > 0 && { money: { currencies: signs } }),
    },
    questions: [
      ...unclear.map((sign): Question => ({
        key: `${keys.sign}${sign}`,
        text: `"${sign}" stands for the currency of orders, and may be several or none that is known. Which one? A code like USD.`,
        choices: null,
        isEssential: false,
      })),
      ...(isOpen
        ? [
            {
              key: keys.currency,
              text: `${countOf(currency.untold, sample.length)} name no currency that is clear. Which one are they in? A code like EUR; without an answer DEFAULT_CURRENCY counts, which is USD where it is not set.`,
              choices: null,
              isEssential: true,
            },
          ]
        : []),
    ],
    notes: [],
  }
}

function unitPart(findings: Findings, answers: Answers, defaultCurrency: string | null): SettingsPart {
  const { totals, items } = findings
  if (totals.length === 0 && items?.fields['items.price'] === undefined) return nothing
  const currencies = currenciesOf(findings, answers, defaultCurrency)
  const found = answeredUnit(answers) ?? findUnit(totals, items, currencies)
  if (found.kind === 'doubt') return { ...nothing, questions: [unitQuestion(findings, currencies)] }
  const units: Partial<Record<AmountField, Unit>> = {}
  if (found.price !== undefined && found.price !== found.unit) units['items.price'] = found.price
  if (found.unit === 'minor') {
    // An amount with a fraction is in major units whatever the total is in.
    const others = orderAmounts.map((name): [AmountField, readonly Profile[]] => [name, findings.fields[name] ?? []])
    for (const [name, fields] of others) if (hasFractions(fields)) units[name] = 'major'
    if (hasFractions([items?.fields['items.price']])) units['items.price'] = 'major'
  }
  const money: MoneyInput = {
    ...(found.unit === 'minor' && { unit: found.unit }),
    ...(Object.keys(units).length > 0 && { units }),
  }
  const words =
    found.unit === 'minor'
      ? 'in the smallest unit of their currency, like cents'
      : 'in whole units of their currency, like dollars'
  return {
    orders: Object.keys(money).length > 0 ? { money } : {},
    questions: [],
    notes: [`Totals are ${words}: ${found.why}.`],
  }
}

const nothing: SettingsPart = { orders: {}, questions: [], notes: [] }

function hasFractions(fields: readonly (Profile | undefined)[]): boolean {
  return fields.some((field) => field?.values.some(({ value }) => hasFraction(value)))
}

function answeredUnit(answers: Answers): FoundUnit | null {
  const unit = answers.get(keys.unit)
  return unit === 'major' || unit === 'minor' ? { kind: 'certain', unit, why: 'somebody said so' } : null
}

function unitQuestion({ totals, items }: Findings, currencies: readonly string[]): Question {
  const price = items?.fields['items.price']
  const values = [...totals, ...(price === undefined ? [] : [price])].flatMap((field) => field.values)
  const examples = values
    .slice(0, 3)
    .map(({ value }) => plainValue(value))
    .join(', ')
  const code = currencies[0] ?? 'the currency'
  return {
    key: keys.unit,
    text: `Amounts are whole numbers (${examples}). Are they in whole units of ${code} ("major": 499 is 499.00), or in its smallest ("minor": 499 is 4.99)?`,
    choices: ['major', 'minor'],
    isEssential: true,
  }
}

function decimalPart(findings: Findings, answers: Answers, defaultCurrency: string | null): SettingsPart {
  const answer = answers.get(keys.decimal)
  const price = findings.items?.fields['items.price']
  const fields = [
    ...findings.totals,
    ...orderAmounts.flatMap((name) => findings.fields[name] ?? []),
    ...(price === undefined ? [] : [price]),
  ]
  const found = findDecimal(fields, currenciesOf(findings, answers, defaultCurrency))
  if (found.kind === 'clear') return nothing
  if (answer === '.' || answer === ',') return { ...nothing, orders: { money: { decimal: answer } } }
  if (found.kind === 'found') return { ...nothing, orders: { money: { decimal: found.sign } } }
  return {
    ...nothing,
    questions: [
      {
        key: keys.decimal,
        text: 'Some amounts are written like 1,234 or 1.234. Which sign stands before decimals?',
        choices: ['.', ','],
        isEssential: false,
      },
    ],
  }
}

function totalPart({ totals, items, sample }: Findings, answers: Answers): SettingsPart {
  const missing = Math.round((1 - coverageOf(totals, sample.length)) * sample.length)
  if (missing === 0) return nothing
  const hasPrices = items?.fields['items.price'] !== undefined
  const answer = answers.get(keys.total)
  if (hasPrices) {
    return {
      orders: { totalFromItems: true },
      questions: [],
      notes: [`${countOf(missing, sample.length)} have no total: they are worth what their items are.`],
    }
  }
  if (answer !== undefined) {
    const path = totals.map((total) => total.path)
    const totalAmount = { ...(path.length > 0 && { path }), default: Number(answer) }
    return { ...nothing, orders: { fields: { totalAmount } } }
  }
  return {
    ...nothing,
    questions: [
      {
        key: keys.total,
        text: `${countOf(missing, sample.length)} say no total, and their items no price. What are such orders worth? A number, like 0; without an answer they go to quarantine.`,
        choices: null,
        isEssential: false,
      },
    ],
  }
}
