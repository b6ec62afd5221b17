import type { SegmentInfo } from '../../cache/head.ts'
import { segmentRef } from '../../cache/paths.ts'
import { decodeColumns, isVersion } from '../../cache/segments.ts'
import type { DocumentSnapshot, Firestore, Timestamp } from '../../lib/firestore/firestore.ts'
import { Block } from './block.ts'
import type { CacheVersion } from './version.ts'

/** Firestore keeps an hour of what was; what is asked for at its very end may be gone when it is read. */
const lookBackSeconds = 3_500

/** The blocks of segments, and how many documents were read for them. */
export interface LoadedBlocks {
  readonly blocks: readonly Block[]
  readonly read: number
}

/**
 * Decoded segments, of whatever pipelines. (Number, version) names one immutable content, so what is here is never out of date; requests share
 * each load; over `limitBytes` the segments that were used longest ago go.
 */
export class BlockCache {
  readonly #db: Firestore
  readonly #limitBytes: number
  /** In the order of their last use. */
  readonly #blocks = new Map<string, Block>()
  readonly #loading = new Map<string, Promise<Block>>()
  #bytes = 0

  constructor(db: Firestore, limitBytes: number) {
    this.#db = db
    this.#limitBytes = limitBytes
  }

  /** The blocks of segments of one version of a pipeline; the missing ones are read together. */
  async load(version: CacheVersion, segments: readonly SegmentInfo[]): Promise<LoadedBlocks> {
    const missing = segments.filter((segment) => {
      const key = keyOf(version.pipeline, segment)
      return !this.#blocks.has(key) && !this.#loading.has(key)
    })
    const reading = missing.length > 0 ? this.#start(version, missing) : 0
    // Taken now, all of them: another request may make them go meanwhile.
    const found = segments.map((segment) => this.#find(keyOf(version.pipeline, segment)))
    const [blocks, read] = await Promise.all([Promise.all(found), reading])
    return { blocks, read }
  }

  /** Lets go of the pipeline's segments that the present version does not name. */
  forgetAllBut({ pipeline, head }: CacheVersion): void {
    const named = new Set(head.segments.map((segment) => keyOf(pipeline, segment)))
    for (const key of this.#blocks.keys()) if (key.startsWith(`${pipeline}:`) && !named.has(key)) this.#drop(key)
  }

  async #find(key: string): Promise<Block> {
    const block = this.#blocks.get(key) ?? this.#loading.get(key)
    if (block === undefined) throw new Error('A segment is neither here nor on its way.')
    if (block instanceof Block) {
      this.#blocks.delete(key)
      this.#blocks.set(key, block)
    }
    return block
  }

  /** Resolves to how many documents were read. */
  #start(version: CacheVersion, segments: readonly SegmentInfo[]): Promise<number> {
    const reading = this.#read(version, segments)
    segments.forEach((segment, i) => {
      const key = keyOf(version.pipeline, segment)
      const one = reading
        .then(({ blocks }) => this.#keep(key, blocks[i]))
        .finally(() => {
          this.#loading.delete(key)
        })
      this.#loading.set(key, one)
    })
    return reading.then(({ read }) => read)
  }

  /**
   * Reads at the version's own moment, so that an old head never meets a new segment (invariant 8). Firestore's emulator may
   * say that it read the head at a moment at which another one was there already: what was committed with the head stands
   * at the moment of that commit.
   */
  async #read(version: CacheVersion, segments: readonly SegmentInfo[]): Promise<LoadedBlocks> {
    const { pipeline, layout, readTime, updateTime } = version
    const snapshots = await this.#snapshotsAt(readTime, pipeline, segments)
    const others = segments.filter((segment, i) => !isVersion(snapshots[i], segment))
    const canLookBack = updateTime !== undefined && readTime.seconds - updateTime.seconds < lookBackSeconds
    const again = others.length > 0 && canLookBack ? await this.#snapshotsAt(updateTime, pipeline, others) : []
    const blocks = segments.map((segment, i) => {
      const snapshot = again[others.indexOf(segment)] ?? snapshots[i]
      if (snapshot === undefined) throw new Error('Firestore answered fewer documents than it was asked for.')
      return new Block(decodeColumns(layout.columns, snapshot, segment), layout)
    })
    return { blocks, read: snapshots.length + again.length }
  }

  #snapshotsAt(readTime: Timestamp, pipeline: string, segments: readonly SegmentInfo[]): Promise<DocumentSnapshot[]> {
    const refs = segments.map(({ n }) => segmentRef(this.#db, pipeline, n))
    return this.#db.runTransaction((transaction) => transaction.getAll(...refs), { readOnly: true, readTime })
  }

  #keep(key: string, block: Block | undefined): Block {
    if (block === undefined) throw new Error('A segment was read and is not there.')
    this.#blocks.set(key, block)
    this.#bytes += block.bytes
    for (const oldest of this.#blocks.keys()) {
      if (this.#bytes <= this.#limitBytes) break
      this.#drop(oldest)
    }
    return block
  }

  #drop(key: string): void {
    this.#bytes -= this.#blocks.get(key)?.bytes ?? 0
    this.#blocks.delete(key)
  }
}

function keyOf(pipeline: string, { n, version }: SegmentInfo): string {
  return `${pipeline}:${n}@${version}`
}
