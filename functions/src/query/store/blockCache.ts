import { segmentRef } from '../../cache/paths.ts'
import { storedIn } from '../../cache/stored.ts'
import type { StoredDocument } from '../../engine/encoding/document.ts'
import type { Head, SegmentInfo } from '../../engine/encoding/head.ts'
import { isVersion, listedFields, unpackSegment } from '../../engine/encoding/segment.ts'
import { needlesFields, needlesIn } from '../../engine/needles/indexDocument.ts'
import type { Needles } from '../../engine/needles/needles.ts'
import { unpackNeedles } from '../../engine/needles/packNeedles.ts'
import { Block } from '../../engine/store/block.ts'
import type { Layout } from '../../engine/store/layout.ts'
import type { LoadedBlocks, LoadedNeedles } from '../../engine/store/version.ts'
import { EncodingError } from '../../lib/errors.ts'
import type { Firestore, Timestamp } from '../../lib/firestore/firestore.ts'
import { unpackBytes } from '../../lib/packing.ts'
import { Drawer, Memory, type LoadedItems } from './memory.ts'

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

/** As many segments of one document with needles have to be unread as make it worth reading. */
const worthwhile = 2

/** The needles of a segment; null where its document has none that can be read, so that they prove nothing. */
interface KeptNeedles {
  readonly needles: Needles | null
  readonly bytes: number
}

/**
 * Decoded segments and their needles, of whatever pipelines. (Number, version) names one immutable content, so what is here is never
 * out of date; over `limitBytes` what was used longest ago goes.
 */
export class BlockCache {
  readonly #db: Firestore
  readonly #blocks: Drawer<Block>
  readonly #needles: Drawer<KeptNeedles>

  constructor(db: Firestore, limitBytes: number) {
    const memory = new Memory(limitBytes)
    this.#db = db
    this.#blocks = new Drawer(memory)
    this.#needles = new Drawer(memory)
  }

