import { EncodingError } from '../lib/errors.ts'
import {
  FieldPath,
  type DocumentReference,
  type Firestore,
  type QueryDocumentSnapshot,
} from '../lib/firestore/firestore.ts'
import type { Meter } from '../lib/meter.ts'
import { decodeImages, encodeImages, entryOf } from './journal.ts'
import type { Lease } from './lease.ts'
import { collections } from './paths.ts'
import { deleteOf, setOf } from './write.ts'

/** A document of a journal has up to 800 KB: so many of them are held at once. */
const documentsAtOnce = 20

/** The traces of an order in the journal that were removed. */
export interface ErasedImages {
  readonly images: number
  /** Entries that nobody could read, and that might have held it. */
  readonly unreadable: number
}

/** Removes an order's before-images from every run's journal, of whatever pipeline: one read a document of it. */
export async function eraseImages(
  db: Firestore,
  lease: Lease,
  id: string,
  meter: Meter,
  onProgress: (runs: number) => void,
): Promise<ErasedImages> {
  let [images, unreadable, runs] = [0, 0, 0]
  // A run's document may have expired before what lies below it.
  for (const run of await db.collection(collections.runs).listDocuments()) {
    for await (const parts of entriesOf(run, meter)) {
      const change = entryWithout(parts, id)
      if (change === null) continue
      images += change.images
      unreadable += Number(change.images === 0)
      const writes = parts.map(({ ref }, i) => {
        const document = change.documents[i]
        return document === undefined ? deleteOf(ref) : setOf(ref, document)
      })
      await lease.commit({ writes })
    }
    if (++runs % 1_000 === 0) onProgress(runs)
  }
  onProgress(runs)
  return { images, unreadable }
}

/** The documents of each entry of a run's journal that holds before-images. */
async function* entriesOf(run: DocumentReference, meter: Meter): AsyncGenerator<QueryDocumentSnapshot[]> {
  const ordered = run.collection(collections.commits).orderBy(FieldPath.documentId()).limit(documentsAtOnce)
  let query = ordered
  let parts: QueryDocumentSnapshot[] = []
  for (;;) {
    const { docs } = await query.get()
    meter.reads += Math.max(1, docs.length)
    for (const document of docs) {
      const [first] = parts
      if (first !== undefined && entryOf(first.id) !== entryOf(document.id)) {
        yield parts
        parts = []
      }
      if (document.get('data') !== undefined) parts.push(document)
    }
    const last = docs.at(-1)
    if (last === undefined) break
    query = ordered.startAfter(last)
  }
  if (parts.length > 0) yield parts
}

/** An entry's documents without an order, and how many images of it that takes out; null where it holds none. */
function entryWithout(
  parts: readonly QueryDocumentSnapshot[],
  id: string,
): { readonly images: number; readonly documents: readonly Record<string, unknown>[] } | null {
  try {
    const before = decodeImages(parts)
    // Where there was no document before, an image says nothing of anybody.
    const others = before.filter((image) => image.id !== id || image.document === null)
    if (others.length === before.length) return null
    const expireAt: unknown = parts[0]?.get('expireAt')
    const documents = encodeImages(others).map((document) =>
      expireAt === undefined ? document : { ...document, expireAt },
    )
    return { images: before.length - others.length, documents }
  } catch (error) {
    if (error instanceof EncodingError && !error.isNewer) return { images: 0, documents: [] }
    throw error
  }
}
