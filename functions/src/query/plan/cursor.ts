import { createHash } from 'node:crypto'

import { InvalidInputError } from '../../lib/errors.ts'
import type { CompiledFilter } from './filter.ts'
import type { Position, RowOrder } from './sort.ts'

/*
 * A cursor is the position of the last row that a page showed (a keyset, so that pages stay right while orders come and
 * go), as base64url of: version (1 byte), digest of the query (12), sort value, id, checksum of all before it (12).
 * A number is a big-endian double; a string is its length in code units (2 bytes), then UTF-16, which also holds a
 * surrogate that the collation cut from its pair; the id is UTF-8. So a cursor stays within 3,500 characters: a string has
 * at most 512 code units, an id, being a document's, 1,500 bytes. The checksum finds damage; it is no signature, and needs
 * none: a cursor gives no right, and a forged one only starts a page elsewhere.
 */

/** Another layout, another collation or another meaning of a filter is another version. */
const version = 2
const digestBytes = 12
const positionAt = 1 + digestBytes

const refused = {
  malformed: 'is not a cursor that a list returned; pass nextCursor unchanged, or leave it out to start again',
  version: 'was made by another version of the service; leave it out to start again',
  damaged: 'was altered on its way (the checksum differs); pass nextCursor unchanged, or leave it out to start again',
  query: 'belongs to another filter or sort; leave it out to start again',
} as const

/** The cursor of the page that follows `position` in the answers to this filter and sort. */
export function encodeCursor(position: Position, filter: CompiledFilter, sort: RowOrder): string {
  const payload = Buffer.concat([
    Buffer.of(version),
    digestOfQuery(filter, sort),
    bytesOfValue(position.value),
    Buffer.from(position.id, 'utf8'),
  ])
  return Buffer.concat([payload, digestOf(payload)]).toString('base64url')
}

/** The position in a cursor; throws InvalidInputError('cursor') unless `encodeCursor` made it for this filter and sort. */
export function decodeCursor(cursor: string, filter: CompiledFilter, sort: RowOrder): Position {
  const bytes = Buffer.from(cursor, 'base64url')
  const payload = bytes.subarray(0, -digestBytes)
  // Node skips what is not base64url and ignores spare bits at the end: only one spelling of the bytes is a cursor.
  if (bytes.toString('base64url') !== cursor || payload.length < positionAt) throw refusal('malformed')
  if (payload[0] !== version) throw refusal('version')
  if (!digestOf(payload).equals(bytes.subarray(-digestBytes))) throw refusal('damaged')
  if (!digestOfQuery(filter, sort).equals(payload.subarray(1, positionAt))) throw refusal('query')
  const position = positionIn(payload.subarray(positionAt), sort)
  if (position === null || encodeCursor(position, filter, sort) !== cursor) throw refusal('malformed')
  return position
}

function refusal(reason: keyof typeof refused): InvalidInputError {
  return new InvalidInputError('cursor', refused[reason])
}

function bytesOfValue(value: number | string): Buffer {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(8)
    bytes.writeDoubleBE(value)
    return bytes
  }
  const length = Buffer.alloc(2)
  length.writeUInt16BE(value.length)
  return Buffer.concat([length, Buffer.from(value, 'utf16le')])
}

/** Null where the bytes hold no position of this sort, which needs a forged checksum. */
function positionIn(bytes: Buffer, sort: RowOrder): Position | null {
  if (sort.isText) {
    if (bytes.length < 2) return null
    const end = 2 + 2 * bytes.readUInt16BE(0)
    return { value: bytes.toString('utf16le', 2, end), id: bytes.toString('utf8', end) }
  }
  if (bytes.length < 8) return null
  const value = bytes.readDoubleBE(0)
  return Number.isFinite(value) || value === -Infinity ? { value, id: bytes.toString('utf8', 8) } : null
}

/** Two queries have one digest if they are spelled differently and mean the same rows in the same order. */
function digestOfQuery({ ranges, words, needle }: CompiledFilter, { column, direction }: RowOrder): Buffer {
  const meaning = [
    ranges.map((test) => [test.column, test.min, test.max].map(String)).toSorted(byFirst),
    words.map((test) => [test.column, ...[...test.words].toSorted()]).toSorted(byFirst),
  ]
  return digestOf(JSON.stringify([...meaning, needle, column, direction]))
}

function byFirst([a = '']: readonly string[], [b = '']: readonly string[]): number {
  return a < b ? -1 : 1
}

function digestOf(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest().subarray(0, digestBytes)
}
