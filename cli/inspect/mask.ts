import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { isMap, toPlain } from '../../functions/src/lib/firestore/firestoreValues.ts'

/*
 * Values for a terminal that somebody may be looking at, or copying from into an issue: nothing in them leads to a person.
 */

const dot = '•'

/** Masks a text: the first letter of each word stays and dots stand for the rest; a number becomes dots only: "A•• E••••••". */
export function maskText(text: string): string {
  return text.replaceAll(/[\p{L}\p{M}\p{N}]+/gu, (word) =>
    /^\p{N}+$/u.test(word) ? dot.repeat(word.length) : masked(word),
  )
}

/** Masks an e-mail address: "a•••@e•••.com". */
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

/** Writes a value so that it leads to nobody: numbers, times and flags as they are, texts masked, lists and maps without their values. */
export function maskValue(value: unknown): string {
  if (value instanceof Timestamp) return value.toDate().toISOString()
  if (Array.isArray(value)) return `[${value.length}]`
  if (isMap(value)) return `{${Object.keys(value).slice(0, 3).map(maskKey).join(', ')}}`
  const plain = toPlain(value) ?? ''
  const text = typeof plain === 'string' ? plain : JSON.stringify(plain)
  return cut(typeof value === 'string' || typeof value === 'object' ? maskAny(text) : text)
}

/** Writes a value as it stands: for amounts, times and words of status, which lead to nobody. */
export function plainValue(value: unknown): string {
  if (typeof value === 'string') return cut(JSON.stringify(value))
  return value instanceof Timestamp ? value.toDate().toISOString() : cut(JSON.stringify(toPlain(value)) ?? '')
}

/** Masks a text of any kind. */
export function maskAny(text: string): string {
  return text.includes('@') ? maskEmail(maskedBlanks(text)) : maskText(text)
}

/** Returns the address in a text. The words around it would be taken for parts of it. */
function maskedBlanks(text: string): string {
  return text.split(/\s+/).find((word) => word.includes('@')) ?? text
}

/** Masks a name in a map that may be an id, and so is data, too. */
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
