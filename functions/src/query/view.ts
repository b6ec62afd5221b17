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
    const missing = await Promise.all(loaded.map((one) => this.#load(one)))
    const segmentsRead = missing.reduce((sum, count) => sum + count, 0)
    const rows = loaded.flatMap((one) => overlay(this.#rowsOf(one), one.head.pending))
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

  /** Reads what is missing at the head's own moment, so that an old head never meets a new segment (invariant 8). */
  async #load({ pipeline, head, readTime }: LoadedHead): Promise<number> {
    const missing = head.segments.filter((segment) => !this.#segments.has(keyOf(pipeline, segment)))
    if (missing.length === 0) return 0
    const refs = missing.map(({ n }) => segmentRef(this.#db, pipeline, n))
    const snapshots = await this.#db.runTransaction((transaction) => transaction.getAll(...refs), {
      readOnly: true,
      readTime,
    })
    for (const [i, segment] of missing.entries()) {
      const snapshot = snapshots[i]
      if (snapshot === undefined) throw new Error('Firestore answered fewer documents than it was asked for.')
      this.#segments.set(keyOf(pipeline, segment), decodeSegment(snapshot, segment))
    }
    return missing.length
  }

  #rowsOf({ pipeline, head }: LoadedHead): Row[] {
    return head.segments.flatMap((segment) => this.#segments.get(keyOf(pipeline, segment)) ?? [])
  }

  #forgetAllBut(loaded: readonly LoadedHead[]): void {
    const named = new Set(loaded.flatMap(({ pipeline, head }) => head.segments.map((one) => keyOf(pipeline, one))))
    for (const key of this.#segments.keys()) if (!named.has(key)) this.#segments.delete(key)
  }
}

function keyOf(pipeline: string, segment: SegmentInfo): string {
  return `${pipeline}:${segment.n}@${segment.version}`
}
