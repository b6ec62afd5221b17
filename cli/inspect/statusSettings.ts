import type { OrderStatus } from '../../functions/src/contract/order.ts'
import type { Findings } from './findings.ts'
import { countOf, type OrderSettingsInput, type SettingsPart } from './part.ts'
import { coverageOf } from './roles.ts'
import type { Answers, Question } from './questions.ts'
import { statusChoices, type StatusWord } from './statuses.ts'

type StatusInput = NonNullable<OrderSettingsInput['status']>
const wordKey = 'orders.status.words.'
const defaultKey = 'orders.status.default'

/** The settings for statuses: the meanings of words, the rules, and the status of orders that have none. */
export function statusSettings({ status, sample }: Findings, answers: Answers): SettingsPart {
  const missing =
    status.kind === 'none' ? sample.length : Math.round((1 - coverageOf(status.fields, sample.length)) * sample.length)
  const words = status.kind === 'field' ? status.words : []
  const answered = Object.fromEntries(
    [...answers].flatMap(([key, answer]) =>
      key.startsWith(wordKey) ? [[key.slice(wordKey.length), answer as OrderStatus]] : [],
    ), // Checked with the whole.
  )
  const orders: StatusInput = {
    ...(Object.keys(answered).length > 0 && { words: answered }),
    ...(status.kind === 'rules' && {
      rules: status.rules.map(({ when, status: is }) => ({ when: mutable(when), status: is })),
    }),
    ...(answers.has(defaultKey) && { default: answers.get(defaultKey) as OrderStatus }), // As above.
  }
  const unknown = words.filter(({ word, status: usual }) => usual === null && !(word in answered))
  const questions = [
    ...unknown.slice(0, mostWords).map((word) => wordQuestion(word, sample.length)),
    ...(missing > 0 && !answers.has(defaultKey) ? [defaultQuestion(missing, sample.length)] : []),
  ]
  return {
    orders: Object.keys(orders).length > 0 ? { status: orders } : {},
    questions,
    notes:
      status.kind === 'rules'
        ? [`The status follows from ${status.fields.map(({ path }) => `"${path}"`).join(', ')} together.`]
        : [],
  }
}

/** The most words that are asked about: a field of more holds no statuses, and nobody answers so many questions. */
const mostWords = 40

function mutable(when: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(when).map(([path, words]) => [path, [...words]]))
}

function wordQuestion({ word, count, isText }: StatusWord, of: number): Question {
  return {
    key: `${wordKey}${word}`,
    text: `The status ${isText ? `"${word}"` : word} (${countOf(count, of)}) has no usual meaning. Which status is it?`,
    choices: statusChoices,
    isEssential: false,
  }
}

function defaultQuestion(missing: number, of: number): Question {
  return {
    key: defaultKey,
    text: `${countOf(missing, of)} say nothing of a status. Which status have such orders? Without an answer they go to quarantine.`,
    choices: statusChoices,
    isEssential: false,
  }
}
