import type { SegmentInfo } from '../cache/head.ts'
import { segmentRef } from '../cache/paths.ts'
import { decodeColumns, isVersion } from '../cache/segments.ts'
import type { DocumentSnapshot, Firestore, Timestamp } from '../lib/firestore.ts'
import { Block, listColumns } from './block.ts'
import type { CacheVersion } from './version.ts'

/** The blocks of segments, and how many documents were read for them. */
export interface LoadedBlocks {
  readonly blocks: readonly Block[]
  readonly read: number
}

/**
 * Decoded segments. (Number, version) names one immutable content, so what is here is never out of date; requests share
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
    if (missing.length > 0) this.#start(version, missing)
    // Taken now, all of them: another request may make them go meanwhile.
    const found = segments.map((segment) => this.#find(keyOf(version.pipeline, segment)))
    return { blocks: await Promise.all(found), read: missing.length }
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

  #start(version: CacheVersion, segments: readonly SegmentInfo[]): void {
    const blocks = this.#read(version, segments)
    segments.forEach((segment, i) => {
      const key = keyOf(version.pipeline, segment)
      const one = blocks
        .then((read) => this.#keep(key, read[i]))
        .finally(() => {
          this.#loading.delete(key)
        })
      this.#loading.set(key, one)
    })
  }

  async #read(version: CacheVersion, segments: readonly SegmentInfo[]): Promise<Block[]> {
    const snapshots = await this.#segmentsOf(version, segments)
    return segments.map((segment, i) => {
      const snapshot = snapshots[i]
      if (snapshot === undefined) throw new Error('Firestore answered fewer documents than it was asked for.')
      return new Block(decodeColumns(snapshot, segment, listColumns))
    })
  }

  /**
   * Reads at the version's own moment, so that an old head never meets a new segment (invariant 8). Firestore's emulator may
   * say that it read the head at a moment at which another one was there already: what was committed with the head stands
   * at the moment of that commit, which Firestore can look back to for an hour.
   */
  async #segmentsOf(version: CacheVersion, segments: readonly SegmentInfo[]): Promise<DocumentSnapshot[]> {
    const refs = segments.map(({ n }) => segmentRef(this.#db, version.pipeline, n))
    const at = (readTime: Timestamp): Promise<DocumentSnapshot[]> =>
      this.#db.runTransaction((transaction) => transaction.getAll(...refs), { readOnly: true, readTime })
    const snapshots = await at(version.readTime)
    const isOfVersion = segments.every((segment, i) => isVersion(snapshots[i], segment))
    return isOfVersion || version.updateTime === undefined ? snapshots : at(version.updateTime)
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
