import { decodeHead, type Head, type SegmentInfo } from '../../cache/head.ts'
import { segmentIndexOf } from '../../cache/segments.ts'
import type { DocumentSnapshot, Timestamp } from '../../lib/firestore/firestore.ts'
import { isLive, type RowKey } from '../../model/row.ts'
import type { Part } from '../plan/matches.ts'
import { Block } from './block.ts'
import type { Layout } from './layout.ts'

/** One committed version of a pipeline's cache: its head, and how the segments look under the head's pending changes. */
export class CacheVersion {
  readonly pipeline: string
  readonly layout: Layout
  readonly head: Head
  /** When this was last seen to be the present version: segments read at that moment are the ones that the head names. */
  readTime: Timestamp
  /** When it was committed. */
  readonly updateTime: Timestamp | undefined
  /** Live rows that are not in the segments. */
  readonly pending: Part
  /** The newest live rows of all, pending ones among them; every row at or above the head's `newestFloor`. */
  readonly newest: Part
  /** Keys in each segment, by its index, whose rows a pending change replaces. */
  readonly #replaced: ReadonlyMap<number, readonly RowKey[]>
  readonly #hidden = new Map<SegmentInfo, Uint8Array | null>()

  /** Throws an EncodingError where the head cannot be read. */
  constructor(snapshot: DocumentSnapshot, layout: Layout) {
    const head = decodeHead(layout.stream, snapshot)
    this.pipeline = snapshot.id
    this.layout = layout
    this.head = head
    this.readTime = snapshot.readTime
    this.updateTime = snapshot.updateTime
    const pending = [...head.pending.values()]
    this.pending = shownWhole(Block.of(pending.map(({ row }) => row).filter(isLive), layout))
    this.newest = shownWhole(Block.of(head.newest, layout))
    const keys = pending.flatMap(({ segmentKey }) => segmentKey ?? [])
    this.#replaced = Map.groupBy(keys, (key) => segmentIndexOf(head.segments, key))
  }

  /** Whether a later reading of the head is this version still. */
  isIn(snapshot: DocumentSnapshot): boolean {
    const { id, updateTime } = snapshot
    const isUnchanged = updateTime === undefined ? this.updateTime === undefined : this.updateTime?.isEqual(updateTime)
    return id === this.pipeline && isUnchanged === true
  }

  /** A segment's block as this version shows it. */
  partOf(segment: SegmentInfo, block: Block): Part {
    let hidden = this.#hidden.get(segment)
    if (hidden === undefined) {
      hidden = this.#hiddenIn(segment, block)
      this.#hidden.set(segment, hidden)
    }
    return { block, hidden }
  }

  #hiddenIn(segment: SegmentInfo, block: Block): Uint8Array | null {
    const keys = this.#replaced.get(this.head.segments.indexOf(segment)) ?? []
    if (keys.length === 0 && segment.rows === segment.live) return null
    const hidden = Uint8Array.from(block.columns.byName.deletedAt, (at) => Number(!Number.isNaN(at)))
    for (const row of keys.map((key) => block.indexOf(key))) if (row !== -1) hidden[row] = 1
    return hidden
  }
}

function shownWhole(block: Block): Part {
  return { block, hidden: null }
}
