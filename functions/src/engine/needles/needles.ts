import { compareUnits } from '../encoding/collation.ts'
import { textsIn, type Columns } from '../encoding/columns.ts'
import type { TextColumn } from '../encoding/texts.ts'
import type { Searched } from '../store/layout.ts'
import { phoneSigns } from '../store/searchText.ts'

/*
 * What people look for by search is mostly one order: its number, a phone number, an e-mail address. From the texts of a segment
 * that can be part of such a needle it can be told that none of its rows has it, and the segment is left alone.
 */

/** Fewer digits are in too many rows to tell segments apart. */
export const leastDigits = 5
/** So many bytes before an "@" are kept: enough to tell most people apart. */
export const mailBytes = 8

export const needleSets = ['numbers', 'phones', 'mails'] as const
export type NeedleSet = (typeof needleSets)[number]

/**
 * The texts of a segment by which a needle shows that it is in none of its rows, in three sets:
 * - `numbers`: the digits of every stretch of digits and of the signs that phone numbers are written with, where they are at
 *   least `leastDigits`, in every text that is no phone number; before them the byte that stands before the stretch, if any does in
 *   its line ("#12345" is an order's number, and "ann12345" a part of an e-mail address);
 * - `phones`: the digits of every phone number;
 * - `mails`: for every "@" in such a text, the `mailBytes` bytes before it, or those that the line has.
 * Texts are folded, in UTF-8. Each set is one piece of bytes, `\n` text `\n` text `\n`, so that the machine's own search looks
 * through it.
 */
export type Needles = Readonly<Record<NeedleSet, Uint8Array>>

/** The distinct texts of each set, sorted by their bytes, each byte as one character. */
type NeedleTexts = Readonly<Record<NeedleSet, readonly string[]>>

const [lineFeed, at, upperA, upperZ, toLower] = [0x0a, 0x40, 0x41, 0x5a, 0x20]
const [ofDigits, ofSigns] = [1, 2]
/** The kind of each byte: a digit, a sign that phone numbers are written with, or (0) anything else. */
const kinds = new Uint8Array(256)
for (const digit of '0123456789') kinds[digit.charCodeAt(0)] = ofDigits
for (const sign of phoneSigns) kinds[sign.charCodeAt(0)] = ofSigns

/** The texts of rows by which needles are looked for in the columns that are searched. */
export function needleTextsOf({ byName }: Pick<Columns, 'byName'>, searched: readonly Searched[]): NeedleTexts {
  const [numbers, phones, mails] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const { name, by } of searched) {
    forEachText(textsIn({ byName }, name), (bytes, from, to) => {
      if (by === 'phone') addDigits(phones, bytes, from, to)
      else addParts(numbers, mails, bytes, from, to)
    })
  }
  return { numbers: sorted(numbers), phones: sorted(phones), mails: sorted(mails) }
}

const utf8 = new TextEncoder()

/** Gives each text as a range of bytes, folded but for A to Z. A folded text without a digit or an "@" has nothing to find. */
function forEachText(
  { bytes, starts, folded: { rows, texts } }: TextColumn,
  take: (bytes: Uint8Array, from: number, to: number) => void,
): void {
  let next = 0
  for (let row = 0; row + 1 < starts.length; row++) {
    const [from, to] = [starts[row] ?? 0, starts[row + 1] ?? 0]
    if (rows[next] !== row) take(bytes, from, to)
    else {
      const text = texts[next++] ?? ''
      if (!/[\d@]/.test(text)) continue
      const folded = utf8.encode(text)
      take(folded, 0, folded.length)
    }
  }
}

function addDigits(phones: Set<string>, bytes: Uint8Array, from: number, to: number): void {
  let digits = ''
  for (let i = from; i < to; i++) {
    const byte = bytes[i] ?? 0
    if (kinds[byte] === ofDigits) digits += String.fromCharCode(byte)
  }
  if (digits !== '') phones.add(digits)
}

function addParts(numbers: Set<string>, mails: Set<string>, bytes: Uint8Array, from: number, to: number): void {
  let line = from
  let digits = ''
  /** The byte before the stretch, by its index; -1 where the stretch begins the line. */
  let before = -1
  for (let i = from; i <= to; i++) {
    const byte = i < to ? (bytes[i] ?? 0) : lineFeed
    const kind = kinds[byte]
    if (kind === ofDigits) digits += String.fromCharCode(byte)
    else if (kind !== ofSigns) {
      if (digits.length >= leastDigits) numbers.add((before === -1 ? '' : lowered(bytes, before, before + 1)) + digits)
      digits = ''
      before = byte === lineFeed ? -1 : i
      if (byte === lineFeed) line = i + 1
      else if (byte === at && i > line) mails.add(lowered(bytes, Math.max(line, i - mailBytes), i))
    }
  }
}

function lowered(bytes: Uint8Array, from: number, to: number): string {
  let characters = ''
  for (let i = from; i < to; i++) {
    const byte = bytes[i] ?? 0
    characters += String.fromCharCode(byte >= upperA && byte <= upperZ ? byte + toLower : byte)
  }
  return characters
}

function sorted(texts: ReadonlySet<string>): string[] {
  return [...texts].sort(compareUnits)
}
