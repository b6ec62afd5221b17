import { DocumentReference, GeoPoint, Timestamp } from '../../lib/firestore/firestore.ts'
import { isMap } from '../../lib/firestore/firestoreValues.ts'
import { isoOf, instantFromParts } from '../../lib/instant.ts'
import { isBlank, textOf } from './fields.ts'

/**
 * A shipping address as the canonical order holds it: a map of plain values. A text, the lines of a list and a place on the map are its
 * `formatted`, a reference its `reference`. Undefined where it is something else.
 */
export function addressOf(value: unknown): Record<string, unknown> | undefined {
  if (typeof value === 'string') return { formatted: value }
  if (Array.isArray(value)) return addressOfList(value)
  if (value instanceof GeoPoint) return { formatted: `${value.latitude}, ${value.longitude}`, ...placeOf(value) }
  if (value instanceof DocumentReference) return { reference: value.path }
  return isMap(value) ? plainMap(value) : undefined
}

/**
 * The address in a list: its lines, or the only address in it; undefined where several addresses are there, for which is meant is unclear.
 */
function addressOfList(list: readonly unknown[]): Record<string, unknown> | undefined {
  const parts = list.filter((part) => !isBlank(part))
  if (parts.length === 1 && isMap(parts[0])) return plainMap(parts[0])
  const lines = parts.map(textOf).filter((line) => line !== undefined)
  return lines.length > 0 && lines.length === parts.length ? { formatted: lines.join(', ') } : undefined
}

function placeOf({ latitude, longitude }: GeoPoint) {
  return { latitude, longitude }
}

/**
 * A map of plain values, because the canonical order crosses the wire: what only Firestore has becomes plain, or is left out and stays in
 * the payload.
 */
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
  if (value instanceof GeoPoint) return placeOf(value)
  if (value instanceof DocumentReference) return value.path
  return isMap(value) ? plainMap(value) : undefined
}
