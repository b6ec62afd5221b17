import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'

import { instantFromParts, isoOf, partsOf, type Instant } from '../instant.ts'
import { DocumentReference, FieldValue, GeoPoint, Timestamp, VectorValue } from './firestore.ts'

/*
 * Firestore's values as JSON and back, without loss and in one canonical form: map keys are sorted, and what JSON has no
 * word for is a map with one `$` key. It is what hashes are made over, and how before-images and large payloads are packed.
 */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Whether `value` is a map of Firestore's: its other composite values are instances of classes. */
export function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The canonical JSON form of a Firestore value; `undefined` members are left out, as the client leaves them out. */
export function toJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return numberToJson(value)
  if (typeof value === 'bigint') return { $int: value.toString() }
  if (Array.isArray(value)) return value.map(toJson)
  if (isMap(value)) return mapToJson(value)
  if (value instanceof Timestamp) return { $time: instantFromParts(value.seconds, value.nanoseconds) }
  if (value instanceof Date) return toJson(Timestamp.fromDate(value))
  if (value instanceof GeoPoint) return { $geo: [value.latitude, value.longitude] }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (value instanceof DocumentReference) return { $ref: value.path }
  if (value instanceof VectorValue) return { $vector: value.toArray().map(numberToJson) }
  if (typeof value === 'object') return mapToJson({ ...value })
  throw new TypeError(`A ${typeof value} is no Firestore value.`)
}

function numberToJson(value: number): Json {
  if (Object.is(value, -0)) return { $number: '-0' }
  return Number.isFinite(value) ? value : { $number: String(value) }
}

/** Built key by key in their order: maps of one form then share it in memory too, which takes half the time. */
function mapToJson(map: Readonly<Record<string, unknown>>): Json {
  const json: Record<string, Json> = {}
  let hasTag = false
  for (const key of Object.keys(map).sort()) {
    const value = map[key]
    if (value === undefined) continue
    hasTag ||= key.startsWith('$')
    // Assigned, it would become the prototype.
    if (key === '__proto__') Object.defineProperty(json, key, { value: toJson(value), enumerable: true })
    else json[key] = toJson(value)
  }
  // A map of the shop's own whose keys look like ours.
  return hasTag ? { $map: json } : json
}

/** The Firestore value that `toJson` was given; `reference` makes the document references. */
export function fromJson(json: unknown, reference: (path: string) => unknown): unknown {
  if (Array.isArray(json)) return json.map((item) => fromJson(item, reference))
  if (typeof json !== 'object' || json === null) return json
  const entries = Object.entries(json)
  const [tag, value] = entries.length === 1 ? (entries[0] ?? ['', null]) : ['', null]
  switch (tag) {
    case '$time': {
      const { seconds, nanoseconds } = partsOf(value as Instant)
      return new Timestamp(seconds, nanoseconds)
    }
    case '$int':
      return BigInt(value)
    case '$number':
      return Number(value)
    case '$geo':
      return new GeoPoint(value[0], value[1])
    case '$bytes':
      return Buffer.from(value, 'base64')
    case '$ref':
      return reference(value)
    case '$vector':
      return FieldValue.vector(value.map((item: unknown) => fromJson(item, reference)))
    case '$map':
      return mapFromJson(value, reference)
    default:
      return mapFromJson(json, reference)
  }
}

function mapFromJson(map: object, reference: (path: string) => unknown): unknown {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, fromJson(value, reference)]))
}

/**
 * A Firestore value for people and for callers in other languages: times as ISO 8601, bytes as base64, references as
 * paths, and what JSON has no number for as text. Not reversible.
 */
export function toPlain(value: unknown): Json {
  if (value instanceof Timestamp) return isoOf(instantFromParts(value.seconds, value.nanoseconds))
  if (value instanceof Date) return value.toISOString()
  if (value instanceof GeoPoint) return { latitude: value.latitude, longitude: value.longitude }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value instanceof DocumentReference) return value.path
  if (value instanceof VectorValue) return value.toArray().map(toPlain)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (Array.isArray(value)) return value.map(toPlain)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item)]))
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : null
}

/** 64 bits of SHA-256 over the canonical form, as 16 hexadecimal digits. */
export function hashOf(value: unknown): string {
  return hash('sha256', JSON.stringify(toJson(value))).slice(0, 16)
}

/**
 * A value's size in bytes as Firestore counts it (https://firebase.google.com/docs/firestore/storage-size), without the
 * document's name.
 */
export function sizeOf(value: unknown): number {
  if (value === undefined) return 0
  if (value === null || typeof value === 'boolean') return 1
  if (typeof value === 'string') return Buffer.byteLength(value) + 1
  if (typeof value === 'number' || typeof value === 'bigint') return 8
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 0)
  if (isMap(value)) return sizeOfMap(value)
  if (value instanceof Timestamp || value instanceof Date) return 8
  if (value instanceof GeoPoint) return 16
  if (value instanceof Uint8Array) return value.byteLength
  if (value instanceof DocumentReference) return Buffer.byteLength(value.path) + 1 + 16
  if (value instanceof VectorValue) return value.toArray().length * 8
  return sizeOfMap({ ...value })
}

function sizeOfMap(map: Readonly<Record<string, unknown>>): number {
  let sum = 0
  for (const key of Object.keys(map)) sum += Buffer.byteLength(key) + 1 + sizeOf(map[key])
  return sum
}

/** How many maps and lists lie within each other, the outermost included. */
export function depthOf(value: unknown): number {
  const items = Array.isArray(value) ? value : isMap(value) ? Object.values(value) : null
  if (items === null) return 0
  // A loop: a list may be longer than a call's arguments can be.
  let deepest = 0
  for (const item of items) deepest = Math.max(deepest, depthOf(item))
  return 1 + deepest
}
