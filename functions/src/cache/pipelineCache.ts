import type { Clock } from '../lib/clock.ts'
import type { DocumentSnapshot, Firestore } from '../lib/firestore/firestore.ts'
import type { Meter } from '../lib/meter.ts'
import { compareKeys, isLive, type Row, type RowKey } from '../model/row.ts'
import type { Stream } from '../model/stream.ts'
import { applyChanges, needsRefill, newestRows, overlay, trimNewest, type RowChange } from './changes.ts'
import { bytesOf, fold, foldBytes, foldDue, planFold, unfolded, type Folded, type FoldPlan } from './fold.ts'
import { missingHead, otherHead, readHead } from './head.ts'
import type { Head, SegmentInfo } from '../engine/encoding/head.ts'
import { documentRef, segmentRef } from './paths.ts'
import { decodeSegment, type EncodedSegment } from './segments.ts'
import { segmentIndexOf } from '../engine/encoding/segment.ts'

/** The means by which a pipeline's cache is read. */
export interface CacheAccess {
  readonly db: Firestore
  readonly meter: Meter
  readonly clock: Pick<Clock, 'now'>
  /** The version of the head that the watermark document names. */
  readonly version: () => number
}

/** The cache of one pipeline as the run that holds its lease knows it: it reads, works out what is to be written, and writes nothing. */
export class PipelineCache {
  readonly pipeline: string
  readonly stream: Stream
  readonly #access: CacheAccess
  /** Read once: nobody else writes it while the lease holds. */
  #head: Head | null = null
  /** The last segment as it was written last: new records go there, so the next fold needs it again. */
  #last: EncodedSegment | null = null

  constructor(pipeline: string, stream: Stream, access: CacheAccess) {
    this.pipeline = pipeline
    this.stream = stream
    this.#access = access
  }

  /** Returns the head; throws an EncodingError where it is not the one that the watermark document was written with. */
  async head(): Promise<Head> {
    if (this.#head !== null) return this.#head
    const { db, meter } = this.#access
    const { head } = await readHead(db, this.stream, this.pipeline, meter)
    const version = this.#access.version()
    if (head.cacheVersion === 0 && version > 0) throw missingHead(this.pipeline)
    if (head.cacheVersion !== version) throw otherHead(this.pipeline)
    this.#head = head
    return head
  }

  /** Forgets what it knows of a cache that somebody else wrote under the same lease. */
  reload(): void {
    this.#head = null
    this.#last = null
  }

  /** Goes on from what was committed. */
  took({ head, written }: Folded): void {
    const { n } = head.segments.at(-1) ?? { n: -1 }
    this.#last = written.find(({ info }) => info.n === n) ?? this.#last
    this.#head = head
  }

  /**
   * Works out the cache as `changes` leave it, for their commit; null where there are none. As far as `roomBytes` of the commit
   * allow, rows go straight into segments where a fold would be due; what is left of it follows in commits of its own.
   */
  async after(changes: readonly RowChange[], roomBytes: number): Promise<Folded | null> {
    if (changes.length === 0) return null
    const applied = applyChanges(this.stream, await this.head(), changes)
    const head = needsRefill(applied) ? await this.#refilled(applied) : applied
    if (!foldDue(head, false)) return unfolded(head)
    const plan = planFold(head, Math.min(foldBytes, roomBytes))
    const bytes = plan.indexes.reduce((sum, index) => sum + (head.segments[index]?.bytes ?? 0), 0)
    if (bytes > roomBytes) return unfolded(head)
    const folded = await this.#folded(head, plan)
    return bytesOf(folded) > roomBytes ? unfolded(head) : folded
  }

  /** Works out the next step of folding what is pending. It changes nothing that can be seen, so it is a commit of its own. */
  async nextFold(): Promise<Folded> {
    const head = await this.head()
    return this.#folded(head, planFold(head))
  }

  /** Folds the pending changes of some ids, due or not, so that no segment holds what they replaced; null where there are none. */
  async foldOf(isWanted: (id: string) => boolean): Promise<Folded | null> {
    const head = await this.head()
    const pending = new Map([...head.pending].filter(([id]) => isWanted(id)))
    return pending.size === 0 ? null : this.#folded(head, planFold({ ...head, pending }))
  }

  async #folded(head: Head, plan: FoldPlan): Promise<Folded> {
    const segments = plan.indexes.flatMap((index) => head.segments[index] ?? [])
    const rows = await this.loadRows(segments)
    return fold(this.stream, this.pipeline, head, plan, rows, this.#access.clock.now())
  }

  /** Fills `newest` again from the last segments. */
  async #refilled(head: Head): Promise<Head> {
    let from = head.segments.length
    // Pending changes may hide as many of the segments' rows.
    const enough = newestRows + head.pending.size
    for (let live = 0; from > 0 && live < enough; from--) live += head.segments[from - 1]?.live ?? 0
    const loaded = await this.loadRows(head.segments.slice(from))
    const floor = from === 0 ? null : (head.segments[from]?.low ?? null)
    const rows = overlay([...loaded.values()].flat(), head.pending)
    const above = floor === null ? rows : rows.filter((row) => compareKeys(row, floor) >= 0)
    return { ...head, ...trimNewest(above, floor) }
  }

