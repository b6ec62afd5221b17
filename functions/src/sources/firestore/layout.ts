import { TimeZone } from '../../contract/timeZone.ts'
import { FieldPath, type DocumentReference, type Firestore, type Query } from '../../lib/firestore/firestore.ts'
import { keysOf } from './fields.ts'
import { patternOf } from './pattern.ts'

/**
 * The layout of a collection: the path of its documents, the fields of their creation and change times, and the names of these in messages.
 */
export interface CollectionLayout {
  /** The collection's path, maybe with names in braces: `users/{uid}/orders`. */
  readonly collection: string
  /** A field path; null: no document says when it was created, and Firestore's own creation time stands for it. */
  readonly createdAtField: string | null
  /** A field path; null: no document says when it changed. */
  readonly changedAtField: string | null
  /** The zone of times without an offset. */
  readonly timeZone: string
  /** True where a trigger reports every write of the collection. */
  readonly changeFeed: boolean
  /** The plural noun for the documents. */
  readonly noun: string
  /** The end of messages about wrong settings, beginning with a blank. */
  readonly advice?: string
  /** The names of the settings for these members, for messages. */
  readonly settings: {
    readonly collection: string
    readonly createdAtField: string
    readonly changedAtField: string
    readonly changeFeed: string
    /** The settings that say how a record is read. */
    readonly records: string
    readonly statuses: string
  }
}

/** A shop's collection and how to read it. */
export interface DocumentCollection {
  readonly db: Firestore
  readonly layout: CollectionLayout
  /** All documents that queries can be asked for: where the path has names in braces those of the collection group, wherever they lie. */
  readonly documents: Query
  /** The id of the record that a document is; null where it lies elsewhere in the group. */
  sourceIdOf(this: void, document: DocumentReference): string | null
  /** The document of a record; one that lies elsewhere where no record can have the id. */
  documentOf(this: void, sourceId: string): DocumentReference
  /** A document in a cursor, in the order of which queries give documents of equal values: by id, in a group by path. */
  placeOf(this: void, document: DocumentReference): string
  documentAt(this: void, place: string): DocumentReference
  readonly createdAt: FieldPath | null
  readonly changedAt: FieldPath | null
  readonly zone: TimeZone
}

/** The same collection, its documents read by their change time. */
export interface TimedCollection extends DocumentCollection {
  readonly changedAt: FieldPath
}

export function documentsOf(db: Firestore, layout: CollectionLayout): DocumentCollection {
  const { collection, createdAtField, changedAtField } = layout
  const fields = {
    createdAt: fieldOf(createdAtField),
    changedAt: fieldOf(changedAtField),
    zone: new TimeZone(layout.timeZone),
  }
  const pattern = patternOf(collection)
  if (!pattern.hasWildcards) {
    const documents = db.collection(collection)
    const documentOf = (id: string): DocumentReference => documents.doc(id)
    return { db, layout, documents, sourceIdOf: idOf, documentOf, placeOf: idOf, documentAt: documentOf, ...fields }
  }
  return {
    db,
    layout,
    documents: db.collectionGroup(pattern.group),
    sourceIdOf: ({ path }) => pattern.sourceIdOf(path),
    documentOf: (sourceId) => {
      const path = pattern.pathOf(sourceId)
      return path === null ? db.collection(pattern.group).doc(sourceId) : db.doc(path)
    },
    placeOf: ({ path }) => path,
    documentAt: (path) => db.doc(path),
    ...fields,
  }
}

const idOf = ({ id }: DocumentReference): string => id

/** The field at a path, by its names: given a text, Firestore's client would take apart a name that stands in backticks. */
function fieldOf(path: string | null): FieldPath | null {
  return path === null ? null : new FieldPath(...keysOf(path))
}

/** Tells how changes are found that no window shows. */
export function foundOtherwise({ changeFeed }: CollectionLayout): string {
  return changeFeed ? 'by the change feed and by full runs' : 'by full runs only'
}
