import { DocumentReference, GeoPoint, Timestamp } from '../../lib/firestore/firestore.ts'
import { isMap } from '../../lib/firestore/firestoreValues.ts'
import { isoOf, instantFromParts } from '../../lib/instant.ts'

/** A shipping address as the canonical order holds it: a map of plain values, a text as its `formatted`; else undefined. */
export function addressOf(value: unknown): Record<string, unknown> | undefined {
  if (typeof value === 'string') return { formatted: value }
  return isMap(value) ? plainMap(value) : undefined
}

/** The canonical order crosses the wire: what only Firestore has becomes plain, or is left out and stays in the payload. */
function plainMap(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(map).map(([key, value]): [string, unknown] => [key, plainOf(value)])
  // Nobody who reads the order back would be given `__proto__`.
  return Object.fromEntries(entries.filter(([key, value]) => value !== undefined && key !== '__proto__'))
}

function plainOf(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (Array.isArray(value)) return value.map(plainOf).filter((item) => item !== undefined)
  if (value instanceof Timestamp) return isoOf(instantFromParts(value.seconds, value.nanoseconds))
  if (value instanceof GeoPoint) return { latitude: value.latitude, longitude: value.longitude }
  if (value instanceof DocumentReference) return value.path
  return isMap(value) ? plainMap(value) : undefined
}
