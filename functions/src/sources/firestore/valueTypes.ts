import { DocumentReference, GeoPoint, Timestamp } from '../../lib/firestore/firestore.ts'
import { isMap } from '../../lib/firestore/firestoreValues.ts'
import { isBlank, textOf } from './fields.ts'

/** The type of a value in words for messages, which quote no value. */
export function describeType(value: unknown): string {
  if (typeof value === 'string') return 'a text'
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number'
  if (typeof value === 'boolean') return 'true or false'
  if (Array.isArray(value)) return 'a list'
  if (isMap(value)) return 'a map'
  if (value instanceof Timestamp) return 'a time'
  if (value instanceof GeoPoint) return 'a place on the map'
  if (value instanceof DocumentReference) return 'a reference'
  return 'bytes'
}

/** The deepest nesting of Firestore's own values; a JSON text may nest deeper, down to where the stack ends. */
const deepest = 20

/** Tells whether nothing is lost where `value` is left out. */
export function isNothing(value: unknown): boolean {
  return isNothingWithin(value, deepest)
}

function isNothingWithin(value: unknown, levels: number): boolean {
  if (Array.isArray(value)) return levels > 0 && value.every((item) => isNothingWithin(item, levels - 1))
  return isBlank(value) || (isMap(value) && Object.keys(value).length === 0)
}

/** An id: a text or number, or a reference as its path. */
export function idOf(value: unknown): string | undefined {
  return value instanceof DocumentReference ? value.path : textOf(value)
}
