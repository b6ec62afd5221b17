import type { SegmentInfo } from '../../engine/encoding/head.ts'
import type { PipelineCache } from '../../cache/pipelineCache.ts'
import { segmentIndexOf } from '../../engine/encoding/segment.ts'
import { isLive, type Row } from '../../model/row.ts'
import type { KnownRows } from '../commit/outcomes.ts'

/** The number of segments decoded at once: each holds up to 5,000 rows. */
const segmentsAtOnce = 8

/** The state of an order that the cache shows; `deletedAt` marks a tombstone. */
export type CachedState = Pick<Row, 'version' | 'deletedAt'>

/**
 * The cache's rows as far as an incremental run has had to know them: those of the head, read with the first record, and what
 * it learns of others where that costs less than a document each.
 */
export class CachedRows implements KnownRows {
  readonly #cache: PipelineCache
  readonly #rows = new Map<string, Row>()
  #isLoaded = false

  constructor(cache: PipelineCache) {
    this.#cache = cache
  }

  async load(): Promise<this> {
    if (this.#isLoaded) return this
    const { newest, pending } = await this.#cache.head()
    for (const row of newest) this.#rows.set(row.id, row)
    for (const { row } of pending.values()) this.#rows.set(row.id, row)
    this.#isLoaded = true
    return this
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id)
  }

  set(id: string, row: Row): void {
    this.#rows.set(id, row)
  }

  mayHold(): boolean {
    return true
  }

  /**
   * Learns the rows that the segments hold under the keys of `records`, for a read a segment: for records most of which are
   * unchanged. Where a segment would tell of one alone, its document costs as much.
   */
  async learnByKey(records: readonly Pick<Row, 'id' | 'createdAt'>[]): Promise<void> {
    const { segments } = await this.#cache.head()
    const unknown = records.filter(({ id }) => !this.#rows.has(id))
    const byIndex = Map.groupBy(unknown, (key) => segmentIndexOf(segments, key))
    const worthwhile = [...byIndex].filter(([, keys]) => keys.length > 1)
    const wanted = new Set(worthwhile.flatMap(([, keys]) => keys.map(({ id }) => id)))
    // Its order may have come back under another key since, so a tombstone found by key says nothing.
    for await (const row of this.#rowsIn(worthwhile.flatMap(([index]) => segments[index] ?? []))) {
      if (wanted.has(row.id) && isLive(row)) this.#rows.set(row.id, row)
    }
  }

  /**
   * The states of orders of which only the id is known, tombstones included: those of known rows, and of the others from
   * their documents, a read each, or from all segments where those are fewer.
   */
  async statesById(ids: readonly string[]): Promise<Map<string, CachedState>> {
    await this.load()
    const known = new Map(ids.flatMap((id) => this.#rows.get(id) ?? []).map((row) => [row.id, row]))
    const unknown = ids.filter((id) => !known.has(id))
    const { segments } = await this.#cache.head()
    const others = unknown.length > segments.length ? this.#statesInSegments(unknown) : this.#statesInDocuments(unknown)
    return new Map<string, CachedState>([...known, ...(await others)])
  }

  async #statesInSegments(ids: readonly string[]): Promise<Map<string, CachedState>> {
    const { segments } = await this.#cache.head()
    const wanted = new Set(ids)
    const found = new Map<string, CachedState>()
    for await (const row of this.#rowsIn(segments)) {
      // A tombstone may lie under an older key of an order that came back under another one.
      if (wanted.has(row.id) && isNewer(row, found.get(row.id))) found.set(row.id, row)
    }
    return found
  }

  async #statesInDocuments(ids: readonly string[]): Promise<Map<string, CachedState>> {
    if (ids.length === 0) return new Map()
    // Of a document that may be large, only this is wanted.
    const snapshots = await this.#cache.documents(ids, ['sync.version'])
    return new Map(
      [...snapshots.values()].flatMap((snapshot) => {
        const version: unknown = snapshot.get('sync.version')
        return typeof version === 'string' ? [[snapshot.id, { version, deletedAt: null }]] : []
      }),
    )
  }

  async *#rowsIn(segments: readonly SegmentInfo[]): AsyncGenerator<Row> {
    for (let start = 0; start < segments.length; start += segmentsAtOnce) {
      const rows = await this.#cache.loadRows(segments.slice(start, start + segmentsAtOnce))
      for (const some of rows.values()) yield* some
    }
  }
}

function isNewer(row: CachedState, other: CachedState | undefined): boolean {
  if (other === undefined) return true
  if (isLive(row) !== isLive(other)) return isLive(row)
  return row.version > other.version
}
