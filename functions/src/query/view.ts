import { overlay } from '../cache/changes.ts'
import { decodeHead, type Head, type SegmentInfo } from '../cache/head.ts'
import { headRef, segmentRef } from '../cache/paths.ts'
import { decodeSegment } from '../cache/segments.ts'
import { instantOfTimestamp } from '../cache/state.ts'
import type { Firestore, Timestamp } from '../lib/firestore.ts'
import type { Instant } from '../lib/instant.ts'
import type { Row } from '../model/row.ts'

/** One committed version of the cache, as far as a request needed it. */
export interface View {
  readonly heads: readonly Head[]
  /** The live rows; only the newest of them where `isNewestOnly` was enough. */
  readonly rows: readonly Row[]
  readonly readTime: Instant
  readonly firestoreReads: number
  readonly segmentsRead: number
}

interface LoadedHead {
  readonly pipeline: string
  readonly head: Head
  readonly readTime: Timestamp
}

/**
 * The cache as a reader sees it. Segments are kept decoded for as long as a head names them: (number, version) is one
 * immutable content.
 */
export class CacheReader {
  readonly #db: Firestore
  readonly #pipelines: readonly string[]
  readonly #segments = new Map<string, readonly Row[]>()

  constructor(db: Firestore, pipelines: readonly string[]) {
    this.#db = db
    this.#pipelines = pipelines
  }

  /**
   * One version of the cache: one read a pipeline for its head, and, unless the `newest` rows of the heads answer the
   * request, one for each segment that this instance has not read in its present version.
   */
  async view(isEnough: (heads: readonly Head[]) => readonly Row[] | null): Promise<View> {
    const loaded = await this.#heads()
    const heads = loaded.map(({ head }) => head)
    const readTime = loaded.map((one) => instantOfTimestamp(one.readTime)).reduce((a, b) => (a < b ? a : b))
    const newest = isEnough(heads)
    if (newest !== null) {
      return { heads, rows: newest, readTime, firestoreReads: loaded.length, segmentsRead: 0 }
    }
    const views = await Promise.all(loaded.map((one) => this.#load(one)))
    const segmentsRead = views.reduce((sum, view) => sum + view.read, 0)
    const rows = views.flatMap(({ segments }, i) => overlay(segments.flat(), loaded[i]?.head.pending ?? new Map()))
    this.#forgetAllBut(loaded)
    return { heads, rows, readTime, firestoreReads: loaded.length + segmentsRead, segmentsRead }
  }

  async #heads(): Promise<LoadedHead[]> {
    const snapshots = await this.#db.getAll(...this.#pipelines.map((pipeline) => headRef(this.#db, pipeline)))
    return snapshots.map((snapshot) => ({
      pipeline: snapshot.id,
      head: decodeHead(snapshot),
      readTime: snapshot.readTime,
    }))
  }

  /**
   * The rows of the head's segments. What is missing is read at the head's own moment, so that an old head never meets a new
   * segment (invariant 8); what is there is taken now, for another request may forget it meanwhile.
   */
  async #load({ pipeline, head, readTime }: LoadedHead): Promise<{ segments: (readonly Row[])[]; read: number }> {
    const known = head.segments.map((segment) => this.#segments.get(keyOf(pipeline, segment)))
    const missing = head.segments.filter((_, i) => known[i] === undefined)
    const read = new Map<SegmentInfo, readonly Row[]>()
    if (missing.length > 0) {
      const refs = missing.map(({ n }) => segmentRef(this.#db, pipeline, n))
      const options = { readOnly: true, readTime } as const
      const snapshots = await this.#db.runTransaction((transaction) => transaction.getAll(...refs), options)
      for (const [i, segment] of missing.entries()) {
        const snapshot = snapshots[i]
        if (snapshot === undefined) throw new Error('Firestore answered fewer documents than it was asked for.')
        const rows = decodeSegment(snapshot, segment)
        read.set(segment, rows)
        this.#segments.set(keyOf(pipeline, segment), rows)
      }
    }
    const segments = head.segments.map((segment, i) => known[i] ?? read.get(segment) ?? [])
    return { segments, read: missing.length }
  }

  #forgetAllBut(loaded: readonly LoadedHead[]): void {
    const named = new Set(loaded.flatMap(({ pipeline, head }) => head.segments.map((one) => keyOf(pipeline, one))))
    for (const key of this.#segments.keys()) if (!named.has(key)) this.#segments.delete(key)
  }
}

function keyOf(pipeline: string, segment: SegmentInfo): string {
  return `${pipeline}:${segment.n}@${segment.version}`
}
