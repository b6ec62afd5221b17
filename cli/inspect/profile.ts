import { utc } from '../../functions/src/contract/timeZone.ts'
import { DocumentReference, GeoPoint, Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { isMap } from '../../functions/src/lib/firestore/firestoreValues.ts'
import { momentOf } from '../../functions/src/sources/firestore/time.ts'

/** The type of a value, as far as its role in an order depends on it. */
export type ValueKind =
  'text' | 'integer' | 'decimal' | 'flag' | 'time' | 'reference' | 'place' | 'list' | 'map' | 'other'

/** A value of one document (or item), by the document's number in the sample. */
export interface PlacedValue {
  readonly at: number
  readonly value: unknown
}

/** The values that a sample has at one field path. */
export interface Profile {
  /** The path as settings write it: dots between nested names, backticks around a name that has a sign of paths. */
  readonly path: string
  readonly keys: readonly string[]
  /** The value of each document that has one; null and absent values are left out. */
  readonly values: readonly PlacedValue[]
  /** From 0 to 1: the share of the documents that have a value. */
  readonly coverage: number
}

const deepest = 4
/** A map with more names than this among all documents is no record with fields: its names are ids. */
const mostNames = 80

/** The profile of every field of `documents`; nested fields follow the map that they are in. */
export function profilesOf(documents: readonly unknown[]): Profile[] {
  const top = documents.map((value, at) => ({ at, value }))
  return profilesBelow([], top, documents.length)
}

function profilesBelow(parent: readonly string[], maps: readonly PlacedValue[], total: number): Profile[] {
  const byName = new Map<string, PlacedValue[]>()
  for (const { at, value: map } of maps) {
    if (!isMap(map)) continue
    for (const [name, value] of Object.entries(map)) {
      if (value === null || value === undefined || !isPathName(name)) continue
      const placed = byName.get(name)
      if (placed === undefined) byName.set(name, [{ at, value }])
      else placed.push({ at, value })
    }
  }
  if (byName.size > mostNames && parent.length > 0) return []
  return [...byName].flatMap(([name, values]) => {
    const keys = [...parent, name]
    const profile = { path: pathOf(keys), keys, values, coverage: values.length / Math.max(1, total) }
    const nested = values.filter(({ value }) => kindOfValue(value) === 'map')
    return keys.length < deepest ? [profile, ...profilesBelow(keys, nested, total)] : [profile]
  })
}

/** Tells whether a field path can hold a name: it has no way to write a backtick. */
function isPathName(name: string): boolean {
  return name !== '' && !name.includes('`')
}

/** The field path of nested names. */
export function pathOf(keys: readonly string[]): string {
  return keys.map((key) => (/[.*/[\]{}]/.test(key) ? `\`${key}\`` : key)).join('.')
}

/** The type of a value; a map that was exported for a timestamp is a time. */
export function kindOfValue(value: unknown): ValueKind {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal'
  if (typeof value === 'boolean') return 'flag'
  if (value instanceof Timestamp) return 'time'
  if (value instanceof DocumentReference) return 'reference'
  if (value instanceof GeoPoint) return 'place'
  if (Array.isArray(value)) return 'list'
  if (!isMap(value)) return 'other'
  return momentOf(value, utc) === null ? 'map' : 'time'
}

/** From 0 to 1: the share of a profile's values that pass a test. */
export function shareOf({ values }: Pick<Profile, 'values'>, test: (value: unknown) => boolean): number {
  return values.filter(({ value }) => test(value)).length / Math.max(1, values.length)
}

/** The share of a profile's values that are of one of the types. */
export function shareOfKinds(profile: Pick<Profile, 'values'>, ...kinds: readonly ValueKind[]): number {
  return shareOf(profile, (value) => kinds.includes(kindOfValue(value)))
}

/** Counts each value of a profile, as text, the most frequent first. */
export function countsOf({ values }: Pick<Profile, 'values'>): [text: string, count: number][] {
  return counted(values.map(({ value }) => String(value)))
}

/** Counts each text, the most frequent first. */
export function counted(texts: Iterable<string>): [text: string, count: number][] {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}
