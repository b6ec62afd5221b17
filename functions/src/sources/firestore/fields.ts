import { isMap } from '../../lib/firestore/firestoreValues.ts'
import type { ItemField, OrderField } from './fieldNames.ts'
import type { ValueSettings } from './settings.ts'

/** The places of fields that a shop keeps elsewhere than usual, by the fields' names. */
export type FieldSettings = Readonly<Partial<Record<OrderField | ItemField, ValueSettings>>>

/** Reads every field of `fields` from a document's data (or an item); what is absent or null is undefined. */
export function fieldReader<Name extends OrderField | ItemField>(
  fields: Readonly<Record<Name, readonly string[]>>,
  own: FieldSettings,
): (data: unknown) => Partial<Record<Name, unknown>> {
  const names = Object.keys(fields) as Name[] // the keys of a literal are its names
  const readers = names.map((name) => [name, valueReader(own[name] ?? { paths: fields[name] })] as const)
  return (data) => {
    const values: Partial<Record<Name, unknown>> = {}
    for (const [name, read] of readers) values[name] = read(data)
    return values
  }
}

/** Reads a value from a document's data: the one that is found, else the default; undefined where there is neither. */
export function valueReader({ default: fallback, ...places }: ValueSettings): (data: unknown) => unknown {
  const find = valueFinder(places)
  if (fallback === undefined) return find
  return (data) => {
    const found = find(data)
    return isBlank(found) ? fallback : found
  }
}

/**
 * Finds a value in a document's data: the first of `paths` that has one, else the joined texts; undefined where there is none. A blank
 * text counts only where nothing else is found.
 */
export function valueFinder({ paths, join }: Omit<ValueSettings, 'default'>): (data: unknown) => unknown {
  const places = paths.map(keysOf)
  const joined = join?.paths.map(keysOf) ?? []
  return (data) => {
    let blank: unknown
    for (const keys of places) {
      const value = valueAt(data, keys) ?? undefined
      if (!isBlank(value)) return value
      blank ??= value
    }
    const texts = joined.map((keys) => textOf(valueAt(data, keys))).filter((text) => !isBlank(text))
    return texts.length > 0 ? texts.join(join?.separator) : blank
  }
}

/** The path that messages call a value by. */
export function firstPathOf({ paths, join }: ValueSettings): string {
  return paths[0] ?? join?.paths[0] ?? ''
}

/** Tells whether `value` is absent or a text of blanks. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

/** Text as it stands; ids, phones and postcodes that shops keep as numbers are text here too. Anything else is no text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' ? value : undefined
}

/** The keys that a field path (`customer.name`) goes through; backticks stand around one that has a dot. */
export function keysOf(path: string): string[] {
  return [...path.matchAll(/`([^`]+)`|[^.`]+/g)].map(([key, quoted]) => quoted ?? key)
}

/** The value that stands at `keys` in nested maps; undefined where there is none. */
export function valueAt(data: unknown, keys: readonly string[]): unknown {
  let value = data
  for (const key of keys) {
    if (!isMap(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}
