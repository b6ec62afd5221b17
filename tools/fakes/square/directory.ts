import type { Events } from './events.ts'
import { Records, restOf, shown, type FakeRecord, type Members } from './records.ts'

/** A kind of record that is no trade: what its events are called. */
export type DirectoryKind = 'vendor' | 'customer' | 'team_member'

/** The vendors, the customers or the team members of a merchant. Each write is an event. */
export class Directory {
  readonly records: Records
  readonly #kind: DirectoryKind
  readonly #now: () => number
  readonly #events: Events

  constructor(kind: DirectoryKind, now: () => number, events: Events) {
    this.#kind = kind
    this.#now = now
    this.#events = events
    this.records = new Records(now)
  }

  /** Creates a record, or sets members of one that is there. */
  put(id: string, { status, ...members }: Members & { readonly status?: string } = {}): void {
    const before = this.records.get(id)
    const state = status ?? before?.state ?? (this.#kind === 'customer' ? undefined : 'ACTIVE')
    const old = before === undefined ? {} : restOf(before)
    const record: FakeRecord = {
      id,
      createdMs: before?.createdMs ?? this.#now(),
      updatedMs: this.#now(),
      ...(state !== undefined && { state }),
      // Team members have no version.
      rest: { ...old, ...members, ...(this.#kind !== 'team_member' && { version: Number(old.version ?? 0) + 1 }) },
    }
    this.records.put(record)
    this.#report(record, before === undefined ? 'created' : 'updated')
  }

  remove(id: string): void {
    const record = this.records.get(id)
    if (record === undefined) return
    this.records.remove(id)
    this.#report(record, 'deleted')
  }

  #report(record: FakeRecord, what: 'created' | 'updated' | 'deleted'): void {
    const kind = this.#kind
    const object = {
      ...(kind === 'vendor' && { operation: what.toUpperCase() }),
      [kind]: shown(record, 'status'),
    }
    this.#events.add(`${kind}.${what}`, {
      type: kind,
      id: record.id,
      ...(what === 'deleted' && { deleted: true }),
      object,
    })
  }
}
