import { shown, type Members, type Records } from '../records.ts'

/** The members that have to be cached of records, by their ids at the source. Only these members are compared. */
export type Facts = ReadonlyMap<string, Readonly<Record<string, unknown>>>

export interface Money {
  readonly amount: number
  readonly currency: string
}

/** The members that every object has. */
export interface Sent extends Members {
  readonly id: string
  readonly created_at: string
  readonly updated_at: string
}

/** The objects of a kind as the fake sends them. */
export function sentOf<T extends Sent>(records: Records, stateName: 'state' | 'status'): T[] {
  return [...records.ids()].flatMap((id) => {
    const record = records.get(id)
    // The fake sends what the type says.
    return record === undefined ? [] : (shown(record, stateName) as T)
  })
}

export function factsOf<T extends { readonly id: string }>(
  all: readonly T[],
  of: (one: T) => Readonly<Record<string, unknown>>,
): Facts {
  return new Map(all.map((one) => [one.id, of(one)]))
}

/** A time in the one format in which the cache keeps it. */
export function iso(text: string): string {
  return new Date(text).toISOString()
}
