import type { Clock } from '../lib/clock.ts'
import type { Firestore, WriteBatch } from '../lib/firestore.ts'
import type { Meter } from '../lib/meter.ts'
import { compareKeys, type Row, type RowKey } from '../model/row.ts'
import { applyChanges, needsRefill, newestRows, overlay, trimNewest, type RowChange } from './changes.ts'
import type { OrderDocument } from './documents.ts'
import { fold, foldDue, planFold } from './fold.ts'
import { encodeHead, readHead, type Head, type SegmentInfo } from './head.ts'
import { encodeEntry, writeEntry, type SeenIds } from './journal.ts'
import type { Lease, StatePatch } from './lease.ts'
import { headRef, orderRef, segmentRef } from './paths.ts'
import { decodeSegment, segmentIndexOf } from './segments.ts'

/** One order's change: its row before and after, its document (null deletes it) and the document that this replaces. */
export interface OrderChange extends RowChange {
  readonly document: Record<string, unknown> | null
  readonly beforeDocument: Record<string, unknown> | null
}

/** What becomes visible together (invariant 3). */
export interface PageCommit {
  readonly changes: readonly OrderChange[]
  readonly patch: StatePatch
  /** What a full run has enumerated since its last commit. */
  readonly ids: SeenIds
  /** Writes of the run's own (its journal document, quarantine, alerts) and how many documents they are. */
  readonly extra: { readonly count: number; write(batch: WriteBatch): void }
}

/** A commit's batch that holds its orders' documents already, in their order. */
interface BegunCommit {
  readonly batch: WriteBatch
  readonly documents: readonly Record<string, unknown>[]
}

/** The cache of one pipeline in the hands of the run that holds its lease. */
export class CacheWriter {
  readonly #db: Firestore
  readonly #lease: Lease
  readonly #meter: Meter
  readonly #clock: Clock
  /** Read once: nobody else writes it while the lease holds. */
  #head: Head | null = null
  #entries = 0
  /** By the first document of each. */
  readonly #begun = new WeakMap<object, BegunCommit>()

  constructor(db: Firestore, lease: Lease, meter: Meter, clock: Clock) {
    this.#db = db
    this.#lease = lease
    this.#meter = meter
    this.#clock = clock
  }

  async head(): Promise<Head> {
    this.#head ??= (await readHead(this.#db, this.#lease.pipeline, this.#meter)).head
    return this.#head
  }

  /**
   * Puts documents into the batch of the commit that will probably write exactly these: the client checks every value of
   * them, which takes as long as the commit before is under way. A commit of others takes a new batch.
   */
  begin(documents: readonly OrderDocument[]): void {
    const [first] = documents
    if (first === undefined) return
    const batch = this.#db.batch()
    for (const { row, data } of documents) batch.set(orderRef(this.#db, row.id), data)
    this.#begun.set(first.data, { batch, documents: documents.map(({ data }) => data) })
  }

  /** The batch that was begun with just the documents of `changes`. */
  #begunWith(changes: readonly OrderChange[]): WriteBatch | undefined {
    const first = changes[0]?.document ?? null
    const begun = first === null ? undefined : this.#begun.get(first)
    const isSame = (document: object, i: number): boolean => changes[i]?.document === document
    return begun?.documents.length === changes.length && begun.documents.every(isSame) ? begun.batch : undefined
  }

  async commit(page: PageCommit): Promise<void> {
    const { changes, ids } = page
    const before = changes.map(({ after, beforeDocument }) => ({ id: after.id, document: beforeDocument }))
    const entry = changes.length + ids.seen.length > 0 ? encodeEntry(before, ids) : []
    const bound = page.patch.bound ?? this.#lease.state.bound
    const head = changes.length > 0 ? { ...(await this.#changedHead(changes)), bound } : null
    const view = head === null ? {} : { cacheVersion: head.cacheVersion, liveCount: head.live }
    const count = changes.length + entry.length + Number(head !== null) + page.extra.count
    const begun = this.#begunWith(changes)
    const write = (batch: WriteBatch): void => {
      if (batch !== begun) this.#writeDocuments(batch, changes)
      writeEntry(this.#db, batch, this.#lease, this.#entries, entry)
      if (head !== null) batch.set(headRef(this.#db, this.#lease.pipeline), encodeHead(head, this.#lease.pipeline))
      page.extra.write(batch)
    }
    await this.#lease.commit({ ...page.patch, ...view }, count, write, begun)
    if (entry.length > 0) this.#entries += 1
    if (head === null) return
    this.#head = head
    await this.#foldWhileDue()
  }

  #writeDocuments(batch: WriteBatch, changes: readonly OrderChange[]): void {
    for (const { after, document } of changes) {
      const ref = orderRef(this.#db, after.id)
      if (document === null) batch.delete(ref)
      else batch.set(ref, document)
    }
  }

  async #changedHead(changes: readonly OrderChange[]): Promise<Head> {
    const head = applyChanges(await this.head(), changes)
    return needsRefill(head) ? this.#refilled(head) : head
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

  /** Folding changes nothing that can be seen, so each step is a commit of its own. */
  async #foldWhileDue(): Promise<void> {
    const pipeline = this.#lease.pipeline
    for (let head = await this.head(), started = false; foldDue(head, started); started = true) {
      const plan = planFold(head)
      const segments = plan.indexes.flatMap((index) => head.segments[index] ?? [])
      const folded = fold(pipeline, head, plan, await this.loadRows(segments), this.#clock.now())
      const count = 1 + folded.written.length + folded.removed.length
      await this.#lease.commit({}, count, (batch) => {
        for (const { info, document } of folded.written) batch.set(segmentRef(this.#db, pipeline, info.n), document)
        for (const n of folded.removed) batch.delete(segmentRef(this.#db, pipeline, n))
        batch.set(headRef(this.#db, pipeline), encodeHead(folded.head, pipeline))
      })
      head = folded.head
      this.#head = head
    }
  }

  /** The rows of segments by their numbers: one read a segment. */
  async loadRows(segments: readonly SegmentInfo[]): Promise<Map<number, Row[]>> {
    if (segments.length === 0) return new Map()
    const snapshots = await this.#db.getAll(...segments.map(({ n }) => segmentRef(this.#db, this.#lease.pipeline, n)))
    this.#meter.reads += snapshots.length
    return new Map(
      segments.map((segment, i) => {
        const snapshot = snapshots[i]
        if (snapshot === undefined) throw new Error('Firestore answered fewer documents than it was asked for.')
        return [segment.n, decodeSegment(snapshot, segment)]
      }),
    )
  }

  /** Every row by id, tombstones included: what a full run compares its source with. */
  async allRows(): Promise<Map<string, Row>> {
    const head = await this.head()
    const rows = new Map<string, Row>()
    for (const segmentRows of (await this.loadRows(head.segments)).values()) {
      // A tombstone may lie under an older key of an order that came back under another one.
      for (const row of segmentRows) if (!row.deleted || !rows.has(row.id)) rows.set(row.id, row)
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
    return new Map(rows.filter((row) => row.deleted && wanted.has(row.id)).map((row) => [row.id, row]))
  }
}
