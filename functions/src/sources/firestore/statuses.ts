import type { OrderStatus } from '../../contract/order.ts'
import { isBlank, keysOf, valueAt } from './fields.ts'
import type { OrderSettings } from './settings.ts'
import { statusWords } from './statusWords.ts'
import { remembering, wordFinder, wordKey } from './words.ts'

/** The reading of an order's status. */
export interface StatusReading {
  /** The shop's word for the status; words of several fields are joined by " / ". */
  readonly word: string
  /** The canonical status; null where the word means nothing that is known. */
  readonly status: OrderStatus | null
}

type Problem = { readonly problem: string }

/**
 * Reads the status of an order: by the first rule that holds in its data, else from the value of its status field, by the
 * shop's own words first, then by the usual ones. Numbers and booleans mean only what the shop's words say. Null where there
 * is neither a value nor anything in the fields of rules.
 */
export function statusReader(
  settings: OrderSettings['status'],
): (value: unknown, data: unknown) => StatusReading | Problem | null {
  const statusOf = statusFinder(settings.words)
  const rules = settings.rules.map(ruleReader)
  const ruleFields = [...new Set(settings.rules.flatMap(({ when }) => Object.keys(when)))].map(keysOf)
  return (value, data) => {
    for (const read of rules) {
      const reading = read(data)
      if (reading !== null) return reading
    }
    const word = wordOf(value)
    if (word !== null) return { word, status: statusOf(word) }
    if (!isBlank(value)) return { problem: 'is not a text, a number or true or false' }
    const words = wordsAt(data, ruleFields)
    return words === '' ? null : { word: words, status: null }
  }
}

const usual = wordFinder(
  statusWords.flatMap((language) =>
    (Object.entries(language) as [OrderStatus, string][]) // its keys are typed there
      .flatMap(([status, words]) => words.split(', ').map((word): [string, OrderStatus] => [word, status])),
  ),
)
/** The prefixes that programs write before the word itself: ORDER_STATUS_SHIPPED, wc-completed. */
const prefix = /^(?:wc|(?:order_)?status|order)_/

function statusFinder(words: OrderSettings['status']['words']): (word: string) => OrderStatus | null {
  const own = wordFinder(Object.entries(words))
  return remembering((word) => own(word) ?? usual(word) ?? usual(wordKey(word).replace(prefix, '')) ?? null)
}

type Rule = OrderSettings['status']['rules'][number]

/** Reads the status of data that a rule holds for; null for other data. */
function ruleReader({ when, status }: Rule): (data: unknown) => StatusReading | null {
  const fields = Object.entries(when).map(([path, words]) => ({
    keys: keysOf(path),
    mayBeAbsent: words.includes(null),
    hasWord: wordFinder(words.filter((word) => word !== null).map((word): [string, true] => [String(word), true])),
  }))
  const paths = fields.map(({ keys }) => keys)
  return (data) => {
    for (const { keys, mayBeAbsent, hasWord } of fields) {
      const value = valueAt(data, keys)
      const word = wordOf(value)
      const holds = word === null ? mayBeAbsent && isBlank(value) : hasWord(word) === true
      if (!holds) return null
    }
    return { word: wordsAt(data, paths) || status, status }
  }
}

function wordsAt(data: unknown, paths: readonly (readonly string[])[]): string {
  return paths
    .map((keys) => wordOf(valueAt(data, keys)))
    .filter((word) => word !== null)
    .join(' / ')
}

/** A word as a shop has it; null where there is none. */
function wordOf(value: unknown): string | null {
  if (typeof value === 'string') return isBlank(value) ? null : value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}
