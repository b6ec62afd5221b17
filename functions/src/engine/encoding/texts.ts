import type { ByteReader, ByteWriter } from './bytes.ts'
import { fold, isAscii, utf8Length } from './collation.ts'
import { readNumbers, writeNumbers } from './numbers.ts'

/** Texts as one piece of UTF-8, so that thousands of them are one object and are searched as they lie. */
export interface TextColumn {
  readonly bytes: Uint8Array
  /** Text `i` is from `starts[i]` to `starts[i + 1]`: one more than there are rows. */
  readonly starts: Uint32Array
  /** 1 where there is no text at all (null); null where every row has one. */
  readonly missing: Uint8Array | null
  /** The rows whose folded text is another than their own with A to Z in lower case, ascending, and what it is. */
  readonly folded: FoldedTexts
  /** 1 for each byte that occurs. */
  readonly alphabet: Uint8Array
  /** Counts the texts that were asked for one by one: after many, all are kept as a string, whose parts are had faster. */
  readonly use: { asked: number; decoded: Decoded | null }
}

/** All texts as one string; `starts` as in the column, in UTF-16 code units. */
interface Decoded {
  readonly text: string
  readonly starts: Uint32Array
}

/** A column of which so many texts were asked for is decoded as a whole. */
const manyAsked = 100

export interface FoldedTexts {
  readonly rows: Float64Array
  readonly texts: readonly string[]
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const noFolded: FoldedTexts = { rows: new Float64Array(0), texts: [] }

/** A column without a single text. */
export function noTexts(rows: number): TextColumn {
  const [bytes, starts] = [new Uint8Array(0), new Uint32Array(rows + 1)]
  return {
    bytes,
    starts,
    missing: new Uint8Array(rows).fill(1),
    folded: noFolded,
    alphabet: new Uint8Array(256),
    use: { asked: 0, decoded: null },
  }
}

/** A column of texts. Halves of surrogate pairs have no form in UTF-8: they become U+FFFD, as in a document of Firestore's. */
export function textColumnOf(cells: readonly (string | null)[]): TextColumn {
  const starts = new Uint32Array(cells.length + 1)
  const joined = cells.join('')
  const isPlain = isAscii(joined)
  const texts = isPlain ? cells : cells.map((cell) => cell?.toWellFormed() ?? null)
  for (let i = 0, end = 0; i < texts.length; i++) {
    const text = texts[i] ?? ''
    starts[i + 1] = end += isPlain ? text.length : utf8Length(text)
  }
  const missing = cells.includes(null) ? Uint8Array.from(cells, (cell) => Number(cell === null)) : null
  const bytes = encoder.encode(isPlain ? joined : texts.join(''))
  return {
    bytes,
    starts,
    missing,
    folded: isPlain ? noFolded : foldedOf(texts),
    alphabet: alphabetOf(bytes),
    use: { asked: 0, decoded: null },
  }
}

function alphabetOf(bytes: Uint8Array): Uint8Array {
  const alphabet = new Uint8Array(256)
  for (let i = 0; i < bytes.length; i++) alphabet[bytes[i] ?? 0] = 1
  return alphabet
}

function foldedOf(texts: readonly (string | null)[]): FoldedTexts {
  const found = texts.flatMap((text, row) => {
    if (text === null || isAscii(text)) return []
    const folded = fold(text)
    return folded === text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) ? [] : [{ row, folded }]
  })
  return { rows: Float64Array.from(found, ({ row }) => row), texts: found.map(({ folded }) => folded) }
}

/** The text of a row, or null where it has none. */
export function textAt(column: TextColumn, row: number): string | null {
  const { bytes, starts, missing, use } = column
  if (missing?.[row] === 1) return null
  if (use.asked++ === manyAsked) use.decoded = decodedWhole(column)
  return use.decoded === null ? decoder.decode(bytes.subarray(starts[row], starts[row + 1])) : partOf(use.decoded, row)
}

/** Reads the texts of many rows. */
export function textReader(column: TextColumn): (row: number) => string | null {
  const { missing } = column
  const decoded = column.use.decoded ?? decodedWhole(column)
  return (row) => (missing?.[row] === 1 ? null : partOf(decoded, row))
}

function partOf({ text, starts }: Decoded, row: number): string {
  return text.slice(starts[row], starts[row + 1])
}

function decodedWhole({ bytes, starts }: TextColumn): Decoded {
  const text = decoder.decode(bytes)
  // Each byte is a character of its own.
  if (text.length === bytes.length) return { text, starts }
  const units = new Uint32Array(starts.length)
  for (let row = 0, at = 0, unit = 0; row + 1 < starts.length; row++) {
    for (const end = starts[row + 1] ?? 0; at < end; at++) unit += unitsOf(bytes[at] ?? 0)
    units[row + 1] = unit
  }
  return { text, starts: units }
}

/** Returns the number of UTF-16 code units of the character that a byte of UTF-8 begins; 0 for a byte within a character. */
function unitsOf(byte: number): number {
  if (byte >= 0xf0) return 2
  return byte < 0x80 || byte >= 0xc0 ? 1 : 0
}

/** Writes all of a column but its bytes. */
export function writeTexts(writer: ByteWriter, { starts, missing, folded, alphabet }: TextColumn): void {
  writer.byte(missing === null ? 0 : 1)
  if (missing !== null) writer.bytes(missing)
  const lengths = new Float64Array(starts.length - 1)
  for (let i = 0; i < lengths.length; i++) lengths[i] = (starts[i + 1] ?? 0) - (starts[i] ?? 0)
  writeNumbers(writer, lengths)
  writer.bytes(alphabet)
  writer.count(folded.rows.length)
  writeNumbers(writer, folded.rows)
  for (const text of folded.texts) writer.text(text)
}

/** Reads `rows` texts whose bytes are the next of `texts`. Throws a RangeError or TypeError where `writeTexts` did not write them. */
export function readTexts(reader: ByteReader, texts: ByteReader, rows: number): TextColumn {
  // A copy: what it was unpacked into holds much that nobody needs any more. Of the bytes there is none, for they are all that it holds.
  const missing = reader.byte() === 0 ? null : reader.bytes(rows).slice()
  const lengths = readNumbers(reader, rows)
  const starts = new Uint32Array(rows + 1)
  for (let i = 0, end = 0; i < rows; i++) starts[i + 1] = end += lengths[i] ?? 0
  const alphabet = reader.bytes(256).slice()
  const count = reader.count()
  if (count > rows) throw new RangeError('More folded texts than texts.')
  const foldedRows = readNumbers(reader, count)
  const folded = { rows: foldedRows, texts: Array.from({ length: count }, () => reader.text()) }
  return {
    bytes: texts.bytes(starts[rows] ?? 0),
    starts,
    missing,
    folded: count === 0 ? noFolded : folded,
    alphabet,
    use: { asked: 0, decoded: null },
  }
}
