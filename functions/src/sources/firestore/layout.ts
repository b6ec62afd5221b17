import { FieldPath, type CollectionReference, type Firestore } from '../../lib/firestore/firestore.ts'
import { keysOf } from './fields.ts'

/** Where the documents of a collection are, which fields say when they were created and changed, and what messages call all that. */
export interface CollectionLayout {
  readonly collection: string
  /** A field path; null: no document says when it was created, and Firestore's own creation time stands for it. */
  readonly createdAtField: string | null
  /** A field path; null: no document says when it changed. */
  readonly changedAtField: string | null
  /** Whether a trigger reports every write of the collection. */
  readonly changeFeed: boolean
  /** What its documents are, in the plural. */
  readonly noun: string
  /** The settings that say so; messages name them. */
  readonly settings: {
    readonly collection: string
    readonly createdAtField: string
    readonly changedAtField: string
    readonly changeFeed: string
    /** Those that say how a record is read. */
    readonly records: string
    readonly statuses: string
  }
}

/** A shop's collection and how to read it. */
export interface DocumentCollection {
  readonly db: Firestore
  readonly ref: CollectionReference
  readonly layout: CollectionLayout
  readonly createdAt: FieldPath | null
  readonly changedAt: FieldPath | null
}

/** The same collection, its documents read by their change time. */
export interface TimedCollection extends DocumentCollection {
  readonly changedAt: FieldPath
}

export function documentsOf(db: Firestore, layout: CollectionLayout): DocumentCollection {
  const { collection, createdAtField, changedAtField } = layout
  return {
    db,
    ref: db.collection(collection),
    layout,
    createdAt: fieldOf(createdAtField),
    changedAt: fieldOf(changedAtField),
  }
}

/** Names as they are: in a text, Firestore's client would take apart what stands in backticks. */
function fieldOf(path: string | null): FieldPath | null {
  return path === null ? null : new FieldPath(...keysOf(path))
}

/** Tells how changes are found that no window shows. */
export function foundOtherwise({ changeFeed }: CollectionLayout): string {
  return changeFeed ? 'by the change feed and by full runs' : 'by full runs only'
}
