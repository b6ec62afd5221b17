import { digestBytes, digestOf } from '../../lib/digest.ts'
import { InvalidInputError } from '../../lib/errors.ts'
import type { CompiledFilter } from './filter.ts'
import type { Position, RowOrder } from './sort.ts'

/*
 * A cursor is the position of the last row that a page showed (a keyset, so that pages stay right while orders come and
 * go), as base64url of: version (1 byte), digest of the query (8), sort value, id, checksum of all before it (8).
 * A number is a big-endian double; a string is its length in code units (2 bytes), then UTF-16, which also holds a
 * surrogate that the collation cut from its pair; the id is UTF-8. So a cursor stays within 3,500 characters: a string has
 * at most 512 code units, an id, being a document's, 1,500 bytes. The checksum finds damage; it is no signature, and needs
 * none: a cursor gives no right, and a forged one only starts a page elsewhere.
 */

/** Another layout, another collation or another meaning of a filter is another version. */
const version = 3
const positionAt = 1 + digestBytes
const utf8 = { encoder: new TextEncoder(), decoder: new TextDecoder('utf-8', { ignoreBOM: true }) }

const refused = {
  malformed: 'is not a cursor that a list returned; pass nextCursor unchanged, or leave it out to start again',
  version: 'was made by another version of the service; leave it out to start again',
  damaged: 'was altered on its way (the checksum differs); pass nextCursor unchanged, or leave it out to start again',
  query: 'belongs to another filter or sort; leave it out to start again',
} as const

/** The cursor of the page that follows `position` in the answers to this filter and sort. */
export function encodeCursor(position: Position, filter: CompiledFilter, sort: RowOrder): string {
  const [value, id] = [bytesOfValue(position.value), utf8.encoder.encode(position.id)]
  const payload = joined([Uint8Array.of(version), digestOfQuery(filter, sort), value, id])
  return toBase64Url(joined([payload, digestOf(payload)]))
}

/** The position in a cursor; throws InvalidInputError('cursor') unless `encodeCursor` made it for this filter and sort. */
export function decodeCursor(cursor: string, filter: CompiledFilter, sort: RowOrder): Position {
  const bytes = fromBase64Url(cursor)
  const payload = bytes.subarray(0, -digestBytes)
  // Spaces and spare bits at the end are ignored: only one spelling of the bytes is a cursor.
  if (toBase64Url(bytes) !== cursor || payload.length < positionAt) throw refusal('malformed')
  if (payload[0] !== version) throw refusal('version')
  if (!isSame(digestOf(payload), bytes.subarray(-digestBytes))) throw refusal('damaged')
  if (!isSame(digestOfQuery(filter, sort), payload.subarray(1, positionAt))) throw refusal('query')
  const position = positionIn(payload.subarray(positionAt), sort)
  if (position === null || encodeCursor(position, filter, sort) !== cursor) throw refusal('malformed')
  return position
}

function refusal(reason: keyof typeof refused): InvalidInputError {
  return new InvalidInputError('cursor', refused[reason])
}

function bytesOfValue(value: number | string): Uint8Array {
  const bytes = new Uint8Array(typeof value === 'number' ? 8 : 2 + 2 * value.length)
  const view = new DataView(bytes.buffer)
  if (typeof value === 'number') {
    view.setFloat64(0, value)
    return bytes
  }
  view.setUint16(0, value.length)
  for (let i = 0; i < value.length; i++) view.setUint16(2 + 2 * i, value.charCodeAt(i), true)
  return bytes
}

/** Null where the bytes hold no position of this sort, which needs a forged checksum. */
function positionIn(bytes: Uint8Array, sort: RowOrder): Position | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (sort.isText) {
    if (bytes.length < 2) return null
    const length = view.getUint16(0)
    if (bytes.length < 2 + 2 * length) return null
    const units = Array.from({ length }, (_, i) => view.getUint16(2 + 2 * i, true))
    return { value: String.fromCharCode(...units), id: utf8.decoder.decode(bytes.subarray(2 + 2 * length)) }
  }
  if (bytes.length < 8) return null
  const value = view.getFloat64(0)
  return Number.isFinite(value) || value === -Infinity ? { value, id: utf8.decoder.decode(bytes.subarray(8)) } : null
}

/**
 * Two queries have one digest if they are spelled differently and mean the same rows in the same order. A column
 * that is declared as text where it was a number sorts otherwise.
 */
function digestOfQuery({ ranges, words, needle }: CompiledFilter, { column, direction, isText }: RowOrder): Uint8Array {
  const meaning = [
    ranges.map((test) => [test.column, test.min, test.max].map(String)).toSorted(byFirst),
    words.map((test) => [test.column, ...[...test.words].toSorted()]).toSorted(byFirst),
  ]
  return digestOf(JSON.stringify([...meaning, needle, column, direction, isText]))
}

function byFirst([a = '']: readonly string[], [b = '']: readonly string[]): number {
  return a < b ? -1 : 1
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let end = 0
  for (const part of parts) {
    bytes.set(part, end)
    end += part.length
  }
  return bytes
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** No bytes where the text is no base64. */
function fromBase64Url(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
