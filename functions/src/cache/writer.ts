import type { Head, SegmentInfo } from '../engine/encoding/head.ts'
import { segmentIndexOf } from '../engine/encoding/segment.ts'
import type { Clock } from '../lib/clock.ts'
import { encodeNested } from '../lib/firestore/encodedValues.ts'
import type { Firestore, WriteBatch } from '../lib/firestore/firestore.ts'
import type { Meter } from '../lib/meter.ts'
import { compareKeys, isLive, type Row, type RowKey } from '../model/row.ts'
import type { Stream } from '../model/stream.ts'
import { BegunCommits } from './begunCommits.ts'
import { applyChanges, needsRefill, newestRows, overlay, rowBytes, trimNewest, type RowChange } from './changes.ts'
import { fold, foldBytes, foldDue, planFold, type Folded } from './fold.ts'
import { encodeHead, missingHead, otherHead, readHead, viewOf } from './head.ts'
import { encodeEntry, writeEntry, type SeenIds } from './journal.ts'
import type { Lease, StatePatch } from './lease.ts'
import { documentRef, headRef, segmentRef } from './paths.ts'
import { decodeSegment, type EncodedSegment } from './segments.ts'

/** One order's change: its row before and after, its document (null deletes it) and the document that this replaces. */
export interface OrderChange extends RowChange {
  readonly document: Record<string, unknown> | null
  readonly beforeDocument: Record<string, unknown> | null
}

/** What becomes visible together (invariant 3). */
export interface PageCommit {
  readonly changes: readonly OrderChange[]
  /** The head and segments with the changes in them, from `cacheAfter`; null where there are no changes. */
  readonly after: Folded | null
  readonly patch: StatePatch
  /** What a full run has enumerated since its last commit. */
  readonly ids: SeenIds
  /** Writes of the run's own (its journal document, quarantine, alerts) and how many documents they are. */
  readonly extra: { readonly count: number; write(batch: WriteBatch): void }
}

/** A page's writes, ready for a commit. */
export interface PlannedPage {
  readonly patch: StatePatch
  /** How many documents `write` adds. */
  readonly count: number
  readonly write: (batch: WriteBatch) => void
  /** A batch that holds the orders' documents already. */
  readonly begun: WriteBatch | undefined
  /** The head and the segments that are among the writes. */
  readonly after: Folded | null
  readonly isJournaled: boolean
}

/** Having written so many documents, folding goes on with the next commit. */
const foldWrites = 7
/** Above either of these the pending changes would not leave a commit's own enough room in the head. */
const crowdLimits = { rows: 2_000, bytes: 400_000 }

/** The cache of one pipeline in the hands of the run that holds its lease. */
export class CacheWriter {
  readonly #db: Firestore
  readonly #stream: Stream
  readonly #lease: Lease
  readonly #meter: Meter
  readonly #clock: Clock
  /** Commits that are begun ahead. */
  readonly begun: BegunCommits
  /** Read once: nobody else writes it while the lease holds. */
  #head: Head | null = null
  #entries = 0
  /** The last segment as it was written last: new orders go there, so the next fold needs it again. */
  #last: EncodedSegment | null = null

  constructor(db: Firestore, stream: Stream, lease: Lease, meter: Meter, clock: Clock) {
    this.#db = db
    this.#stream = stream
    this.#lease = lease
    this.#meter = meter
    this.#clock = clock
    this.begun = new BegunCommits(db, lease.pipeline)
  }

