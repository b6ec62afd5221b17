import { TimeIndex, type Entry } from '../timeIndex.ts'

export type TimeField = 'create_time' | 'update_time'

/** A record as the API shows it. What lists filter and sort by is always there; the rest may be made when it is asked for. */
export interface FakeRecord {
  readonly id: string
  readonly create_time: number
  readonly update_time: number
  readonly status: string
  /** All other members, as they are sent. */
  readonly rest?: object | (() => object)
}

/** The records of one kind of a shop, with an index for each time. */
export class Records {
  readonly #byId = new Map<string, FakeRecord>()
  readonly #indexed = new Map<string, FakeRecord>()
  readonly #indexes: Readonly<Record<TimeField, TimeIndex>> = {
    create_time: new TimeIndex(),
    update_time: new TimeIndex(),
  }

  get size(): number {
    return this.#byId.size
  }

  get(id: string): FakeRecord | undefined {
    return this.#byId.get(id)
  }

  ids(): IterableIterator<string> {
    return this.#byId.keys()
  }

  /** Writes a record. With `isIndexed` false lists still find it where it was, and show it as it is now: as vendors' lists do for a while. */
  put(record: FakeRecord, { isIndexed = true } = {}): void {
    this.#byId.set(record.id, record)
    if (isIndexed) this.#index(record)
  }

  /** Writes many new records at once. */
  putAll(records: readonly FakeRecord[]): void {
    for (const record of records) {
      if (this.#byId.has(record.id)) throw new RangeError(`The record ${record.id} is there already.`)
      this.#byId.set(record.id, record)
      this.#indexed.set(record.id, record)
    }
    for (const field of ['create_time', 'update_time'] as const) {
      this.#indexes[field].addAll(records.map((record) => entryOf(record, field)))
    }
  }

  remove(id: string): void {
    this.#byId.delete(id)
    this.#unindex(id)
  }

  /** Has lists find every record where it belongs now. */
  indexAll(): void {
    for (const record of this.#byId.values()) if (this.#indexed.get(record.id) !== record) this.#index(record)
  }

  count(field: TimeField, ge: number, lt: number): number {
    return this.#indexes[field].count(ge, lt)
  }

  /** The records of a range by the index, each as it is now, with the entry that it was found by. */
  *range(
    field: TimeField,
    { ge, lt }: { readonly ge: number; readonly lt: number },
    isDescending: boolean,
    after: Entry | null,
  ): Generator<{ readonly entry: Entry; readonly record: FakeRecord; readonly indexed: FakeRecord }> {
    for (const entry of this.#indexes[field].range(ge, lt, isDescending, after)) {
      const [record, indexed] = [this.#byId.get(entry.id), this.#indexed.get(entry.id)]
      if (record !== undefined && indexed !== undefined) yield { entry, record, indexed }
    }
  }

  #index(record: FakeRecord): void {
    this.#unindex(record.id)
    this.#indexed.set(record.id, record)
    for (const field of ['create_time', 'update_time'] as const) this.#indexes[field].add(entryOf(record, field))
  }

  #unindex(id: string): void {
    const before = this.#indexed.get(id)
    if (before === undefined) return
    this.#indexed.delete(id)
    for (const field of ['create_time', 'update_time'] as const) this.#indexes[field].remove(entryOf(before, field))
  }
}

function entryOf(record: FakeRecord, field: TimeField): Entry {
  return { time: record[field], id: record.id }
}

/** A record as it is sent; `statusField` and `idField` are the API's names of its status and id. */
export function shown(
  { id, create_time, update_time, status, rest = {} }: FakeRecord,
  { idField, statusField }: { readonly idField: string; readonly statusField: string },
): object {
  return {
    [idField]: id,
    [statusField]: status,
    create_time,
    update_time,
    ...(typeof rest === 'function' ? rest() : rest),
  }
}
