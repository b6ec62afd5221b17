import type { Firestore, WriteBatch } from '../lib/firestore/firestore.ts'
import type { BuiltDocument } from './documents.ts'
import { documentRef } from './paths.ts'
import { putInto, setOf, type BegunBatch } from './write.ts'

interface BegunCommit {
  readonly batch: WriteBatch
  readonly documents: readonly object[]
}

/**
 * Batches that hold documents before their commit's turn has come. The client checks every value that goes into a batch,
 * which takes about as long as the commit before is under way.
 */
export class BegunCommits {
  readonly #db: Firestore
  readonly #pipeline: string
  /** By the first document of each, so that a commit that never comes leaves nothing behind. */
  readonly #begun = new WeakMap<object, BegunCommit>()

  constructor(db: Firestore, pipeline: string) {
    this.#db = db
    this.#pipeline = pipeline
  }

  /** Puts documents into the batch of the commit that will probably write exactly these. */
  begin(documents: readonly BuiltDocument[]): void {
    const [first] = documents
    if (first === undefined) return
    const batch = this.#db.batch()
    for (const { row, data } of documents) putInto(batch, setOf(documentRef(this.#db, this.#pipeline, row.id), data))
    this.#begun.set(first.data, { batch, documents: documents.map(({ data }) => data) })
  }

  /** The batch that was begun with just these documents in this order (null: a deletion); null where a commit takes a new one. */
  batchOf(documents: readonly (object | null)[]): BegunBatch | null {
    const [first] = documents
    const begun = first == null ? undefined : this.#begun.get(first)
    const isSame =
      begun?.documents.length === documents.length && begun.documents.every((one, i) => one === documents[i])
    return isSame ? { batch: begun.batch, count: documents.length } : null
  }
}