  /** The cached documents of records by id, or some fields of them: one read each, absent ones too. */
  async documents(ids: readonly string[], fields?: string[]): Promise<Map<string, DocumentSnapshot>> {
    if (ids.length === 0) return new Map()
    const { db, meter } = this.#access
    const refs = ids.map((id) => documentRef(db, this.pipeline, id))
    const snapshots = await (fields === undefined ? db.getAll(...refs) : db.getAll(...refs, { fieldMask: fields }))
    meter.reads += snapshots.length
    return new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]))
  }

  /** The rows of segments by their numbers: one read each, but for the one that was written last. */
  async loadRows(segments: readonly SegmentInfo[]): Promise<Map<number, readonly Row[]>> {
    const rows = new Map<number, readonly Row[]>()
    const last = this.#last
    if (last !== null && segments.some(({ n, version }) => n === last.info.n && version === last.info.version))
      rows.set(last.info.n, last.rows)
    const missing = segments.filter(({ n }) => !rows.has(n))
    if (missing.length === 0) return rows
    const { db, meter } = this.#access
    const snapshots = await db.getAll(...missing.map(({ n }) => segmentRef(db, this.pipeline, n)))
    meter.reads += snapshots.length
    for (const [i, segment] of missing.entries()) {
      const snapshot = snapshots[i]
      if (snapshot === undefined) throw new Error('Firestore answered fewer documents than it was asked for.')
      rows.set(segment.n, decodeSegment(this.stream, snapshot, segment))
    }
    return rows
  }

  /** Every row by id, tombstones included: what a full run compares its source with. */
  async allRows(): Promise<Map<string, Row>> {
    const head = await this.head()
    const rows = new Map<string, Row>()
    for (const segmentRows of (await this.loadRows(head.segments)).values()) {
      // A tombstone may lie under an older key of an order that came back under another one.
      for (const row of segmentRows) if (isLive(row) || !rows.has(row.id)) rows.set(row.id, row)
    }
    for (const { row } of head.pending.values()) rows.set(row.id, row)
    return rows
  }

  /** The tombstones that the segments hold for these keys: read only where a segment has any. */
  async tombstones(keys: readonly RowKey[]): Promise<Map<string, Row>> {
    if (keys.length === 0) return new Map()
    const { segments } = await this.head()
    const wanted = new Set(keys.map(({ id }) => id))
    const candidates = new Set(
      keys.flatMap((key) => segments[segmentIndexOf(segments, key)] ?? []).filter(({ rows, live }) => rows > live),
    )
    const rows = [...(await this.loadRows([...candidates])).values()].flat()
    return new Map(rows.filter((row) => !isLive(row) && wanted.has(row.id)).map((row) => [row.id, row]))
  }
}
