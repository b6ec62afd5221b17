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
}

export interface FoldedTexts {
  readonly rows: Float64Array
  readonly texts: readonly string[]
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
export const noFolded: FoldedTexts = { rows: new Float64Array(0), texts: [] }

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
  return { bytes, starts, missing, folded: isPlain ? noFolded : foldedOf(texts) }
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
export function textAt({ bytes, starts, missing }: TextColumn, row: number): string | null {
  return missing?.[row] === 1 ? null : decoder.decode(bytes.subarray(starts[row], starts[row + 1]))
}

/** Reads the texts of many rows: plain ones are decoded together. */
export function textReader(column: TextColumn): (row: number) => string | null {
  const { bytes, starts, missing } = column
  const all = decoder.decode(bytes)
  // Only where each byte is a character do the starts hold in the string too.
  if (all.length !== bytes.length) return (row) => textAt(column, row)
  return (row) => (missing?.[row] === 1 ? null : all.slice(starts[row], starts[row + 1]))
}

export function writeTexts(writer: ByteWriter, { bytes, starts, missing, folded }: TextColumn): void {
  writer.byte(missing === null ? 0 : 1)
  if (missing !== null) writer.bytes(missing)
  const lengths = new Float64Array(starts.length - 1)
  for (let i = 0; i < lengths.length; i++) lengths[i] = (starts[i + 1] ?? 0) - (starts[i] ?? 0)
  writeNumbers(writer, lengths)
  writer.section(bytes)
  writer.count(folded.rows.length)
  writeNumbers(writer, folded.rows)
  for (const text of folded.texts) writer.text(text)
}

/** Reads `rows` texts. Throws a RangeError or TypeError where `writeTexts` did not write them. */
export function readTexts(reader: ByteReader, rows: number): TextColumn {
  const missing = reader.byte() === 0 ? null : reader.bytes(rows).slice()
  const lengths = readNumbers(reader, rows)
  const starts = new Uint32Array(rows + 1)
  let end = 0
  for (let i = 0; i < rows; i++) starts[i + 1] = end += lengths[i] ?? 0
  // A copy: what it was unpacked into holds much that nobody needs any more.
  const bytes = reader.section().slice()
  if (end !== bytes.length) throw new RangeError('Texts of another length than all together.')
  const count = reader.count()
  if (count > rows) throw new RangeError('More folded texts than texts.')
  const foldedRows = readNumbers(reader, count)
  const folded = { rows: foldedRows, texts: Array.from({ length: count }, () => reader.text()) }
  return { bytes, starts, missing, folded: count === 0 ? noFolded : folded }
}
