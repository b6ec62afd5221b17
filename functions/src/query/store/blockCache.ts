import { segmentRef } from '../../cache/paths.ts'
import { storedIn } from '../../cache/stored.ts'
import type { StoredDocument } from '../../engine/encoding/document.ts'
import type { Head, SegmentInfo } from '../../engine/encoding/head.ts'
import { isVersion, listedFields, unpackSegment } from '../../engine/encoding/segment.ts'
import { Block } from '../../engine/store/block.ts'
import type { Layout } from '../../engine/store/layout.ts'
import type { LoadedBlocks } from '../../engine/store/version.ts'
import type { Firestore, Timestamp } from '../../lib/firestore/firestore.ts'
import { unpackBytes } from '../../lib/packing.ts'

/** A version of a pipeline's cache, and the moments at which its segments are the ones that its head names. */
export interface VersionInTime {
  readonly pipeline: string
  readonly head: Pick<Head, 'segments'>
  readonly layout: Layout
  /** The last moment at which it was seen to be the present one. */
  readonly readTime: Timestamp
  /** The moment of its commit. */
  readonly updateTime: Timestamp | undefined
}

/** Firestore keeps an hour of what was; what is asked for at its very end may be gone when it is read. */
const lookBackSeconds = 3_500

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
  async load(version: VersionInTime, segments: readonly SegmentInfo[]): Promise<LoadedBlocks> {
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
  forgetAllBut({ pipeline, head }: VersionInTime): void {
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
  #start(version: VersionInTime, segments: readonly SegmentInfo[]): Promise<number> {
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
  async #read(version: VersionInTime, segments: readonly SegmentInfo[]): Promise<LoadedBlocks> {
    const { pipeline, layout, readTime, updateTime } = version
    const documents = await this.#documentsAt(readTime, pipeline, segments)
    const others = segments.filter((segment, i) => !isVersion(documents[i], segment))
    const canLookBack = updateTime !== undefined && readTime.seconds - updateTime.seconds < lookBackSeconds
    const again = others.length > 0 && canLookBack ? await this.#documentsAt(updateTime, pipeline, others) : []
    const blocks = segments.map((segment, i) => {
      const document = again[others.indexOf(segment)] ?? documents[i]
      if (document === undefined) throw new Error('Firestore answered fewer documents than it was asked for.')
      return new Block(unpackSegment(layout.columns, document, segment, unpackBytes), layout)
    })
    return { blocks, read: documents.length + again.length }
  }

  async #documentsAt(
    readTime: Timestamp,
    pipeline: string,
    segments: readonly SegmentInfo[],
  ): Promise<StoredDocument[]> {
    const refs = segments.map(({ n }) => segmentRef(this.#db, pipeline, n))
    const read = { readOnly: true, readTime } as const
    const snapshots = await this.#db.runTransaction(
      (transaction) => transaction.getAll(...refs, { fieldMask: listedFields }),
      read,
    )
    return snapshots.map(storedIn)
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
