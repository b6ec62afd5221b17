import { cacheEncoding } from '../engine/encoding/codec.ts'
import type { NeedlesInfo, SegmentInfo } from '../engine/encoding/head.ts'
import { needlesField, type StoredNeedles } from '../engine/needles/indexDocument.ts'
import { FieldValue, type Firestore } from '../lib/firestore/firestore.ts'
import { segmentRef } from './paths.ts'
import type { EncodedSegment } from './segments.ts'
import { deleteOf, mergeOf, type Write } from './write.ts'

/** A document with needles takes more until it has so many bytes of them: Firestore's limit is a mebibyte. */
const documentBytes = 700_000
/** The share of a segment's needles that is not they themselves: their field's name and their version. */
const fieldBytes = 50

/** The change of a document with needles; it stays as it is for other segments. */
export interface IndexChange {
  readonly n: number
  /** The needles by their segments' numbers, null for those that go; null where no segment has any in it, and the document goes. */
  readonly needles: ReadonlyMap<number, StoredNeedles | null> | null
}

/** Segments with the places of their needles, and the changes of the documents that have them. */
export interface Indexed {
  readonly segments: readonly SegmentInfo[]
  readonly index: readonly IndexChange[]
  readonly nextSegment: number
}

/**
 * Finds places for the needles of the segments that a commit writes. `before` is the manifest that it replaces, `after` the new one. Needles
 * take the place of those of the segment's last version, so that none is ever left of a version that is no more.
 */
export function indexed(
  before: readonly SegmentInfo[],
  after: readonly SegmentInfo[],
  written: readonly Pick<EncodedSegment, 'info' | 'needles'>[],
  nextSegment: number,
): Indexed {
  const rewritten = new Map(written.map((one) => [one.info.n, one]))
  const kept = after.filter(({ n }) => !rewritten.has(n))
  const documents = new Documents(kept, nextSegment)
  const places = new Map<number, NeedlesInfo>()
  for (const { info, needles } of written) {
    if (needles === null) continue
    const old = before.find(({ n }) => n === info.n)?.needles
    places.set(info.n, documents.put(info, needles, old?.n))
  }
  const keptNumbers = new Set(kept.map(({ n }) => n))
  for (const { n, needles } of before) {
    if (needles !== null && !keptNumbers.has(n) && places.get(n)?.n !== needles.n) documents.drop(n, needles.n)
  }
  const segments = after.map((segment) =>
    rewritten.has(segment.n) ? { ...segment, needles: places.get(segment.n) ?? null } : segment,
  )
  return { segments, ...documents.changes() }
}

/** The documents with needles, as a commit changes them. */
class Documents {
  /** Bytes by their documents' numbers. */
  readonly #bytes = new Map<number, number>()
  readonly #changed = new Map<number, Map<number, StoredNeedles | null>>()
  #next: number

  constructor(kept: readonly SegmentInfo[], next: number) {
    for (const { needles } of kept) if (needles !== null) this.#add(needles)
    this.#next = next
  }

  #add({ n, bytes }: NeedlesInfo): void {
    this.#bytes.set(n, (this.#bytes.get(n) ?? 0) + bytes)
  }

  /** Puts needles into the document that had the segment's last ones, where they fit, else into any. */
  put({ n: segment, version }: SegmentInfo, data: Uint8Array, old: number | undefined): NeedlesInfo {
    const bytes = data.byteLength + fieldBytes
    const fits = (n: number): boolean => (this.#bytes.get(n) ?? 0) + bytes <= documentBytes
    const n = old !== undefined && fits(old) ? old : ([...this.#bytes.keys()].find(fits) ?? this.#next++)
    this.#add({ n, bytes })
    this.#changesOf(n).set(segment, { version, data })
    return { n, bytes }
  }

  drop(segment: number, n: number): void {
    this.#changesOf(n).set(segment, null)
  }

  #changesOf(n: number): Map<number, StoredNeedles | null> {
    const changes = this.#changed.get(n) ?? new Map<number, StoredNeedles | null>()
    this.#changed.set(n, changes)
    return changes
  }

  changes(): Omit<Indexed, 'segments'> {
    const index = [...this.#changed].map(([n, needles]) => ({ n, needles: this.#bytes.has(n) ? needles : null }))
    return { index, nextSegment: this.#next }
  }
}

/** The write of a changed document with needles: only the fields of changed segments, so that nobody has to read the others. */
export function indexWrite(db: Firestore, pipeline: string, { n, needles }: IndexChange): Write {
  const ref = segmentRef(db, pipeline, n)
  if (needles === null) return deleteOf(ref)
  const fields = [...needles].map(([segment, stored]) => [
    needlesField({ n: segment }),
    stored === null ? FieldValue.delete() : { ...stored },
  ])
  return mergeOf(ref, { pipeline, encoding: cacheEncoding, needles: Object.fromEntries(fields) })
}

/** The bytes that changes bring to their commit. */
export function bytesOfIndex(index: readonly IndexChange[]): number {
  const stored = index.flatMap(({ needles }) => [...(needles?.values() ?? [])])
  return stored.reduce((sum, one) => sum + (one?.data.byteLength ?? 0), 0)
}