  /** The blocks of segments of one version of a pipeline; the missing ones are read together. */
  async load(version: VersionInTime, segments: readonly SegmentInfo[]): Promise<LoadedBlocks> {
    const { items: blocks, read } = await this.#blocks.load(keysOf(version, segments), (missing) =>
      this.#readBlocks(version, chosen(segments, missing)),
    )
    return { blocks, read }
  }

  /**
   * The needles of segments of one version of a pipeline, as far as they are here, or in a document that tells of at least
   * `worthwhile` segments that would have to be read without it.
   */
  async loadNeedles(version: VersionInTime, segments: readonly SegmentInfo[]): Promise<LoadedNeedles> {
    const byDocument = Map.groupBy(segments, ({ needles }) => needles?.n ?? null)
    byDocument.delete(null)
    const loaded = await Promise.all(
      [...byDocument.values()].map(async (group) => {
        const wanted = this.#isWorthReading(version, group)
          ? group
          : group.filter((segment) => this.#needles.has(keyOf(version.pipeline, segment)))
        const { items, read } = await this.#needles.load(keysOf(version, wanted), (missing) =>
          this.#readNeedles(version, chosen(wanted, missing)),
        )
        return { found: wanted.map((segment, i) => [segment, items[i]?.needles ?? null] as const), read }
      }),
    )
    const found = new Map(loaded.flatMap((one) => one.found))
    return {
      needles: segments.map((segment) => found.get(segment) ?? null),
      read: loaded.reduce((sum, { read }) => sum + read, 0),
    }
  }

  #isWorthReading({ pipeline }: VersionInTime, segments: readonly SegmentInfo[]): boolean {
    const keys = segments.map((segment) => keyOf(pipeline, segment))
    return keys.filter((key) => !this.#needles.has(key) && !this.#blocks.has(key)).length >= worthwhile
  }

  /** Lets go of the pipeline's segments that the present version does not name. */
  forgetAllBut({ pipeline, head }: VersionInTime): void {
    const named = new Set(head.segments.map((segment) => keyOf(pipeline, segment)))
    for (const drawer of [this.#blocks, this.#needles]) drawer.forgetAllBut(`${pipeline}:`, named)
  }

  async #readBlocks(version: VersionInTime, segments: readonly SegmentInfo[]): Promise<LoadedItems<Block>> {
    const { layout } = version
    const numbers = segments.map(({ n }) => n)
    const { items: documents, read } = await this.#read(version, numbers, listedFields, (document, i) =>
      chosen(segments, [i]).every((segment) => isVersion(document, segment)),
    )
    const items = segments.map((segment, i) => {
      const document = documents[i]
      if (document === undefined) throw new Error('Firestore answered fewer documents than it was asked for.')
      return new Block(unpackSegment(layout.columns, document, segment, unpackBytes), layout)
    })
    return { items, read }
  }

  /** Reads the needles of segments that are all in one document. */
  async #readNeedles(version: VersionInTime, segments: readonly SegmentInfo[]): Promise<LoadedItems<KeptNeedles>> {
    const numbers = segments.flatMap(({ needles }) => needles?.n ?? []).slice(0, 1)
    const {
      items: [document],
      read,
    } = await this.#read(version, numbers, needlesFields(segments), (found) =>
      segments.every((segment) => needlesIn(found, segment) !== null),
    )
    if (document === undefined) throw new Error('Firestore answered fewer documents than it was asked for.')
    return { items: segments.map((segment) => keptOf(document, segment, version.layout)), read }
  }

  /**
   * Reads at the version's own moment, so that an old head never meets a new segment (invariant 8). Firestore's emulator may
   * say that it read the head at a moment at which another one was there already: what was committed with the head stands
   * at the moment of that commit.
   */
  async #read(
    { pipeline, readTime, updateTime }: VersionInTime,
    numbers: readonly number[],
    fields: string[],
    isOfVersion: (document: StoredDocument, i: number) => boolean,
  ): Promise<LoadedItems<StoredDocument>> {
    const documents = await this.#documentsAt(readTime, pipeline, numbers, fields)
    const others = [...documents.entries()].flatMap(([i, document]) => (isOfVersion(document, i) ? [] : [i]))
    const canLookBack = updateTime !== undefined && readTime.seconds - updateTime.seconds < lookBackSeconds
    const again =
      others.length > 0 && canLookBack
        ? await this.#documentsAt(updateTime, pipeline, chosen(numbers, others), fields)
        : []
    const items = documents.map((document, i) => again[others.indexOf(i)] ?? document)
    return { items, read: documents.length + again.length }
  }

  async #documentsAt(
    readTime: Timestamp,
    pipeline: string,
    numbers: readonly number[],
    fieldMask: string[],
  ): Promise<StoredDocument[]> {
    const refs = numbers.map((n) => segmentRef(this.#db, pipeline, n))
    const read = { readOnly: true, readTime } as const
    const snapshots = await this.#db.runTransaction((transaction) => transaction.getAll(...refs, { fieldMask }), read)
    return snapshots.map(storedIn)
  }
}

/** Returns a segment's needles, or null where they cannot be read: they prove nothing then, and the segment itself is read. */
function keptOf(document: StoredDocument, segment: SegmentInfo, { searched }: Layout): KeptNeedles {
  const packed = needlesIn(document, segment)
  try {
    const needles = packed === null ? null : unpackNeedles(unpackBytes(packed, document.path), searched)
    return { needles, bytes: needles === null ? 0 : bytesOf(needles) }
  } catch (error) {
    if (error instanceof EncodingError || error instanceof RangeError || error instanceof TypeError)
      return { needles: null, bytes: 0 }
    throw error
  }
}

function bytesOf({ numbers, phones, mails }: Needles): number {
  return numbers.byteLength + phones.byteLength + mails.byteLength
}

function chosen<T>(all: readonly T[], places: readonly number[]): T[] {
  return places.flatMap((i) => all.slice(i, i + 1))
}

function keysOf({ pipeline }: VersionInTime, segments: readonly SegmentInfo[]): string[] {
  return segments.map((segment) => keyOf(pipeline, segment))
}

function keyOf(pipeline: string, { n, version }: SegmentInfo): string {
  return `${pipeline}:${n}@${version}`
}
