import { ByteReader, ByteWriter } from '../encoding/bytes.ts'
import { readNumbers, writeNumbers } from '../encoding/numbers.ts'
import type { Columns } from '../encoding/columns.ts'
import type { Searched } from '../store/layout.ts'
import { needleSets, needleTextsOf, type Needles } from './needles.ts'

const lineFeed = 0x0a

/**
 * The needles of rows as bytes for zstd to squeeze: the names of the columns that they were taken of, then each set as the length
 * that every text shares with the one before it, and the rest.
 */
export function packNeedlesOf(columns: Pick<Columns, 'byName'>, searched: readonly Searched[]): Uint8Array {
  const texts = needleTextsOf(columns, searched)
  const writer = new ByteWriter()
  writer.text(namesOf(searched))
  for (const set of needleSets) writeSorted(writer, texts[set])
  return writer.written()
}

/** Needles prove something only of searches through the same columns, in the same ways. */
function namesOf(searched: readonly Searched[]): string {
  return searched.map(({ name, by }) => `${name}:${by}`).join(' ')
}

function writeSorted(writer: ByteWriter, texts: readonly string[]): void {
  const [shared, lengths] = [new Float64Array(texts.length), new Float64Array(texts.length)]
  const rest = new ByteWriter()
  let before = ''
  for (const [i, text] of texts.entries()) {
    const kept = sharedLength(before, text)
    for (let k = kept; k < text.length; k++) rest.byte(text.charCodeAt(k))
    shared[i] = kept
    lengths[i] = text.length
    before = text
  }
  writer.count(texts.length)
  writeNumbers(writer, shared)
  writeNumbers(writer, lengths)
  writer.section(rest.written())
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length += 1
  return length
}

/**
 * The needles that `packNeedlesOf` packed; null where they are of other columns. Throws a RangeError or TypeError on any other
 * bytes.
 */
export function unpackNeedles(bytes: Uint8Array, searched: readonly Searched[]): Needles | null {
  const reader = new ByteReader(bytes)
  if (reader.text() !== namesOf(searched)) return null
  const [numbers, phones, mails] = needleSets.map(() => readJoined(reader))
  reader.end()
  if (numbers === undefined || phones === undefined || mails === undefined) throw new RangeError('Sets are missing.')
  return { numbers, phones, mails }
}

/** Reads a set as one piece, a line feed before, between and behind its texts. */
function readJoined(reader: ByteReader): Uint8Array {
  const count = reader.count()
  const [shared, lengths] = [readNumbers(reader, count), readNumbers(reader, count)]
  const rest = reader.section()
  const joined = new Uint8Array(lengths.reduce((sum, length) => sum + length + 1, 1))
  joined[0] = lineFeed
  let [end, before, next] = [1, 1, 0]
  for (let i = 0; i < count; i++) {
    const [kept, length] = [shared[i] ?? 0, lengths[i] ?? 0]
    if (kept > length || kept >= end - before + 1) throw new RangeError('A text shares more than there is.')
    const start = end
    for (let k = 0; k < kept; k++) joined[end++] = joined[before + k] ?? 0
    while (end < start + length) joined[end++] = rest[next++] ?? lineFeed
    joined[end++] = lineFeed
    before = start
  }
  if (next !== rest.length) throw new RangeError('Texts of another length than all together.')
  return joined
}