  /** Throws an EncodingError where it is not the one that the watermark document was written with. */
  async head(): Promise<Head> {
    if (this.#head !== null) return this.#head
    const { pipeline, state } = this.#lease
    const { head } = await readHead(this.#db, this.#stream, pipeline, this.#meter)
    if (head.cacheVersion === 0 && state.cacheVersion > 0) throw missingHead(pipeline)
    if (head.cacheVersion !== state.cacheVersion) throw otherHead(pipeline)
    this.#head = head
    return head
  }

  /** Forgets what it knows of a cache that somebody else wrote under the same lease. */
  reload(): void {
    this.#head = null
    this.#last = null
  }

  /** The writes of a page: of its documents, the head, the journal and the page's own. */
  plan(page: PageCommit): PlannedPage {
    const { changes, ids } = page
    const before = changes.map(({ after, beforeDocument }) => ({ id: after.id, document: beforeDocument }))
    const entry = changes.length + ids.seen.length > 0 ? encodeEntry(before, ids) : []
    const { bound, reports } = { ...this.#lease.state, ...page.patch }
    const freshness = { bound, reportsBound: reports?.bound ?? null }
    const after = page.after === null ? null : { ...page.after, head: { ...page.after.head, ...freshness } }
    const begun = this.begun.batchOf(changes.map(({ document }) => document))
    const write = (batch: WriteBatch): void => {
      if (batch !== begun) this.#writeDocuments(batch, changes)
      writeEntry(this.#db, batch, this.#lease, this.#entries, entry)
      if (after !== null) this.#writeFolded(batch, after)
      page.extra.write(batch)
    }
    return {
      patch: { ...page.patch, ...(after === null ? {} : viewOf(after.head)) },
      count: changes.length + entry.length + (after === null ? 0 : countOf(after)) + page.extra.count,
      write,
      begun,
      after,
      isJournaled: entry.length > 0,
    }
  }

  async commit(page: PageCommit): Promise<void> {
    const { patch, count, write, begun, after, isJournaled } = this.plan(page)
    await this.#lease.commit(patch, count, write, begun)
    if (isJournaled) this.#entries += 1
    if (after === null) return
    this.#take(after)
    await this.#foldWhileDue(after.written.length + after.removed.length)
  }

  async #folded(head: Head, plan = planFold(head)): Promise<Folded> {
    const segments = plan.indexes.flatMap((index) => head.segments[index] ?? [])
    return fold(this.#stream, this.#lease.pipeline, head, plan, await this.loadRows(segments), this.#clock.now())
  }

  #writeDocuments(batch: WriteBatch, changes: readonly OrderChange[]): void {
    for (const { after, document } of changes) {
      const ref = documentRef(this.#db, this.#lease.pipeline, after.id)
      if (document === null) batch.delete(ref)
      else batch.set(ref, encodeNested(document))
    }
  }

  /**
   * The cache as `changes` leave it, for their commit; null where there are none. As far as `roomBytes` of the commit allow,
   * rows go straight into segments where a fold would be due; what is left of it follows in commits of its own.
   */
  async cacheAfter(changes: readonly OrderChange[], roomBytes: number): Promise<Folded | null> {
    if (changes.length === 0) return null
    const applied = applyChanges(this.#stream, await this.head(), changes)
    const head = needsRefill(applied) ? await this.#refilled(applied) : applied
    const unfolded = { head, written: [], removed: [] }
    if (!foldDue(head, false)) return unfolded
    const plan = planFold(head, Math.min(foldBytes, roomBytes))
    const bytes = plan.indexes.reduce((sum, index) => sum + (head.segments[index]?.bytes ?? 0), 0)
    if (bytes > roomBytes) return unfolded
    const folded = await this.#folded(head, plan)
    return bytesOf(folded) > roomBytes ? unfolded : folded
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

  /**
   * Folding changes nothing that can be seen, so each step is a commit of its own. Changes all over a large cache touch more
   * segments than one run should rewrite: the rest is left to the next commits, as long as the head has room.
   */
  async #foldWhileDue(written: number): Promise<void> {
    let writes = written
    for (let head = await this.head(); foldDue(head, writes > 0);) {
      if (writes >= foldWrites && !isCrowded(head)) return
      const folded = await this.#folded(head)
      writes += 1 + (await this.#commitFold(folded))
      head = folded.head
    }
  }

  /** The number of documents written beside the watermark document. */
  async #commitFold(folded: Folded): Promise<number> {
    const count = countOf(folded)
    await this.#lease.commit({}, count, (batch) => this.#writeFolded(batch, folded))
    this.#take(folded)
    return count
  }

  #writeFolded(batch: WriteBatch, { head, written, removed }: Folded): void {
    const { pipeline } = this.#lease
    for (const { info, document } of written) batch.set(segmentRef(this.#db, pipeline, info.n), document)
    for (const n of removed) batch.delete(segmentRef(this.#db, pipeline, n))
    batch.set(headRef(this.#db, pipeline), encodeHead(this.#stream, head, pipeline))
  }

  /** Goes on from what was committed. */
  #take({ head, written }: Folded): void {
    const { n } = head.segments.at(-1) ?? { n: -1 }
    this.#last = written.find(({ info }) => info.n === n) ?? this.#last
    this.#head = head
  }

  /**
   * Folds one order's pending change, due or not, so that no segment holds what it replaced. How many segments that wrote or
   * removed.
   */
  async foldOrder(id: string): Promise<number> {
    const head = await this.head()
    const pending = new Map([...head.pending].filter(([one]) => one === id))
    if (pending.size === 0) return 0
    const folded = await this.#folded(head, planFold({ ...head, pending }))
    await this.#commitFold(folded)
    return folded.written.length + folded.removed.length
  }

  /** The rows of segments by their numbers: one read each, but for the one that was written last. */
  async loadRows(segments: readonly SegmentInfo[]): Promise<Map<number, readonly Row[]>> {
    const rows = new Map<number, readonly Row[]>()
    const last = this.#last
    if (last !== null && segments.some(({ n, version }) => n === last.info.n && version === last.info.version))
      rows.set(last.info.n, last.rows)
    const missing = segments.filter(({ n }) => !rows.has(n))
    if (missing.length === 0) return rows
    const snapshots = await this.#db.getAll(...missing.map(({ n }) => segmentRef(this.#db, this.#lease.pipeline, n)))
    this.#meter.reads += snapshots.length
    for (const [i, segment] of missing.entries()) {
      const snapshot = snapshots[i]
      if (snapshot === undefined) throw new Error('Firestore answered fewer documents than it was asked for.')
      rows.set(segment.n, decodeSegment(this.#stream, snapshot, segment))
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

/** Counts the documents that a fold writes or deletes, the head included. */
function countOf({ written, removed }: Folded): number {
  return 1 + written.length + removed.length
}

function bytesOf({ written }: Folded): number {
  return written.reduce((sum, { info }) => sum + info.bytes, 0)
}

/** Tells whether the head holds so many pending rows that it has no room for another commit's. */
export function isCrowded({ pending }: Head): boolean {
  if (pending.size > crowdLimits.rows) return true
  let bytes = 0
  for (const { row } of pending.values()) bytes += rowBytes(row)
  return bytes > crowdLimits.bytes
}
