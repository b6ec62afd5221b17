import { isLive, type RowKey } from '../../model/row.ts'
import { sameColumn } from '../../model/stream.ts'
import { keyColumns } from '../encoding/columns.ts'
import type { Head, SegmentInfo } from '../encoding/head.ts'
import { segmentIndexOf } from '../encoding/segment.ts'
import type { Needles } from '../needles/needles.ts'
import type { Part } from '../plan/matches.ts'
import { Block } from './block.ts'
import type { Layout } from './layout.ts'

/** The blocks of segments, and how many documents were read for them. */
export interface LoadedBlocks {
  readonly blocks: readonly Block[]
  readonly read: number
}

/** The needles of segments, null for those that it has none of, and how many documents were read for them. */
export interface LoadedNeedles {
  readonly needles: readonly (Needles | null)[]
  readonly read: number
}

/**
 * One committed version of a pipeline's cache: its head, and how the segments look under the head's pending changes. Who reads
 * the documents says how segments are had.
 */
export abstract class CacheVersion {
  readonly pipeline: string
  readonly layout: Layout
  readonly head: Head
  /** Live rows that are not in the segments. */
  readonly pending: Part
  /** The newest live rows of all, pending ones among them; every row at or above the head's `newestFloor`. */
  readonly newest: Part
  /** The columns by which it answers: those that its head has as the stream declares them. */
  readonly answered: ReadonlySet<string>
  /** Keys in each segment, by its index, whose rows a pending change replaces. */
  readonly #replaced: ReadonlyMap<number, readonly RowKey[]>
  readonly #hidden = new Map<SegmentInfo, Uint8Array | null>()

  constructor(pipeline: string, head: Head, layout: Layout) {
    this.pipeline = pipeline
    this.layout = layout
    this.head = head
    const pending = [...head.pending.values()]
    this.pending = shownWhole(Block.of(pending.map(({ row }) => row).filter(isLive), layout))
    this.newest = shownWhole(Block.of(head.newest, layout))
    this.answered = answeredBy(head, layout)
    const keys = pending.flatMap(({ segmentKey }) => segmentKey ?? [])
    this.#replaced = Map.groupBy(keys, (key) => segmentIndexOf(head.segments, key))
  }

  /** The blocks of segments that this version's head names, in their order. Rejects with an EncodingError where one is damaged. */
  abstract load(segments: readonly SegmentInfo[]): Promise<LoadedBlocks>

  /** The needles of segments, in their order, as far as they are worth what they cost: who reads the documents knows what is in memory. */
  async loadNeedles(segments: readonly SegmentInfo[]): Promise<LoadedNeedles> {
    return { needles: segments.map(() => null), read: 0 }
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

function answeredBy({ columns }: Head, layout: Layout): ReadonlySet<string> {
  const own = new Map([...keyColumns, ...columns].map((column) => [column.name, column]))
  return new Set(
    layout.columns.filter((declared) => sameColumn(declared, own.get(declared.name))).map(({ name }) => name),
  )
}

function shownWhole(block: Block): Part {
  return { block, hidden: null }
}
