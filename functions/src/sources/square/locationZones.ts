import type { SourceRecord } from '../../model/source.ts'
import { msOf, type Instant } from '../../lib/instant.ts'
import type { CallApi } from '../vendor/api.ts'
import { memberOf, textOf } from '../vendor/fields.ts'
import { readLocations } from './locationList.ts'

/** A time zone that somebody corrects shows after this long. */
const keptMs = 3_600_000

/** Knows the time zones of a merchant's locations: a day of sales is a day there. They are read once an hour, where they are needed. */
export class LocationZones {
  readonly #call: CallApi
  readonly #now: () => Instant
  #zones: ReadonlyMap<string, string | null> = new Map()
  #readAtMs = Number.NEGATIVE_INFINITY

  constructor(call: CallApi, now: () => Instant) {
    this.#call = call
    this.#now = now
  }

  /** Orders, each with the zone of its location as `timeZone` beside it, and the calls that it took. */
  async beside(records: readonly SourceRecord[]): Promise<{ records: readonly SourceRecord[]; calls: number }> {
    const ids = records.map(({ raw }) => textOf(memberOf(raw, 'location_id')))
    const calls = await this.#readFor(ids.filter((id) => id !== undefined))
    return {
      records: records.map((record, i) => ({
        ...record,
        raw: { order: record.raw, timeZone: this.#zones.get(ids[i] ?? '') ?? null },
      })),
      calls,
    }
  }

  async #readFor(ids: readonly string[]): Promise<number> {
    const isOld = msOf(this.#now()) - this.#readAtMs > keptMs
    if (ids.length === 0 || (!isOld && ids.every((id) => this.#zones.has(id)))) return 0
    const { data, calls } = await readLocations(this.#call)
    const zones = new Map<string, string | null>(ids.map((id) => [id, null]))
    for (const { id, timezone } of data.locations) zones.set(id, textOf(timezone) ?? null)
    this.#zones = zones
    this.#readAtMs = msOf(this.#now())
    return calls
  }
}
