import {
  applyChanges,
  needsRefill,
  overlay,
  rowBytes,
  trimNewest,
  type RowChange,
} from '../../functions/src/cache/changes.ts'
import { fold, foldDue, planFold } from '../../functions/src/cache/fold.ts'
import { decodeHead, encodeHead } from '../../functions/src/cache/head.ts'
import { bytesOfIndex } from '../../functions/src/cache/needleIndex.ts'
import { decodeSegment } from '../../functions/src/cache/segments.ts'
import { emptyHead, type Head, type SegmentInfo } from '../../functions/src/engine/encoding/head.ts'
import { segmentIndexOf } from '../../functions/src/engine/encoding/segment.ts'
import { isLive, type Row } from '../../functions/src/model/row.ts'
import type { Stream } from '../../functions/src/model/stream.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { changeIndex } from './needles.ts'
import { stored } from './stored.ts'

/** The most that one commit brings to the head, as the engine cuts its pages. */
const pageLimits = { orders: 480, rowBytes: 250_000 }

const floorAboveAll = { createdAt: Number.MAX_SAFE_INTEGER, id: '' }

/** The figures of one commit of folding. */
export interface FoldStep {
  /** Bytes of the documents that it wrote, the head included. */
  readonly bytes: number
  readonly segmentsBefore: number
  readonly segmentsAfter: number
  readonly pendingBefore: number
  readonly pendingAfter: number
}

/** A head and its segments in the form in which they are stored, folded as long as folding is due, without a database. */
export class MemoryCache {
  readonly pipeline: string
  readonly stream: Stream
  head: Head
  readonly documents = new Map<number, Record<string, unknown>>()
  readonly steps: FoldStep[] = []
  refills = 0
  nowMs = 0
  /** Rows of the documents, decoded once for each version. */
  readonly #decoded = new Map<string, Row[]>()

  constructor(pipeline = 'firestore.orders', stream: Stream = orderStream) {
    this.pipeline = pipeline
    this.stream = stream
    this.head = emptyHead(stream)
  }

  /**
   * Takes in the rows that changed, each of another order, in as many commits as that needs. A full run knows every
   * tombstone, an incremental one only those that it finds under the key of the row that it writes.
   */
  write(rows: readonly Row[], knows: 'every tombstone' | 'tombstones by key' = 'every tombstone'): void {
    for (const page of pagesOf(rows)) {
      const changed = applyChanges(
        this.stream,
        this.head,
        this.#shownFor(page).map(({ before, after }) => ({
          before: knows === 'tombstones by key' && this.#isOutOfSight(before, after) ? null : before,
          after,
        })),
      )
      this.#store(needsRefill(changed) ? this.#refilled(changed) : changed)
      this.#foldWhileDue()
    }
  }

  #shownFor(page: readonly Row[]): RowChange[] {
    const shown = new Map([...this.head.pending].map(([id, { row }]) => [id, row]))
    for (const row of this.segmentRows()) {
      // Of several rows of an order in the segments at most one is live.
      if (!this.head.pending.has(row.id) && (isLive(row) || !shown.has(row.id))) shown.set(row.id, row)
    }
    return page.map((after) => ({ before: shown.get(after.id) ?? null, after }))
  }

  #isOutOfSight(before: Row | null, after: Row): boolean {
    if (before?.deletedAt == null || this.head.pending.has(after.id)) return false
    const { segments } = this.head
    return segmentIndexOf(segments, before) !== segmentIndexOf(segments, after)
  }

  /** Folds everything that is pending, due or not. */
  foldAll(): void {
    while (this.head.pending.size > 0) this.#foldOnce()
  }

  /** Folds the pending changes of the orders that `isChosen`, due or not. */
  foldSome(isChosen: (id: string) => boolean): void {
    const pending = new Map([...this.head.pending].filter(([id]) => isChosen(id)))
    if (pending.size > 0) this.#foldOnce(planFold({ ...this.head, pending }))
  }

  /** Keeps no more than `count` of the newest rows, as where rows are so large that no more fit. */
  keepNewest(count: number): void {
    const { newest } = this.head
    if (newest.length <= count) return
    const last = newest[count - 1]
    const newestFloor = last === undefined ? floorAboveAll : { createdAt: last.createdAt, id: last.id }
    this.head = { ...this.head, newest: newest.slice(0, count), newestFloor }
  }

  rowsOf(info: SegmentInfo): Row[] {
    const key = `${info.n} ${info.version}`
    const rows =
      this.#decoded.get(key) ??
      decodeSegment(this.stream, stored(`segments/${info.n}`, this.documents.get(info.n)), info)
    this.#decoded.set(key, rows)
    return rows
  }

  /** The rows of the segments, tombstones included. */
  segmentRows(): Row[] {
    return this.head.segments.flatMap((info) => this.rowsOf(info))
  }

  /** Every row that the cache keeps, tombstones included. */
  allRows(): Row[] {
    const rows = this.segmentRows().filter(({ id }) => !this.head.pending.has(id))
    return [...rows, ...[...this.head.pending.values()].map(({ row }) => row)]
  }

  liveRows(): Row[] {
    return overlay(this.segmentRows(), this.head.pending)
  }

  #refilled(head: Head): Head {
    this.refills += 1
    return { ...head, ...trimNewest(overlay(this.segmentRows(), head.pending), null) }
  }

  #foldWhileDue(): void {
    for (let started = false; foldDue(this.head, started); started = true) this.#foldOnce()
  }

  #foldOnce(plan = planFold(this.head)): void {
    const before = this.head
    const planned = plan.indexes.flatMap((index) => before.segments[index] ?? [])
    const rows = new Map(planned.map((info) => [info.n, this.rowsOf(info)]))
    const { head, written, removed, index } = fold(this.stream, this.pipeline, before, plan, rows, this.nowMs)
    for (const { info, document } of written) this.documents.set(info.n, document)
    for (const n of removed) this.documents.delete(n)
    changeIndex(this.documents, this.pipeline, index)
    const headBytes = this.#store(head)
    this.steps.push({
      bytes: written.reduce((sum, { info }) => sum + info.bytes, headBytes + bytesOfIndex(index)),
      segmentsBefore: before.segments.length,
      segmentsAfter: head.segments.length,
      pendingBefore: before.pending.size,
      pendingAfter: head.pending.size,
    })
    if (head.pending.size >= before.pending.size) throw new Error('Folding does not get on.')
  }

  /** Keeps the head as a reader would find it; returns its size. */
  #store(head: Head): number {
    const document = encodeHead(this.stream, head, this.pipeline)
    this.head = decodeHead(this.stream, stored(`heads/${this.pipeline}`, document))
    return (document.data as Uint8Array).byteLength
  }
}

/** A cache with all of `rows` in segments. */
export function filledCache(rows: readonly Row[]): MemoryCache {
  const cache = new MemoryCache()
  cache.write(rows)
  cache.foldAll()
  return cache
}

function pagesOf(rows: readonly Row[]): Row[][] {
  const pages: Row[][] = []
  let bytes = Infinity
  for (const row of rows) {
    bytes += rowBytes(row)
    if (bytes > pageLimits.rowBytes || (pages.at(-1)?.length ?? 0) >= pageLimits.orders) {
      pages.push([])
      bytes = rowBytes(row)
    }
    pages.at(-1)?.push(row)
  }
  return pages
}
