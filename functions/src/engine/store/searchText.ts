import { textAt, textsIn, type Columns, type TextColumn } from '../encoding/columns.ts'
import { fold, isAscii, utf8Length } from './collation.ts'
import type { Finder } from './findBytes.ts'
import type { Layout } from './layout.ts'

/**
 * The searched texts of many rows, folded, as one piece of UTF-8: one search of the machine's own looks through all of them.
 * (A string would take twice the room as soon as one letter of one row is beyond Latin-1.)
 */
export interface SearchText {
  /** The texts in UTF-8, each ended by a line feed. */
  readonly bytes: Uint8Array
  /** The end of each row in `bytes`, behind its last line feed. */
  readonly ends: Uint32Array
  /** The columns with one text a row: a line feed in it is a part of the text. */
  readonly whole: readonly TextColumn[]
  /** True where phone numbers are among the texts, as digits alone. */
  readonly hasPhones: boolean
  readonly finder: Finder
}

const separator = '\n'
const utf8 = new TextEncoder()

/** The texts of `columns` that are searched. */
export function searchTextOf(columns: Columns, { searched, finder }: Layout): SearchText {
  const fields = searched.map(({ name, by }) => {
    const texts = foldedTexts(textsIn(columns, name))
    return by === 'phone' ? (row: number) => digitsIn(texts(row)) : texts
  })
  const whole = searched.filter(({ by }) => by === 'text').map(({ name }) => textsIn(columns, name))
  const ends = new Uint32Array(columns.rows)
  let text = ''
  let end = 0
  for (let row = 0; row < columns.rows; row++) {
    let line = ''
    for (const field of fields) line += field(row) + separator
    text += line
    end += utf8Length(line)
    ends[row] = end
  }
  const hasPhones = searched.some(({ by }) => by === 'phone')
  return { bytes: utf8.encode(text), ends, whole, hasPhones, finder }
}

/** The folded text of each row. Without anything but ASCII a column is folded as a whole, for nothing changes its length. */
function foldedTexts(column: TextColumn): (row: number) => string {
  if (!isAscii(column.text)) return (row) => fold(textAt(column, row) ?? '')
  const folded = { ...column, text: fold(column.text) }
  return (row) => textAt(folded, row) ?? ''
}

/**
 * Clears the mark of each row that has `needle` (folded, not empty) in none of its texts: a substring of one field or of
 * one line, never across two. A needle that is written like a phone number is looked for as its digits alone, too.
 */
export function keepFound(marks: Uint8Array, text: SearchText, needle: string): void {
  const digits = text.hasPhones ? phoneDigits(needle) : null
  if (digits === null) return keepWith(marks, text, needle)
  const called = marks.slice()
  keepWith(marks, text, needle)
  keepWith(called, text, digits)
  for (let i = 0; i < marks.length; i++) marks[i] = (marks[i] ?? 0) | (called[i] ?? 0)
}

function digitsIn(text: string): string {
  return text.replace(/\D+/g, '')
}

/** The least number of digits of a phone number: fewer with signs between them are rather a part of an order's number. */
const leastDigits = 5

/** The digits of a text that looks like a phone number with signs or blanks in it; null of any other. */
function phoneDigits(needle: string): string | null {
  if (!/^[\d ()+./-]+$/.test(needle)) return null
  const digits = digitsIn(needle)
  return digits.length < leastDigits || digits.length === needle.length ? null : digits
}

function keepWith(marks: Uint8Array, { bytes, ends, whole, finder }: SearchText, needle: string): void {
  if (needle.includes(separator)) {
    keepAcrossLines(marks, needle, whole)
    return
  }
  let row = 0
  const findNext = finder(bytes, utf8.encode(needle))
  for (let at = findNext(0); at !== -1; at = findNext(ends[row - 1] ?? 0)) {
    const found = rowAt(ends, row, at)
    marks.fill(0, row, found)
    row = found + 1
  }
  marks.fill(0, row)
}

/** The first row from `from` on that ends behind position `at`. */
function rowAt(ends: Uint32Array, from: number, at: number): number {
  // Hits are often near each other, so steps double before they halve.
  let step = 1
  let low = from
  while ((ends[low + step] ?? Infinity) <= at) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step, ends.length - 1)
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ends[middle] ?? 0) > at) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Keeps the rows with a needle that has a line feed. Line feeds separate the texts, so the fields are searched one by one; no single line
 * can hold such a needle.
 */
function keepAcrossLines(marks: Uint8Array, needle: string, fields: readonly TextColumn[]): void {
  marks.forEach((mark, row) => {
    if (mark === 1 && !fields.some((field) => fold(textAt(field, row) ?? '').includes(needle))) marks[row] = 0
  })
}
