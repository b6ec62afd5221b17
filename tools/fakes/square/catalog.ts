import type { Events } from './events.ts'
import type { Members } from './records.ts'
import { timeText } from './times.ts'

/** An object of the catalog. */
export interface CatalogRecord {
  readonly id: string
  readonly type: string
  readonly updatedMs: number
  readonly isDeleted: boolean
  /** The members of the type's own part, such as `item_data`; without the objects that are nested in it. */
  readonly data: Members
  /** All other members, such as `present_at_location_ids`. */
  readonly more: Members
}

/** The item that a variation is of. */
export const itemIdOf = ({ data }: CatalogRecord): string => String(data.item_id)

/** The items, variations, categories and other objects of a merchant. A variation is an object of its own, and shown in its item, too. */
export class Catalog {
  readonly objects = new Map<string, CatalogRecord>()
  readonly #variationsOf = new Map<string, Set<string>>()
  readonly #now: () => number
  readonly #events: Events
  /** The time of the last change of any object; null before the first. */
  latestMs: number | null = null

  constructor(now: () => number, events: Events) {
    this.#now = now
    this.#events = events
  }

  /**
   * Creates an object, or sets members of one that is there, of a type's own part (`data`) or beside it. A change of a variation
   * is none of its item, and the other way round.
   */
  put(type: string, id: string, data: Members, more: Members = {}): void {
    const before = this.objects.get(id)
    const whole = { ...before?.data, ...data }
    this.#set({ id, type, updatedMs: this.#now(), isDeleted: false, data: whole, more: { ...before?.more, ...more } })
    this.#report()
  }

  /** Writes many new objects at once, without an event. */
  putAll(records: readonly CatalogRecord[]): void {
    for (const record of records) this.#set(record)
  }

  /** Deletes an object, an item with its variations. It is shown as deleted where that is asked for. */
  remove(id: string): void {
    const record = this.objects.get(id)
    if (record === undefined || record.isDeleted) return
    for (const one of [record, ...this.#nested(id)]) this.#set({ ...one, updatedMs: this.#now(), isDeleted: true })
    this.#report()
  }

  /** An object as it is sent: an item with its variations. */
  shown(record: CatalogRecord): Members {
    const { id, type, updatedMs, isDeleted, data, more } = record
    const variations = type === 'ITEM' ? this.#nested(id).filter((one) => one.isDeleted === isDeleted) : []
    return {
      type,
      id,
      updated_at: timeText(updatedMs),
      version: updatedMs,
      is_deleted: isDeleted,
      present_at_all_locations: true,
      ...more,
      [`${type.toLowerCase()}_data`]:
        type === 'ITEM' ? { ...data, variations: variations.map((one) => this.shown(one)) } : data,
    }
  }

  #nested(itemId: string): readonly CatalogRecord[] {
    return [...(this.#variationsOf.get(itemId) ?? [])].flatMap((id) => this.objects.get(id) ?? [])
  }

  #set(record: CatalogRecord): void {
    this.objects.set(record.id, record)
    this.latestMs = Math.max(this.latestMs ?? record.updatedMs, record.updatedMs)
    if (record.type !== 'ITEM_VARIATION') return
    const siblings = this.#variationsOf.get(itemIdOf(record)) ?? new Set()
    this.#variationsOf.set(itemIdOf(record), siblings.add(record.id))
  }

  #report(): void {
    const object = { catalog_version: { updated_at: timeText(this.#now()) } }
    this.#events.add('catalog.version.updated', { type: 'catalog_version', object })
  }
}
