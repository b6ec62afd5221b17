import { TimeIndex, type Entry } from '../timeIndex.ts'
import { timeText } from './times.ts'

/** The members of an object as they are sent. */
export type Members = Readonly<Record<string, unknown>>

/** The times that lists sort by, in milliseconds. */
export interface RecordTimes {
  readonly createdMs: number
  readonly updatedMs: number
  /** The time at which an order was completed or cancelled. */
  readonly closedMs?: number
}
export type TimeField = keyof RecordTimes

/** An object of the API. What lists filter and sort by is always there; the rest may be made when it is asked for. */
export interface FakeRecord extends RecordTimes {
  readonly id: string
  readonly locationId?: string
  /** The state of an order, the status of anything else. */
  readonly state?: string
  /** All other members. */
  readonly rest: Members | (() => Members)
}

const timeFields: readonly TimeField[] = ['createdMs', 'updatedMs', 'closedMs']

/** The objects of one kind that a merchant has. Lists show each write so many milliseconds late, look-ups by id a new object. */
export class Records {
  readonly #byId = new Map<string, FakeRecord>()
  readonly #listed = new Map<string, FakeRecord>()
  readonly #indexes = Object.fromEntries(timeFields.map((field) => [field, new TimeIndex()])) as Record<
    TimeField,
    TimeIndex
  >
  readonly #now: () => number
  readonly #late: { readonly from: number; readonly id: string; readonly record: FakeRecord | null }[] = []
  /** The milliseconds after which lists show what is written from now on. */
  lagMs = 0
  /** The milliseconds after which a look-up finds what is new from now on. */
  lookupLagMs = 0
  readonly #findableFrom = new Map<string, number>()

  constructor(now: () => number) {
    this.#now = now
  }

  get size(): number {
    return this.#byId.size
  }

  get(id: string): FakeRecord | undefined {
    return this.#byId.get(id)
  }

  /** A record as a look-up finds it now. */
  lookUp(id: string): FakeRecord | undefined {
    return (this.#findableFrom.get(id) ?? 0) > this.#now() ? undefined : this.#byId.get(id)
  }

  ids(): IterableIterator<string> {
    return this.#byId.keys()
  }

  put(record: FakeRecord): void {
    if (this.lookupLagMs > 0 && !this.#byId.has(record.id)) {
      this.#findableFrom.set(record.id, this.#now() + this.lookupLagMs)
    }
    this.#byId.set(record.id, record)
    this.#write(record.id, record)
  }

  remove(id: string): void {
    if (this.#byId.delete(id)) this.#write(id, null)
  }

  /** Writes many new records at once, which lists show at once. */
  putAll(records: readonly FakeRecord[]): void {
    for (const record of records) {
      if (this.#byId.has(record.id)) throw new RangeError(`The record ${record.id} is there already.`)
      this.#byId.set(record.id, record)
      this.#listed.set(record.id, record)
    }
    for (const field of timeFields) {
      this.#indexes[field].addAll(records.flatMap((record) => entryOf(record, field) ?? []))
    }
  }

  /** The records that lists show now, from a time to another, both included, one by one from behind `after`. */
  *range(
    field: TimeField,
    { from, to }: { readonly from: number; readonly to: number },
    isDescending: boolean,
    after: Entry | null,
  ): Generator<{ readonly entry: Entry; readonly record: FakeRecord }> {
    this.#catchUp()
    // Times are whole milliseconds: the end is included.
    for (const entry of this.#indexes[field].range(from, to + 1, isDescending, after)) {
      const record = this.#listed.get(entry.id)
      if (record !== undefined) yield { entry, record }
    }
  }

  #write(id: string, record: FakeRecord | null): void {
    this.#late.push({ from: this.#now() + this.lagMs, id, record })
    this.#catchUp()
  }

  /** Shows in lists what is due, in the order in which it was written. */
  #catchUp(): void {
    const now = this.#now()
    while (this.#late[0] !== undefined && this.#late[0].from <= now) {
      const { id, record } = this.#late[0]
      this.#late.shift()
      this.#list(id, record)
    }
  }

  #list(id: string, record: FakeRecord | null): void {
    const before = this.#listed.get(id)
    for (const field of timeFields) {
      const [old, entry] = [before && entryOf(before, field), record && entryOf(record, field)]
      if (old) this.#indexes[field].remove(old)
      if (entry) this.#indexes[field].add(entry)
    }
    if (record === null) this.#listed.delete(id)
    else this.#listed.set(id, record)
  }
}

function entryOf(record: FakeRecord, field: TimeField): Entry | null {
  const time = record[field]
  return time === undefined ? null : { time, id: record.id }
}

export function restOf({ rest }: FakeRecord): Members {
  return typeof rest === 'function' ? rest() : rest
}

/** A record as it is sent; `stateName` is the API's name of its state. */
export function shown(record: FakeRecord, stateName: 'state' | 'status'): Members {
  const { id, locationId, state, createdMs, updatedMs, closedMs } = record
  return {
    id,
    ...(locationId !== undefined && { location_id: locationId }),
    ...(state !== undefined && { [stateName]: state }),
    created_at: timeText(createdMs),
    updated_at: timeText(updatedMs),
    ...(closedMs !== undefined && { closed_at: timeText(closedMs) }),
    ...restOf(record),
  }
}
