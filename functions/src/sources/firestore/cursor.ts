import { z } from 'zod'

import { SourceError } from '../../lib/errors.ts'
import { Timestamp } from '../../lib/firestore/firestore.ts'
import { fromJson, toJson } from '../../lib/firestore/firestoreValues.ts'
import type { CollectionLayout } from './layout.ts'

/**
 * The place right after a document. `value` is the document's value in the ordering field, as `toJson` writes it; where that could lose
 * something, `version` tells whether the document is still the one that was read.
 */
const place = z.union([
  z.object({ id: z.string(), value: z.json() }),
  z.object({ id: z.string(), version: z.string() }),
])
export type Place = z.infer<typeof place>

const position = z.discriminatedUnion('phase', [
  /** Through the documents that have the creation field, by (its value, id). */
  z.object({ phase: z.literal('dated'), after: place.nullable() }),
  /** Through all documents by id, for those that lack it. */
  z.object({ phase: z.literal('undated'), after: z.string().nullable() }),
  z.object({ phase: z.literal('done') }),
])
export type Position = z.infer<typeof position>

const stored = z.object({ of: z.string(), position })

/** The ordering of an enumeration; a place in one ordering means nothing in another. */
type Ordering = Pick<CollectionLayout, 'collection' | 'createdAtField'>

export function encodeCursor(ordering: Ordering, at: Position): string {
  return JSON.stringify({ of: nameOf(ordering), position: at } satisfies z.infer<typeof stored>)
}

/**
 * The position to go on from: the beginning without a cursor, or with one of another ordering. Throws a SourceError for a text that is no
 * cursor.
 */
export function decodeCursor(ordering: Ordering, cursor: string | null): Position {
  const beginning: Position = { phase: ordering.createdAtField === null ? 'undated' : 'dated', after: null }
  if (cursor === null) return beginning
  try {
    const read = stored.parse(JSON.parse(cursor))
    return read.of === nameOf(ordering) ? read.position : beginning
  } catch (cause) {
    const message = 'The enumeration cannot go on from its checkpoint: start a new full run.'
    throw new SourceError(message, { retryable: false, cause })
  }
}

function nameOf({ collection, createdAtField }: Ordering): string {
  return createdAtField === null ? collection : `${collection} by ${createdAtField}`
}

/**
 * The most characters of a value in a cursor: longer ones would make the checkpoint heavy, which stands in a document that every commit
 * writes.
 */
const longestText = 500

/** The place right after a document: by `value`, or by its `version` where `value` is long or might not be the exact one. */
export function placeAfter(document: { id: string; value: unknown; version: string }): Place {
  const { id, value, version } = document
  return isExact(value) ? { id, value: z.json().parse(toJson(value)) } : { id, version }
}

function isExact(value: unknown): boolean {
  // The client reads integers as doubles: above 2^53 the one in the index is not known. Maps and lists may hold such.
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value)
  if (typeof value === 'string') return value.length <= longestText
  return value === null || typeof value === 'boolean' || typeof value === 'bigint' || value instanceof Timestamp
}

/** The value of a place, as the client had given it. */
export function valueOfPlace(json: unknown): unknown {
  return fromJson(json, () => null)
}
