import { EncodingError } from '../lib/errors.ts'
import type { DocumentSnapshot, Firestore } from '../lib/firestore/firestore.ts'
import { fromJson, toJson } from '../lib/firestore/firestoreValues.ts'
import type { Meter } from '../lib/meter.ts'
import { pack, unpack } from '../lib/packing.ts'
import type { Lease } from './lease.ts'
import { collections, commitRef, runRef } from './paths.ts'
import { setOf, type Write } from './write.ts'

/** Days for which the journal is kept unless a shop says otherwise. */
export const defaultJournalDays = 90

/** The version of a journal entry's shape. */
const journalEncoding = 1
/** Packed before-images are cut into documents of at most this many bytes; the ids seen have a document of their own. */
const partBytes = 800_000
/** Nothing but an undo and what is still to be deleted goes by a journal entry. */
const remedy = 'Start a full resync: it journals anew.'

/** What one commit replaced: the order's document as it was; null where there was none. */
export interface BeforeImage {
  readonly id: string
  readonly document: Record<string, unknown> | null
}

/** What a full run has enumerated: what it has not seen is a candidate for deletion. */
export interface SeenIds {
  readonly seen: readonly string[]
  /** Those of them that went to quarantine. */
  readonly quarantined: readonly string[]
}

/** The documents of a journal entry, ready to be written. Before-images of any size fit, cut across documents. */
export function encodeEntry(before: readonly BeforeImage[], ids: SeenIds): Record<string, unknown>[] {
  return [
    ...encodeImages(before.map(({ id, document }) => ({ id, document: toJson(document) }))),
    ...(ids.seen.length > 0 ? [{ encoding: journalEncoding, ids: pack(ids) }] : []),
  ]
}

/** A before-image as it is packed: its document in JSON. */
export interface PackedImage {
  readonly id: string
  readonly document: unknown
}

/** The documents that hold before-images. */
export function encodeImages(images: readonly PackedImage[]): Record<string, unknown>[] {
  const bytes = images.length === 0 ? new Uint8Array() : pack(images)
  const parts = Math.ceil(bytes.byteLength / partBytes)
  return Array.from({ length: parts }, (_, part) => ({
    encoding: journalEncoding,
    parts,
    data: bytes.subarray(part * partBytes, (part + 1) * partBytes),
  }))
}

/** The writes of an entry; `entry` is its number under the lease. */
export function entryWrites(
  db: Firestore,
  { runId, fence, journalUntil: expireAt }: Pick<Lease, 'runId' | 'fence' | 'journalUntil'>,
  entry: number,
  documents: readonly Record<string, unknown>[],
): Write[] {
  return documents.map((document, part) => setOf(commitRef(db, runId, fence, entry, part), { ...document, expireAt }))
}

/** The before-images of a run, one list a commit, in the order of its commits: one read a document. */
export async function readBeforeImages(db: Firestore, runId: string, meter: Meter): Promise<BeforeImage[][]> {
  const snapshot = await runRef(db, runId).collection(collections.commits).get()
  meter.reads += Math.max(1, snapshot.size)
  const images = snapshot.docs.filter((document) => document.get('data') !== undefined)
  return [...Map.groupBy(images, ({ id }) => entryOf(id)).values()].map((parts) =>
    decodeImages(parts).map(({ id, document }) => ({
      id,
      document: fromJson(document, (path) => db.doc(path)) as Record<string, unknown> | null, // It was one.
    })),
  )
}

/** The entry that a document of a journal belongs to: ids are fence, entry and part. */
export function entryOf(id: string): string {
  return id.slice(0, id.lastIndexOf('-'))
}

/** The before-images in the documents of one entry. Throws an EncodingError. */
export function decodeImages(parts: readonly DocumentSnapshot[]): readonly PackedImage[] {
  const where = parts[0]?.ref.path ?? 'A journal entry'
  if (parts.some((part) => part.get('encoding') !== journalEncoding || part.get('parts') !== parts.length)) {
    throw new EncodingError(`${where} is incomplete or of another encoding than ${journalEncoding}. ${remedy}`)
  }
  // Our own bytes, written by encodeImages under this encoding.
  const bytes = Buffer.concat(parts.map((part) => part.get('data') as Uint8Array))
  return unpack(bytes, where, remedy) as readonly PackedImage[]
}

/** All ids that a run has journaled as seen, without its before-images: one read a document. */
export async function readSeenIds(
  db: Firestore,
  runId: string,
  meter: Meter,
): Promise<{ seen: Set<string>; quarantined: Set<string> }> {
  const snapshot = await runRef(db, runId).collection(collections.commits).select('ids').get()
  meter.reads += Math.max(1, snapshot.size)
  const seen = new Set<string>()
  const quarantined = new Set<string>()
  for (const document of snapshot.docs) {
    const packed: unknown = document.get('ids')
    if (!(packed instanceof Uint8Array)) continue
    const ids = unpack(packed, document.ref.path, remedy) as SeenIds
    for (const id of ids.seen) seen.add(id)
    for (const id of ids.quarantined) quarantined.add(id)
  }
  return { seen, quarantined }
}
