import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { isMap, toPlain } from '../../functions/src/lib/firestore/firestoreValues.ts'

/*
 * Values for a terminal that somebody may be looking at, or copying from into an issue: nothing in them leads to a person.
 */

const dot = '•'

/** A text with the first letter of each word and dots for the rest: "A•• E••••••". */
export function maskText(text: string): string {
  return text.replaceAll(/[\p{L}\p{M}\p{N}]+/gu, (word) =>
    /^\p{N}+$/u.test(word) ? dot.repeat(word.length) : masked(word),
  )
}

/** An address of e-mail: "a•••@e•••.com". */
export function maskEmail(text: string): string {
  return text.replace(
    /^\s*([^@]*)@(.*?)((?:\.\p{L}+)?)\s*$/u,
    (_all, user: string, host: string, end: string) => `${masked(user)}@${masked(host)}${end}`,
  )
}

function masked(word: string): string {
  const [first = ''] = word
  return first + dot.repeat(Math.min(12, Array.from(word).length - 1))
}

const longest = 40

/** A value of the shop's as it may be shown: amounts, times and flags as they are, texts and what holds them masked. */
export function maskValue(value: unknown): string {
  if (value instanceof Timestamp) return value.toDate().toISOString()
  if (Array.isArray(value)) return `[${value.length}]`
  if (isMap(value)) return `{${Object.keys(value).slice(0, 3).map(maskKey).join(', ')}}`
  const plain = toPlain(value) ?? ''
  const text = typeof plain === 'string' ? plain : JSON.stringify(plain)
  return cut(typeof value === 'string' || typeof value === 'object' ? maskAny(text) : text)
}

/** A value that is shown as it stands, because it is an amount, a time or one of few words. */
export function plainValue(value: unknown): string {
  if (typeof value === 'string') return cut(JSON.stringify(value))
  return value instanceof Timestamp ? value.toDate().toISOString() : cut(JSON.stringify(toPlain(value)) ?? '')
}

/** Masks a text of any kind. */
export function maskAny(text: string): string {
  return text.includes('@') ? maskEmail(maskedBlanks(text)) : maskText(text)
}

/** A text around an address would stand before its "@". */
function maskedBlanks(text: string): string {
  return text.split(/\s+/).find((word) => word.includes('@')) ?? text
}

/** The names in a map that is keyed by ids are data, too. */
function maskKey(key: string): string {
  return /[\d@]/.test(key) ? maskAny(key) : key
}

function cut(text: string): string {
  return Array.from(text).length <= longest
    ? text
    : `${Array.from(text)
        .slice(0, longest - 1)
        .join('')}…`
}
