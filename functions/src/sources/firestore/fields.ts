import { isMap } from '../../lib/firestore/firestoreValues.ts'
import type { ItemField, OrderField } from './fieldNames.ts'
import type { ValueSettings } from './settings.ts'

/** Where a shop keeps them otherwise. */
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

/** Reads a value from a document's data; what is absent or null is undefined. */
export function valueReader({ paths, join, default: fallback }: ValueSettings): (data: unknown) => unknown {
  const places = paths.map(keysOf)
  const joined = join?.paths.map(keysOf) ?? []
  return (data) => {
    for (const keys of places) {
      const value = valueAt(data, keys) ?? undefined
      if (value !== undefined) return value
    }
    const texts = joined.map((keys) => valueAt(data, keys)).filter((value) => typeof value === 'string' && value !== '')
    return texts.length > 0 ? texts.join(join?.separator) : fallback
  }
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
