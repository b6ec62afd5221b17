import { fold } from '../encoding/collation.ts'
import type { Columns } from '../encoding/columns.ts'
import { textsIn } from '../encoding/columns.ts'
import { textReader, type TextColumn } from '../encoding/texts.ts'
import type { Finder } from './findBytes.ts'
import type { Layout } from './layout.ts'

/** The texts of many rows that are searched, folded, in UTF-8: one search of the machine's own looks through a whole column. */
export interface SearchText {
  readonly fields: readonly Field[]
  /** The columns with one text a row: a line feed in it is a part of the text. */
  readonly whole: readonly TextColumn[]
  /** True where phone numbers are among the texts, as digits alone. */
  readonly hasPhones: boolean
  readonly finder: Finder
}

interface Field extends Pick<TextColumn, 'bytes' | 'starts'> {
  /** 1 for each byte that may occur: most of what is sought has one that most columns have not. */
  readonly alphabet: Uint8Array
}

const lineFeed = '\n'
const utf8 = new TextEncoder()

/** The texts of `columns` that are searched. */
export function searchTextOf(columns: Columns, { searched, finder }: Layout): SearchText {
  const fields = searched.map(({ name, by }): Field => {
    const folded = foldedField(textsIn(columns, name))
    return by === 'phone' ? { ...digitsOf(folded), alphabet: folded.alphabet } : folded
  })
  const whole = searched.filter(({ by }) => by === 'text').map(({ name }) => textsIn(columns, name))
  return { fields, whole, hasPhones: searched.some(({ by }) => by === 'phone'), finder }
}

type Texts = Pick<TextColumn, 'bytes' | 'starts'>

const [upperA, upperZ, toLower] = [0x41, 0x5a, 0x20]

/** The folded texts of a column: the same bytes where it has nothing to fold. */
function foldedField({ bytes, starts, folded, alphabet: own }: TextColumn): Field {
  const alphabet = own.slice()
  for (let upper = upperA; upper <= upperZ; upper++) if (own[upper] === 1) alphabet[upper + toLower] = 1
  const lower = own.subarray(upperA, upperZ + 1).includes(1) ? lowered(bytes) : bytes
  if (folded.texts.length === 0) return { bytes: lower, starts, alphabet }
  const others = folded.texts.map((text) => utf8.encode(text))
  for (const other of others) for (const byte of other) alphabet[byte] = 1
  return { ...replaced({ bytes: lower, starts }, folded.rows, others), alphabet }
}

/** A to Z in lower case. */
function lowered(bytes: Uint8Array): Uint8Array {
  const lower = new Uint8Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    lower[i] = byte >= upperA && byte <= upperZ ? byte + toLower : byte
  }
  return lower
}

/** The texts with others in the place of some rows'. */
function replaced({ bytes, starts }: Texts, rows: Float64Array, others: readonly Uint8Array[]): Texts {
  const count = starts.length - 1
  const growth = others.reduce((sum, other, i) => sum + other.length - lengthAt(starts, rows[i] ?? 0), 0)
  const result = { bytes: new Uint8Array(bytes.length + growth), starts: new Uint32Array(count + 1) }
  let end = 0
  let next = 0
  for (let row = 0; row < count; row++) {
    const other = rows[next] === row ? others[next++] : undefined
    const text = other ?? bytes.subarray(starts[row], starts[row + 1])
    result.bytes.set(text, end)
    result.starts[row + 1] = end += text.length
  }
  return result
}

function lengthAt(starts: Uint32Array, row: number): number {
  return (starts[row + 1] ?? 0) - (starts[row] ?? 0)
}

const [zero, nine] = [0x30, 0x39]

/** The digits of each text. */
function digitsOf({ bytes, starts }: Texts): Texts {
  const digits = new Uint8Array(bytes.length)
  const ends = new Uint32Array(starts.length)
  let end = 0
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let i = starts[row] ?? 0; i < (starts[row + 1] ?? 0); i++) {
      const byte = bytes[i] ?? 0
      if (byte >= zero && byte <= nine) digits[end++] = byte
    }
    ends[row + 1] = end
  }
  return { bytes: digits.slice(0, end), starts: ends }
}

/**
 * Clears the mark of each row that has `needle` (folded, not empty) in none of its texts: a substring of one field or of
 * one line, never across two. A needle that is written like a phone number is looked for as its digits alone, too.
 */
export function keepFound(marks: Uint8Array, text: SearchText, needle: string): void {
  const found = new Uint8Array(marks.length)
  if (needle.includes(lineFeed)) markAcrossLines(found, text, needle)
  else markWith(found, text, needle)
  const digits = text.hasPhones ? phoneDigits(needle) : null
  if (digits !== null) markWith(found, text, digits)
  for (let i = 0; i < marks.length; i++) if (found[i] === 0) marks[i] = 0
}

/** The least number of digits of a phone number: fewer with signs between them are rather a part of an order's number. */
const leastDigits = 5

/** The signs with which people write phone numbers, beside the digits. */
export const phoneSigns = ' ()+./-'
const likePhone = new RegExp(`^[\\d${phoneSigns}]+$`)

/** The digits of a text that looks like a phone number with signs or blanks in it; null of any other. */
export function phoneDigits(needle: string): string | null {
  if (!likePhone.test(needle)) return null
  const digits = needle.replace(/\D+/g, '')
  return digits.length < leastDigits || digits.length === needle.length ? null : digits
}

function markWith(found: Uint8Array, { fields, finder }: SearchText, needle: string): void {
  const sought = utf8.encode(needle)
  for (const field of fields) {
    if (sought.every((byte) => field.alphabet[byte] === 1)) markField(found, field, sought, finder)
  }
}

function markField(found: Uint8Array, { bytes, starts }: Field, sought: Uint8Array, finder: Finder): void {
  const findNext = finder(bytes, sought)
  let row = 0
  for (let at = findNext(0); at !== -1;) {
    row = rowAt(starts, row, at)
    const end = starts[row + 1] ?? 0
    const isWithin = at + sought.length <= end
    if (isWithin) found[row] = 1
    at = findNext(isWithin ? end : at + 1)
  }
}

/** The row, from `from` on, whose text holds position `at`. */
function rowAt(starts: Uint32Array, from: number, at: number): number {
  // Hits are often near each other, so steps double before they halve.
  let step = 1
  let low = from
  while ((starts[low + step + 1] ?? Infinity) <= at) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step, starts.length - 2)
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle + 1] ?? 0) > at) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Marks the rows with a needle that has a line feed. Line feeds separate lines, so only fields of one text are searched, one by
 * one; no single line can hold such a needle.
 */
function markAcrossLines(found: Uint8Array, { whole }: SearchText, needle: string): void {
  for (const texts of whole.map(textReader)) {
    found.forEach((_, row) => {
      if (fold(texts(row) ?? '').includes(needle)) found[row] = 1
    })
  }
}
