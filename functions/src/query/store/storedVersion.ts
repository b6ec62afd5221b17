import { decodeHead } from '../../cache/head.ts'
import type { SegmentInfo } from '../../engine/encoding/head.ts'
import type { Layout } from '../../engine/store/layout.ts'
import { CacheVersion, type LoadedBlocks, type LoadedNeedles } from '../../engine/store/version.ts'
import type { DocumentSnapshot, Timestamp } from '../../lib/firestore/firestore.ts'
import type { BlockCache } from './blockCache.ts'

/** A version of a pipeline's cache as Firestore has it, whose segments come through a cache of blocks. */
export class StoredVersion extends CacheVersion {
  /** The last moment at which this was seen to be the present version: segments read then are the ones that the head names. */
  readTime: Timestamp
  /** The moment of its commit. */
  readonly updateTime: Timestamp | undefined
  readonly #blocks: BlockCache

  /** Throws an EncodingError where the head cannot be read. */
  constructor(snapshot: DocumentSnapshot, layout: Layout, blocks: BlockCache) {
    super(snapshot.id, decodeHead(layout.stream, snapshot), layout)
    this.readTime = snapshot.readTime
    this.updateTime = snapshot.updateTime
    this.#blocks = blocks
  }

  override load(segments: readonly SegmentInfo[]): Promise<LoadedBlocks> {
    return this.#blocks.load(this, segments)
  }

  override loadNeedles(segments: readonly SegmentInfo[]): Promise<LoadedNeedles> {
    return this.#blocks.loadNeedles(this, segments)
  }

  /** Tells whether a later reading of the head is still this version. */
  isIn(snapshot: DocumentSnapshot): boolean {
    const { id, updateTime } = snapshot
    const isUnchanged = updateTime === undefined ? this.updateTime === undefined : this.updateTime?.isEqual(updateTime)
    return id === this.pipeline && isUnchanged === true
  }
}
